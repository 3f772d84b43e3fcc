/// Bounds-checked little-endian reads from the bytes of a file that nobody vouches for.
///
/// Offsets are `Int` and stay below 2^62, so the sum of any two of them cannot overflow.
package struct ELFReader: Sendable {
    /// The whole file.
    package let bytes: [UInt8]

    /// The largest offset, size or address that is believed.
    static let largest = 1 << 62

    /// The number of bytes.
    var count: Int { bytes.count }

    /// An unsigned number at an offset.
    func number<Number: FixedWidthInteger & UnsignedInteger>(
        at offset: Int, as type: Number.Type = Number.self
    ) throws(ELFFault) -> Number {
        let size = MemoryLayout<Number>.size
        try require(offset, size)
        var value: Number = 0
        for index in 0..<size {
            value |= Number(truncatingIfNeeded: UInt64(bytes[offset + index]) << UInt64(8 * index))
        }
        return value
    }

    /// A 64-bit offset, size or address; one that is too large to be true is a fault.
    func offset(at position: Int, _ what: String) throws(ELFFault) -> Int {
        let raw = try number(at: position, as: UInt64.self)
        guard raw < UInt64(Self.largest) else { throw .malformed("\(what) is beyond any file") }
        return Int(raw)
    }

    /// Makes sure that `length` bytes at `offset` are there.
    func require(_ offset: Int, _ length: Int) throws(ELFFault) {
        guard offset >= 0, length >= 0 else { throw .malformed("headers hold a negative offset") }
        guard offset <= count, length <= count - offset else {
            throw .truncated(needed: offset + length, size: count)
        }
    }
}
