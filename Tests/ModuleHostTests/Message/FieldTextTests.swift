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
