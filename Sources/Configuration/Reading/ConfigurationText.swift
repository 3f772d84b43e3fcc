/// The text of a configuration file, and where its lines begin.
struct ConfigurationText {
    let file: String
    /// UTF-8, without a byte order mark.
    let bytes: [UInt8]
    private let lineStarts: [Int]
    /// The place that was asked for last. Readers go through a file in order, and a file may be one line of megabytes.
    private let last = LastPlace()

    private final class LastPlace {
        var offset = 0
        var place = (line: 0, column: 0)
    }

    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    }

    /// The place of a byte.
    func place(_ offset: Int) -> ConfigurationPlace {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let end = min(offset, bytes.count)
        let isBehind = last.place.line == low && last.offset <= end && last.offset >= lineStarts[low]
        let start = isBehind ? last.offset : lineStarts[low]
        // Characters, not bytes: those that do not continue another.
        let column = (isBehind ? last.place.column : 0) + bytes[start..<end].count { $0 & 0xC0 != 0x80 }
        last.offset = max(end, start)
        last.place = (low, column)
        return ConfigurationPlace(file: file, line: low + 1, column: column + 1)
    }

    /// Reads the bytes of a file in whichever of the usual encodings it is.
    ///
    /// A byte order mark decides; else what the XML declaration names, if there is one; else UTF-8.
    static func decoded(_ file: String, _ bytes: [UInt8]) throws(ConfigurationMistake) -> ConfigurationText {
        let start = ConfigurationPlace(file: file, line: 1, column: 1)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return try utf8(file, Array(bytes.dropFirst(3)))
        }
        if let isLittle = utf16Order(bytes) {
            let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            let body = hasMark ? bytes.dropFirst(2) : bytes[...]
            guard let text = utf16(body, isLittle: isLittle) else {
                throw ConfigurationMistake(start, "the file is not the UTF-16 that it begins as; save it as UTF-8")
            }
            return try utf8(file, text)
        }
        guard let name = declaredEncoding(bytes) else { return try utf8(file, bytes) }
        switch name.lowercased() {
        case "utf-8", "us-ascii", "ascii", "utf-16": return try utf8(file, bytes)
        case "iso-8859-1", "latin1", "windows-1252":
            let upper = name.lowercased() == "windows-1252" ? windows1252 : [:]
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(upper[byte] ?? Unicode.Scalar(byte)) }
            return ConfigurationText(file: file, bytes: Array(String(text).utf8))
        default:
            throw ConfigurationMistake(start, "the encoding \"\(name)\" is not known; save the file as UTF-8")
        }
    }

    private static func utf8(_ file: String, _ bytes: [UInt8]) throws(ConfigurationMistake) -> ConfigurationText {
        let text = ConfigurationText(file: file, bytes: bytes)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var position = 0
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\0"):
                throw ConfigurationMistake(text.place(position), "this is a zero, which no text has; take it out")
            case .scalarValue(let scalar): position += UTF8.width(scalar)
            case .emptyInput: return text
            case .error:
                throw ConfigurationMistake(text.place(position), "this byte is not UTF-8; save the file as UTF-8")
            }
        }
    }

    /// Whether the bytes are UTF-16, by their mark or by the zeros beside a first `<`; true for the low byte first.
    private static func utf16Order(_ bytes: [UInt8]) -> Bool? {
        guard bytes.count >= 2 else { return nil }
        switch (bytes[0], bytes[1]) {
        case (0xFF, 0xFE), (0x3C, 0): return true
        case (0xFE, 0xFF), (0, 0x3C): return false
        default: return nil
        }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> [UInt8]? {
        guard bytes.count % 2 == 0 else { return nil }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
            let (low, high) = isLittle ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
            return UInt16(high) << 8 | UInt16(low)
        }
        return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    }

    /// The name in `<?xml … encoding="NAME"?>`.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: Array("<?xml".utf8)) else { return nil }
        let head = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let range = head.firstRange(of: "encoding") else { return nil }
        let rest = head[range.upperBound...].drop { $0 == " " || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    /// Where windows-1252 differs from ISO 8859-1.
    private static let windows1252: [UInt8: Unicode.Scalar] = [
        0x80: "\u{20AC}", 0x82: "\u{201A}", 0x83: "\u{0192}", 0x84: "\u{201E}", 0x85: "\u{2026}", 0x86: "\u{2020}",
        0x87: "\u{2021}", 0x88: "\u{02C6}", 0x89: "\u{2030}", 0x8A: "\u{0160}", 0x8B: "\u{2039}", 0x8C: "\u{0152}",
        0x8E: "\u{017D}", 0x91: "\u{2018}", 0x92: "\u{2019}", 0x93: "\u{201C}", 0x94: "\u{201D}", 0x95: "\u{2022}",
        0x96: "\u{2013}", 0x97: "\u{2014}", 0x98: "\u{02DC}", 0x99: "\u{2122}", 0x9A: "\u{0161}", 0x9B: "\u{203A}",
        0x9C: "\u{0153}", 0x9E: "\u{017E}", 0x9F: "\u{0178}",
    ]
}
