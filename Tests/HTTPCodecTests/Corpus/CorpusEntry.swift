import TestSupport

/// One line of a corpus: what is expected, a bar between spaces, and the bytes that are given to the codec.
///
/// In the bytes, `¶` stands for CRLF; `\r`, `\n`, `\t`, `\0`, `\\` and `\xNN` for single bytes; `{100*ab}` for `ab` a
/// hundred times. One space behind the bar does not count. Lines that begin with `#` are headings.
struct CorpusEntry: Sendable, CustomStringConvertible {
    let expectation: [String]
    let bytes: [UInt8]
    let description: String

    /// Reads a corpus. A line without a bar stops the tests: it is a mistake in the corpus.
    static func parse(_ text: String) -> [CorpusEntry] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let bars = line.ranges(of: " |")
            guard let bar = bars.first(where: { line[$0.upperBound...].first ?? " " == " " })
            else { preconditionFailure("a corpus line without a bar: \(line)") }
            let message = line[bar.upperBound...].dropFirst()
            return CorpusEntry(
                expectation: line[..<bar.lowerBound].split(separator: " ").map(String.init),
                bytes: unescape(String(message)), description: String(line))
        }
    }

    /// What follows `prefix` in the expectation; nil if no word has it.
    func word(_ prefix: String) -> String? {
        expectation.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    /// Turns the notation above into bytes.
    static func unescape(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "¶": result += [0x0D, 0x0A]
            case "\\": result.append(escape(&rest))
            case "{":
                if let repeated = repetition(&rest) { result += repeated } else { result.append(0x7B) }
            default: result += Array(String(Character(scalar)).utf8)
            }
        }
        return result
    }

    private static func escape(_ rest: inout ArraySlice<Unicode.Scalar>) -> UInt8 {
        switch rest.popFirst() {
        case "r": return 0x0D
        case "n": return 0x0A
        case "t": return 0x09
        case "0": return 0x00
        case "\\": return 0x5C
        case "x":
            let digits = String(String.UnicodeScalarView(rest.prefix(2)))
            rest = rest.dropFirst(2)
            guard let byte = UInt8(digits, radix: 16) else {
                preconditionFailure("\\x without two hexadecimal digits in a corpus")
            }
            return byte
        default: preconditionFailure("an unknown escape in a corpus")
        }
    }

    private static func repetition(_ rest: inout ArraySlice<Unicode.Scalar>) -> [UInt8]? {
        guard let star = rest.firstIndex(of: "*"), let close = rest.firstIndex(of: "}"), star < close,
            let count = Int(String(String.UnicodeScalarView(rest[..<star])))
        else { return nil }
        let unit = unescape(String(String.UnicodeScalarView(rest[(star + 1)..<close])))
        rest = rest[(close + 1)...]
        return Array(repeatElement(unit, count: count).joined())
    }
}

/// Makes damaged copies of messages, always the same ones for a seed.
struct Mutations {
    private var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// A number below `bound`.
    mutating func next(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    /// Bytes that mean something to a parser.
    private static let telling = Array("\r\n\t :;,?#%/\\.0af\"[]\u{0}\u{7F}".utf8) + [0x80, 0xFF]

    /// A copy of `bytes` with one to three changes: a byte replaced, removed, inserted or doubled, a stretch repeated.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...next(3) {
            let place = next(bytes.count + 1)
            let byte = Self.telling[next(Self.telling.count)]
            switch next(5) {
            case 0 where place < bytes.count: bytes[place] = byte
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2: bytes.insert(byte, at: place)
            case 3 where place < bytes.count: bytes.insert(bytes[place], at: place)
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + next(20))], at: place)
            }
        }
        return bytes
    }
}
