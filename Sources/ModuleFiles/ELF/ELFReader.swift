import HostLog

/// Bounds-checked little-endian reads from the bytes of a file that may be damaged.
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

/// A string table of an ELF file.
///
/// It has a budget: entries may share their tails, but a file whose names add up to many times the table was made to
/// keep its reader busy, and is refused.
struct ELFStrings {
    private let bytes: [UInt8]
    private let range: Range<Int>
    private var budget: Int

    /// A table at a place that the caller has checked to be inside the file.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        self.range = range
        budget = 16 * range.count + 4096
    }

    /// The string that starts at `offset` in the table, with everything unprintable made visible.
    mutating func string(at offset: UInt64) throws(ELFFault) -> String {
        guard offset < UInt64(range.count) else { throw .malformed("string table is shorter than a name's offset") }
        let start = range.lowerBound + Int(offset)
        var end = start
        while end < range.upperBound, bytes[end] != 0 { end += 1 }
        guard end < range.upperBound else { throw .malformed("string table does not end in a zero byte") }
        budget -= end - start + 1
        guard budget >= 0 else { throw .malformed("names overlap beyond all reason") }
        return PrintableText.of(bytes[start..<end])
    }
}

/// What is wrong with the bytes of an ELF file.
package enum ELFFault: Error, Equatable {
    /// The file does not begin with the four magic bytes, or is too short to.
    case notELF
    /// The headers speak of bytes that the file does not have.
    case truncated(needed: Int, size: Int)
    /// The headers contradict themselves; the text names the part and reads on after "its".
    case malformed(String)
}
