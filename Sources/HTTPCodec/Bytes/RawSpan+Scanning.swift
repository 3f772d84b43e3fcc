// The only unchecked reads of this target are here. Their callers compare each position with `byteCount` first, because
// a parser has to do so anyway to know that it needs more; a second check for each byte would double the cost of a
// head. Builds with assertions (tests, the fuzzer) check again.

extension RawSpan {
    /// The byte at `position`, which must be below `byteCount`.
    @inline(__always)
    func byte(_ position: Int) -> UInt8 {
        assert(position >= 0 && position < byteCount)
        return unsafe unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
    }

    /// The eight bytes from `position`, the first in the lowest place. All eight must be there.
    @inline(__always)
    func word(_ position: Int) -> UInt64 {
        assert(position >= 0 && position + 8 <= byteCount)
        return UInt64(
            littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
    }

    /// The position of the first control character (below 0x20, or 0x7F) at or behind `start`, or `limit`.
    ///
    /// Looks at eight bytes at once. A borrow in the subtraction can mark a byte falsely only above a byte that is
    /// marked rightly, so the lowest mark is always right.
    @inline(__always)
    func firstControl(from start: Int, to limit: Int) -> Int {
        var position = start
        while position &+ 8 <= limit {
            let bytes = word(position)
            let deletes = bytes ^ 0x7F7F_7F7F_7F7F_7F7F
            let marks =
                ((bytes &- 0x2020_2020_2020_2020) & ~bytes)
                | ((deletes &- 0x0101_0101_0101_0101) & ~deletes)
            let found = marks & 0x8080_8080_8080_8080
            if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < limit {
            let byte = byte(position)
            if byte < 0x20 || byte == 0x7F { return position }
            position &+= 1
        }
        return limit
    }

    /// The position of the first line feed at or behind `start`, or nil.
    func firstLineFeed(from start: Int) -> Int? {
        var position = start
        while position &+ 8 <= byteCount {
            let feeds = word(position) ^ 0x0A0A_0A0A_0A0A_0A0A
            let found = (feeds &- 0x0101_0101_0101_0101) & ~feeds & 0x8080_8080_8080_8080
            if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < byteCount {
            if byte(position) == .lineFeed { return position }
            position &+= 1
        }
        return nil
    }

    /// Whether all bytes are token characters, and there is one at least.
    func isToken(from start: Int, to end: Int) -> Bool {
        var position = start
        while position < end, ByteClass.isToken(byte(position)) { position &+= 1 }
        return position == end && start < end
    }

    /// The stretch without the blanks at both of its ends.
    func trimmed(from start: Int, to end: Int) -> (start: Int, end: Int) {
        var start = start
        var end = end
        while start < end, ByteClass.isBlank(byte(start)) { start &+= 1 }
        while end > start, ByteClass.isBlank(byte(end &- 1)) { end &-= 1 }
        return (start, end)
    }
}

extension StaticString {
    /// Calls `body` with the bytes of the literal, which live as long as the program.
    @inline(__always)
    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        let bytes = unsafe UnsafeRawBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
        return body(bytes.bytes)
    }
}
