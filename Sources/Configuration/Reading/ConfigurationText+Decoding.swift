import CXMLFile

// Text in whichever encoding a file has it.
extension ConfigurationText {
    /// Reads the bytes of a file.
    ///
    /// A byte order mark decides; else what the XML declaration names, if there is one; else UTF-8.
    static func decoded(_ file: String, _ bytes: [UInt8]) throws(ConfigurationMistake) -> ConfigurationText {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try utf8(file, Array(bytes.dropFirst(3))) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            return try converted(file, bytes, from: "UTF-32", named: "UTF-32")
        }
        if let isLittle = utf16Order(bytes) {
            let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            let body = hasMark ? bytes.dropFirst(2) : bytes[...]
            guard let text = utf16(body, isLittle: isLittle) else {
                throw ConfigurationMistake(
                    start(of: file), "the file is not the UTF-16 that it begins as; save it as UTF-8")
            }
            return try utf8(file, text)
        }
        guard let name = declaredEncoding(bytes) else { return try utf8(file, bytes) }
        switch name.lowercased() {
        // What claims to be of two bytes and is not begins with the declaration of it in one.
        case "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "unicode": return try utf8(file, bytes)
        case "iso-8859-1", "latin1": return try ofSingleBytes(file, bytes, [:])
        case "windows-1252": return try ofSingleBytes(file, bytes, windows1252)
        case let small:
            let text = try converted(file, bytes, from: windowsNames[small] ?? name, named: name)
            // The declaration has been read in ASCII: an encoding in which it means something else is not that of the file.
            let end = bytes.firstIndex(of: UInt8(ascii: ">")) ?? bytes.endIndex
            guard text.bytes.starts(with: bytes[..<end]) else {
                throw ConfigurationMistake(
                    start(of: file), "the file is not in the encoding \"\(name)\" that it names; save it as UTF-8")
            }
            return text
        }
    }

    private static func start(of file: String) -> ConfigurationPlace {
        ConfigurationPlace(file: file, line: 1, column: 1)
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

    // MARK: UTF-16

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

    // MARK: Encodings that the declaration names

    /// The name in `<?xml … encoding="NAME"?>`.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: Array("<?xml".utf8)) else { return nil }
        let head = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let range = head.firstRange(of: "encoding") else { return nil }
        let rest = head[range.upperBound...].drop { $0.isWhitespace || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    /// Names that mean more on Windows than the standards say: in them a file has what Windows lets one write.
    private static let windowsNames = [
        "shift_jis": "CP932", "shift-jis": "CP932", "x-sjis": "CP932", "gb2312": "GBK", "ks_c_5601-1987": "CP949",
        "euc-kr": "CP949", "iso-8859-9": "CP1254", "tis-620": "CP874",
    ]

    /// How the names begin of the encodings that are read. The system knows far more, by code that is loaded for them: who may
    /// write a web.config is not to choose among that.
    private static let families = [
        "windows-", "cp", "iso-8859-", "iso8859-", "latin", "koi8-", "macintosh", "shift_jis", "shift-jis", "x-sjis",
        "gb", "big5",
        "euc-", "ks_c_5601", "tis-620", "us-ascii", "ascii", "utf-", "ibm",
    ]

    /// What the system makes of an encoding.
    private static func converted(
        _ file: String, _ bytes: [UInt8], from encoding: String, named name: String
    ) throws(ConfigurationMistake) -> ConfigurationText {
        // Behind a slash there are orders to the system, and no name at all is the encoding of its user.
        let isName =
            families.contains { name.lowercased().hasPrefix($0) }
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "-_:.+".utf8.contains(byte)
            }
        var result = TextEncodingUnknown
        var written = 0
        let text =
            isName
            ? [UInt8](unsafeUninitializedCapacity: bytes.count * mostGrowth) { buffer, count in
                bytes.withUnsafeBytes { bytes in
                    result = TextDecoding_Decode(
                        encoding, bytes.baseAddress, bytes.count, buffer.baseAddress, buffer.count, &written)
                }
                count = written
            } : []
        switch result {
        case TextDecoded: return try utf8(file, text)
        case TextNotDecoded:
            throw ConfigurationMistake(
                ConfigurationText(file: file, bytes: text).place(text.count),
                "this byte is not \(name), which the file says it is in; save the file as UTF-8")
        default:
            throw ConfigurationMistake(
                start(of: file), "the encoding \"\(name)\" is not known here; save the file as UTF-8")
        }
    }

    /// Bytes of UTF-8 for one byte at most.
    private static let mostGrowth = 6

    /// Bytes that are the numbers of their characters, but for some. Windows takes those that stand for nothing, too.
    private static func ofSingleBytes(
        _ file: String, _ bytes: [UInt8], _ others: [UInt8: Unicode.Scalar]
    ) throws(ConfigurationMistake) -> ConfigurationText {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(others[byte] ?? Unicode.Scalar(byte)) }
        return try utf8(file, Array(String(text).utf8))
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
