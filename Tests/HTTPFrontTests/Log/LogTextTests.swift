import Configuration
import EventLoop
import HTTPFront
import OperatingSystem
import Testing

/// Lines are written eight bytes at a time. Here they are compared with what the plainest code writes.
@Suite("Text in the access log")
struct LogTextTests {
    private func line(_ format: AccessLogFormat, _ entry: borrowing AccessLogEntry) -> String {
        var formatter = AccessLogFormatter(format, siteName: nil)
        var output = ByteBuffer()
        formatter.write(entry, to: &output)
        return String(decoding: output)
    }

    /// A line with the text in one place, and what stands in that place.
    private func written(_ format: AccessLogFormat, _ text: AccessLogEntry.Text, _ bytes: [UInt8]) -> Substring {
        bytes.withUnsafeBytes { memory in
            var entry = AccessLogEntry()
            entry.lend(text, memory)
            let line = line(format, entry)
            let (before, behind) =
                switch (format, text) {
                case (.w3c, _): (" 0.0.0.0 - ", " - 0 - 0.0.0.0")
                case (.combined, .userName): ("0.0.0.0 - ", " [01/Jan")
                case (.combined, _): (" 0 0 \"-\" \"", "\"\n")
                case (.json, _): ("\"path\":\"", "\",\"query\":null")
                }
            guard let start = line.firstRange(of: before), let end = line[start.upperBound...].firstRange(of: behind)
            else {
                return "not found in \(line)"
            }
            return line[start.upperBound..<end.lowerBound]
        }
    }

    private static func hexadecimal(_ number: some BinaryInteger, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: digits - text.count) + text
    }

    private static func w3c(_ bytes: [UInt8]) -> String {
        bytes.map {
            switch $0 {
            case 0x20: "+"
            case 0x21...0x7E: String(UnicodeScalar($0))
            default: "%\(hexadecimal($0, digits: 2))"
            }
        }.joined()
    }

    private static func combined(_ bytes: [UInt8], isWord: Bool) -> String {
        bytes.map {
            let isPlain = (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C && !(isWord && $0 == 0x20)
            return isPlain ? String(UnicodeScalar($0)) : "\\x\(hexadecimal($0, digits: 2))"
        }.joined()
    }

    private static func json(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).utf16.map {
            let isPlain = (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C
            return isPlain ? String(UnicodeScalar(UInt8($0))) : "\\u\(hexadecimal($0, digits: 4))"
        }.joined()
    }

    private func expectAsInPlainCode(_ bytes: [UInt8]) {
        #expect(written(.w3c, .path, bytes) == Self.w3c(bytes))
        #expect(written(.combined, .userName, bytes) == Self.combined(bytes, isWord: true))
        #expect(written(.combined, .userAgent, bytes) == Self.combined(bytes, isWord: false))
        #expect(written(.json, .path, bytes) == Self.json(bytes))
    }

    @Test("Each byte is written the same at each place of texts of each length", arguments: 1...17)
    func everyPlace(count: Int) {
        let interesting: [UInt8] = [
            0, 0x0A, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x2B, 0x5B, 0x5C, 0x5D, 0x7E, 0x7F, 0x80, 0xC3, 0xFF,
        ]
        for byte in interesting {
            for place in 0..<count {
                var bytes = (0..<count).map { UInt8(0x41 + $0) }
                bytes[place] = byte
                expectAsInPlainCode(bytes)
            }
        }
    }

    @Test("Random bytes are written as plain code writes them, UTF-8 or not")
    func random() {
        var generator = SystemRandomNumberGenerator()
        let pieces: [[UInt8]] = [
            Array("plain text ".utf8), Array("ü".utf8), Array("€".utf8), Array("😀".utf8), [0xED, 0xA0, 0x80],
            [0xF4, 0x90], [0xE2, 0x82],
            [0xC0, 0x80], [0xF0, 0x9F, 0x98], [0x22], [0x5C], [0x7F], [0x00], [0x20, 0x20],
        ]
        for _ in 0..<500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }
            if Bool.random(using: &generator) { bytes.append(.random(in: 0...255, using: &generator)) }
            expectAsInPlainCode(bytes)
        }
    }

    @Test("A long text of bytes that all become longer has room")
    func long() {
        for byte in [UInt8(0), 0x22, 0x80, 0xFF] { expectAsInPlainCode(Array(repeating: byte, count: 70_000)) }
    }

    @Test("Numbers are written with all their digits")
    func numbers() {
        var values: [UInt64] = Array(0...1100) + [.max]
        var power: UInt64 = 1
        for _ in 0..<19 {
            power *= 10
            values += [power - 1, power, power + 1]
        }
        for value in values {
            var entry = AccessLogEntry()
            entry.bytesSent = value
            entry.bodyBytesSent = value
            entry.bytesReceived = value
            entry.timeTaken = value
            #expect(line(.w3c, entry).hasSuffix(" 0 0 0 \(value) \(value) \(value) -\n"))
            #expect(line(.combined, entry).hasSuffix(" 0 \(value) \"-\" \"-\"\n"))
            #expect(line(.json, entry).contains(",\"bytes_sent\":\(value),\"body_bytes_sent\":\(value),"))
        }
    }

    @Test("The line has room when all its numbers are as long as they can be")
    func largest() {
        var entry = AccessLogEntry(
            client: .ipv6(high: .max, low: .max, port: .max, scope: .max),
            server: .ipv6(high: .max, low: .max, port: .max, scope: 0))
        entry.version = (.max, .max)
        entry.status = .max
        entry.substatus = .max
        entry.win32Status = .max
        entry.bytesSent = .max
        entry.bodyBytesSent = .max
        entry.bytesReceived = .max
        entry.timeTaken = .max
        entry.time = .max
        entry.number = .max
        for format in AccessLogFormat.allCases { #expect(line(format, entry).hasSuffix("\n")) }
        #expect(
            line(.w3c, entry).hasSuffix(
                " 65535 65535 4294967295 \(UInt64.max) \(UInt64.max) \(UInt64.max) \(UInt64.max)\n"))
    }

    @Test("Addresses are written as the system writes them")
    func addresses() {
        var generator = SystemRandomNumberGenerator()
        var addresses: [EndpointAddress] = [0, 0xFFFF_FFFF, 0x0A64_6309, 0xC0A8_0101].map { .ipv4($0, port: 1) }
        for text in [
            "::", "::1", "1::", "::ffff:1.2.3.4", "::1.2.3.4", "::1:2", "1:0:0:2::3", "1:0:2:0:3:0:4:0",
            "fe80::a0b:c00:1",
        ] {
            if let address = EndpointAddress(numeric: text, port: 1) { addresses.append(address) }
        }
        for _ in 0..<2000 {
            addresses.append(.ipv4(.random(in: 0...UInt32.max, using: &generator), port: 1))
            // Groups that are often zero, so that runs of zeros of each length are among them.
            func word() -> UInt64 {
                (0..<4).reduce(0) { word, _ in
                    word << 16
                        | [0, 0, 0, 0xFFFF, UInt64.random(in: 0...0xFFFF, using: &generator)][
                            Int.random(in: 0..<5, using: &generator)]
                }
            }
            addresses.append(.ipv6(high: word(), low: word(), port: 1, scope: 0))
        }
        for address in addresses {
            #expect(line(.combined, AccessLogEntry(client: address)).hasPrefix(address.host + " - - ["))
        }
    }
}
