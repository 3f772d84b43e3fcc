/// A stretch of bytes inside a message: distance from the message's first byte, and length.
///
/// A value without an owner. It means something only together with the bytes that were given to the decoder, wherever
/// those bytes lie by now, so a receive buffer may move or grow without any slice becoming wrong.
package struct ByteSlice: Equatable, Sendable {
    /// Distance in bytes from the first byte that was given to the decoder.
    package var offset: UInt32
    /// Length in bytes.
    package var length: UInt32

    /// Makes a slice from its two parts.
    package init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }

    /// Makes the slice from `start` up to, but not including, `end`. Limits keep heads far below 4 GiB.
    @inline(__always)
    init(_ start: Int, _ end: Int) {
        offset = UInt32(truncatingIfNeeded: start)
        length = UInt32(truncatingIfNeeded: end &- start)
    }

    /// The slice that stands for "not there": offset 0, length 0.
    package static var none: ByteSlice { ByteSlice(offset: 0, length: 0) }

    /// Position of the first byte.
    package var start: Int { Int(offset) }

    /// Position behind the last byte.
    package var end: Int { Int(offset) + Int(length) }

    /// The positions that the slice covers.
    package var range: Range<Int> { start..<end }

    /// Whether the slice covers nothing.
    package var isEmpty: Bool { length == 0 }
}
