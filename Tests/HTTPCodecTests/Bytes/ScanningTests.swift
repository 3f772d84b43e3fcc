import Testing

@testable import HTTPCodec

@Suite("Scanning of bytes")
struct ScanningTests {
    @Test("The first control character is found for each byte value at each place, among bytes that could mislead")
    func firstControl() {
        for filler in [UInt8(0x20), 0x7E, 0x80, 0xA0, 0xFF] {
            for byte in UInt8.min...UInt8.max {
                for place in 0..<20 {
                    var bytes = [UInt8](repeating: filler, count: 20)
                    bytes[place] = byte
                    if place < 19 { bytes[19] = 0 }
                    let expected = bytes.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? 20
                    let found = bytes.span.bytes.firstControl(from: 0, to: 20)
                    if found != expected { Issue.record("\(byte) at \(place): \(found) is not \(expected)") }
                }
            }
        }
    }

    private func firstControl(_ bytes: [UInt8], from start: Int, to end: Int) -> Int {
        bytes.span.bytes.firstControl(from: start, to: end)
    }

    private func firstLineFeed(_ bytes: [UInt8], from start: Int) -> Int? {
        bytes.span.bytes.firstLineFeed(from: start)
    }

    @Test("A search starts and ends where it is told")
    func bounds() {
        let bytes = Array("\u{0}aaaaaaaaaaaa\u{0}a\n".utf8)
        #expect(firstControl(bytes, from: 1, to: 16) == 13)
        #expect(firstControl(bytes, from: 1, to: 10) == 10)
        #expect(firstControl(bytes, from: 16, to: 16) == 16)
        #expect(firstLineFeed(bytes, from: 0) == 15)
        #expect(firstLineFeed(bytes, from: 16) == nil)
    }

    @Test("The first line feed is found among bytes that could mislead")
    func firstLineFeed() {
        for filler in [UInt8(0x0B), 0x09, 0x8A, 0x00, 0xFF] {
            for place in 0..<20 {
                var bytes = [UInt8](repeating: filler, count: 20)
                bytes[place] = 0x0A
                #expect(firstLineFeed(bytes, from: 0) == place)
            }
        }
    }

    @Test("The classes of all bytes are those of the grammars")
    func classes() {
        let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
        let token = letters.union("!#$%&'*+-.^_`|~".utf8)
        let target = Set(UInt8(0x21)...0x7E).subtracting("\"<>#".utf8)
        let plain = target.subtracting("%\\?.".utf8)
        let registered = letters.union("-._~!$&'()*+,;=".utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(ByteClass.isToken(byte) == token.contains(byte), "\(byte)")
            #expect(ByteClass.contains(byte, in: ByteClass.target) == target.contains(byte), "\(byte)")
            #expect(ByteClass.contains(byte, in: ByteClass.plainPath) == plain.contains(byte), "\(byte)")
            #expect(ByteClass.contains(byte, in: ByteClass.registeredName) == registered.contains(byte), "\(byte)")
            #expect(ByteClass.hexValue(byte).map(Int.init) == Character(UnicodeScalar(byte)).hexDigitValue, "\(byte)")
        }
    }

    @Test("The elements of a list come without white space, the empty ones too")
    func listElements() {
        let bytes = Array(" a ,,\tb c,".utf8)
        var elements = ListElements(ByteSlice(0, bytes.count))
        var found: [String] = []
        while let (start, end) = elements.next(in: bytes.span.bytes) {
            found.append(String(decoding: bytes[start..<end], as: UTF8.self))
        }
        #expect(found == ["a", "", "b c", ""])
    }
}
