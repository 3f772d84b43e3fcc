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
        return Self.printable(bytes[start..<end])
    }

    /// Foreign text as it may be shown on a terminal and in a log line.
    static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return text }
        return printable(text)
    }

    /// The same for text that is already a string, such as a path from the command line.
    static func printable(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
