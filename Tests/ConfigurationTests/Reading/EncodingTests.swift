import Testing

@testable import Configuration

@Suite("Encodings of files")
struct EncodingTests {
    /// A file whose second line has something wrong behind `destination`.
    private static func text(_ destination: String) -> String {
        "<configuration><system.webServer>\n<httpRedirect destination=\"\(destination)\" exactDestination=\"x\"/></system.webServer></configuration>"
    }

    private func read(_ bytes: [UInt8]) -> (file: ConfigurationFile?, mistakes: [String]) {
        let (file, mistakes) = ConfigurationFile.read("a.config", bytes, path: .server, schemas: .builtIn)
        return (file, mistakes.map(\.description))
    }

    /// The value of `destination`, and what is wrong with the section.
    private func section(_ bytes: [UInt8]) throws -> (destination: String, mistakes: [String]) {
        let (file, mistakes) = read(bytes)
        #expect(mistakes == [])
        let tree = ConfigurationTree(try #require(file), schemas: .builtIn)
        let section = try #require(tree.section("system.webServer/httpRedirect", at: .server))
        return (section.element.string("destination"), section.mistakes.map(\.description))
    }

    /// The file with a declaration, and with `bytes` in the place of the value.
    private func declared(_ encoding: String, _ bytes: [UInt8]) -> [UInt8] {
        let parts = Self.text("|").split(separator: "|").map { Array($0.utf8) }
        return Array("<?xml version=\"1.0\" encoding=\"\(encoding)\"?>".utf8) + parts[0] + bytes + parts[1]
    }

    @Test("With or without a mark, in one, two or four bytes, text and places are the same")
    func unicode() throws {
        let text = Self.text("ä")
        var little: [UInt8] = []
        var big: [UInt8] = []
        for unit in text.utf16 {
            little += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)]
        }
        var wide: [UInt8] = [0xFF, 0xFE, 0, 0]
        for scalar in text.unicodeScalars {
            wide += [UInt8(truncatingIfNeeded: scalar.value), UInt8(truncatingIfNeeded: scalar.value >> 8), 0, 0]
        }
        let forms: [[UInt8]] = [
            Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little,
            big, wide,
        ]
        for bytes in forms {
            let (destination, mistakes) = try section(bytes)
            #expect(destination == "ä")
            #expect(mistakes == ["a.config:2:31: exactDestination takes true or false, not \"x\""])
        }
    }

    @Test(
        "What the declaration names is read, and places count characters",
        arguments: [
            ("windows-1252", [0xE4, 0x80], "ä€"), ("WINDOWS-1252", [0x81], "\u{81}"), ("iso-8859-1", [0xE4], "ä"),
            ("ISO-8859-15", [0xA4], "€"), ("windows-1250", [0xB9, 0x9C], "ąś"), ("windows-1251", [0xC6, 0xF3], "Жу"),
            ("Windows-1253", [0xE1], "α"), ("windows-1254", [0xFE], "ş"), ("iso-8859-9", [0xFE], "ş"),
            ("windows-1255", [0xE0], "א"), ("windows-1256", [0xC7], "ا"), ("windows-1257", [0xE0], "ą"),
            ("windows-1258", [0xD0], "Đ"), ("windows-874", [0xA1], "ก"), ("koi8-r", [0xD6], "ж"),
            ("ibm850", [0x84], "ä"), ("shift_jis", [0x93, 0xFA, 0x5C], "日\\"),
            ("gb2312", [0xC4, 0xE3, 0xFD, 0x9B], "你龥"),
            ("gb18030", [0xC4, 0xE3], "你"), ("big5", [0xA5, 0x5C], "功"), ("euc-kr", [0xB0, 0xA1], "가"),
            ("utf8", [0xC3, 0xA4], "ä"), ("us-ascii", [0x61], "a"), ("utf-16", [0x61], "a"),
        ] as [(String, [UInt8], String)])
    func declared(name: String, bytes: [UInt8], text: String) throws {
        let (destination, mistakes) = try section(declared(name, bytes))
        #expect(destination == text)
        #expect(
            mistakes == [
                "a.config:2:\(30 + text.unicodeScalars.count): exactDestination takes true or false, not \"x\""
            ])
    }

    @Test("What cannot be read is told with its place and what to do")
    func unreadable() {
        #expect(
            read(declared("windows-1251", [0xC6, 0x98])).mistakes == [
                "a.config:2:29: this byte is not windows-1251, which the file says it is in; save the file as UTF-8"
            ])
        #expect(
            read(declared("big5", [0xA4])).mistakes == [
                "a.config:2:28: this byte is not big5, which the file says it is in; save the file as UTF-8"
            ])
        for name in ["klingon", "UTF-8//IGNORE", "../../x", "x y", "ä", ""] {
            #expect(
                read(declared(name, [0x61])).mistakes == [
                    "a.config:1:1: the encoding \"\(name)\" is not known here; save the file as UTF-8"
                ])
        }
        // What stands there in ASCII is none of these.
        #expect(
            read(declared("utf-16le", [0x61])).mistakes.first?.hasSuffix("save it as UTF-8") == true)
        #expect(
            read(declared("ebcdic-us", [0x61])).mistakes.first?.contains("save") == true)
        #expect(
            read([0xFF, 0xFE, 0x3C]).mistakes == [
                "a.config:1:1: the file is not the UTF-16 that it begins as; save it as UTF-8"
            ])
        #expect(
            read([0xFF, 0xFE, 0, 0, 0x3C]).mistakes == [
                "a.config:1:1: this byte is not UTF-32, which the file says it is in; save the file as UTF-8"
            ])
        #expect(
            read(declared("windows-1252", [0])).mistakes == [
                "a.config:2:28: this is a zero, which no text has; take it out"
            ])
        let broken = ConfigurationFile.read("a.yaml", Array("a: \"".utf8) + [0xFF], path: .server, schemas: .builtIn)
        #expect(broken.mistakes.map(\.description) == ["a.yaml:1:5: this byte is not UTF-8; save the file as UTF-8"])
    }
}
