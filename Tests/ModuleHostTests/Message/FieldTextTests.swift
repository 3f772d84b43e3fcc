import Testing

@testable import ModuleHost

@Suite("What may stand in a header field")
struct FieldTextTests {
    private func isName(_ text: String) -> Bool { Array(text.utf8).withUnsafeBytes { FieldText.isName($0) } }
    private func isValue(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { FieldText.isValue($0) } }

    @Test("A name is made of the characters of RFC 9110, section 5.6.2, and of no other")
    func token() {
        let allowed = Set(
            "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for byte in UInt8.min ... .max {
            let isAllowed = [0x61, byte].withUnsafeBytes { FieldText.isName($0) }
            #expect(isAllowed == allowed.contains(byte), "\(byte)")
        }
        #expect(isName("X-Request-Id"))
        #expect(!isName(""))
        #expect(!isName("X Request"))
        #expect(!isName("X:"))
    }

    @Test("A value has no control characters but the tab")
    func value() {
        for byte in UInt8.min ... .max {
            let isControl = byte < 0x20 && byte != 0x09 || byte == 0x7F
            #expect(isValue([0x61, byte, 0x62]) == !isControl, "\(byte)")
        }
        #expect(isValue([]))
    }

    @Test("A control character is found wherever it stands in a value, and whatever stands around it")
    func places() {
        for byte in UInt8.min ... .max {
            let isControl = byte < 0x20 && byte != 0x09 || byte == 0x7F
            for other in [UInt8(ascii: " "), 0x09, 0x80, 0xFF, UInt8(ascii: "~")] {
                for count in 1...20 {
                    for place in 0..<count {
                        var value = [UInt8](repeating: other, count: count)
                        value[place] = byte
                        if isValue(value) == isControl { Issue.record("\(byte) among \(other), \(place) of \(count)") }
                    }
                }
            }
        }
    }
}

@Suite("The names that have an HTTP_HEADER_ID")
struct HeaderNamesTests {
    private func id(_ text: String, among names: HeaderNames) -> Int? {
        Array(text.utf8).withUnsafeBytes { names.id(of: $0) }
    }

    @Test("Each is found in any case, and not when a byte of it is another one")
    func find() {
        for names in [HeaderNames.request, HeaderNames.response] {
            for expected in 0..<names.count {
                let name = String(decoding: names.name(expected), as: UTF8.self)
                for spelling in [name, name.lowercased(), name.uppercased()] {
                    #expect(id(spelling, among: names) == expected, "\(spelling)")
                }
                #expect(id(name + "x", among: names) != expected)
                #expect(id(String(name.dropLast()), among: names) != expected)
                for place in name.utf8.indices {
                    // Setting bit 5 of a carriage return would make a hyphen of it.
                    for other in [UInt8(ascii: "_"), name.utf8[place] ^ 0x20, 0x0D, 0x00] {
                        var bytes = Array(name.utf8)
                        bytes[name.utf8.distance(from: name.utf8.startIndex, to: place)] = other
                        let isSame = String(decoding: bytes, as: UTF8.self).lowercased() == name.lowercased()
                        #expect((bytes.withUnsafeBytes { names.id(of: $0) } == expected) == isSame, "\(bytes)")
                    }
                }
            }
        }
    }

    @Test("No other name has one")
    func others() {
        #expect(id("", among: .request) == nil)
        for text in ["X", "X-Bench", "Content-Disposition", "Proxy-Connection", String(repeating: "a", count: 300)] {
            #expect(id(text, among: .request) == nil)
            #expect(id(text, among: .response) == nil)
        }
    }
}
