import HTTPFront
import ModuleHost
import Testing

@Suite("ProxyProtocolDecoder")
struct ProxyProtocolDecoderTests {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10] + Array("QUIT\n".utf8)

    private static func binary(_ command: UInt8, _ family: UInt8, _ body: [UInt8]) -> [UInt8] {
        signature + [command, family, UInt8(body.count >> 8), UInt8(body.count & 255)] + body
    }

    private static let v4: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 7, 0xDB, 0x64, 0x01, 0xBB]
    private static let proxied4 = ProxyHeader.proxied(
        client: .ipv4(0xC000_0201, port: 56164), server: .ipv4(0xC633_6407, port: 443), isSecure: nil)
    private static let v6: [UInt8] =
        [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1] + [0xFD] + [UInt8](repeating: 0, count: 14)
        + [2, 0x1F, 0x90, 0, 80]
    private static let proxied6 = ProxyHeader.proxied(
        client: .ipv6(high: 0x2001_0DB8_0000_0000, low: 1, port: 8080, scope: 0),
        server: .ipv6(high: 0xFD00_0000_0000_0000, low: 2, port: 80, scope: 0), isSecure: nil)
    private static let unix: [UInt8] =
        Array("/run/a".utf8) + [UInt8](repeating: 0, count: 102) + Array("/run/bc".utf8)
        + [UInt8](repeating: 0, count: 101)

    private static let good: [([UInt8], ProxyHeader)] = [
        (Array("PROXY TCP4 192.0.2.1 198.51.100.7 56164 443\r\n".utf8), proxied4),
        (Array("PROXY TCP6 2001:db8::1 fd00::2 8080 80\r\n".utf8), proxied6),
        (Array("PROXY UNKNOWN\r\n".utf8), .local),
        (Array("PROXY UNKNOWN ffff::1 what ever 0 99999\r\n".utf8), .local),
        (binary(0x21, 0x11, v4), proxied4), (binary(0x21, 0x21, v6), proxied6),
        (
            binary(0x21, 0x31, unix), .proxied(client: .unix("/run/a"), server: .unix("/run/bc"), isSecure: nil)
        ),
        (binary(0x20, 0x00, []), .local), (binary(0x20, 0x11, v4), .local), (binary(0x20, 0xFF, [1, 2, 3]), .local),
        (binary(0x21, 0x00, []), .local), (binary(0x21, 0x00, [1, 2, 3, 4]), .local),
        // Statements: one to pass over, and PP2_TYPE_SSL with and without TLS.
        (binary(0x21, 0x11, v4 + [0x04, 0, 2, 9, 9]), proxied4),
        (binary(0x21, 0x11, v4 + [0x05, 0, 0, 0x20, 0, 5, 1, 0, 0, 0, 0]), secure(true)),
        (binary(0x21, 0x11, v4 + [0x20, 0, 5, 0, 0, 0, 0, 0]), secure(false)),
    ]

    private static func secure(_ isSecure: Bool) -> ProxyHeader {
        .proxied(client: .ipv4(0xC000_0201, port: 56164), server: .ipv4(0xC633_6407, port: 443), isSecure: isSecure)
    }

    private func decode(_ bytes: some Sequence<UInt8>) -> ProxyProtocolDecoder.Outcome {
        ProxyProtocolDecoder.decode(Array(bytes).span)
    }

    @Test("Both versions are read at any split, and what follows the header is left alone", arguments: 0..<good.count)
    func anySplit(index: Int) {
        let (header, expected) = Self.good[index]
        let following = Array("GET / HTTP/1.1\r\n".utf8)
        for length in 0..<header.count { #expect(decode(header[..<length]) == .needMore) }
        #expect(decode(header) == .header(expected, length: header.count))
        #expect(decode(header + following) == .header(expected, length: header.count))
    }

    private static let bad: [[UInt8]] =
        [
            "GET / HTTP/1.1\r\n", "PRI * HTTP/2.0\r\n", "PROXYTCP4", "proxy TCP4 ", "\r\nPROXY", " PROXY TCP4",
            "PROXY TCP4 192.0.2.1 198.51.100.7 56164 443\n", "PROXY TCP4 192.0.2.1 198.51.100.7 56164\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.7 56164 443 \r\n", "PROXY TCP4  192.0.2.1 198.51.100.7 56164 443\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.7 56164 65536\r\n", "PROXY TCP4 192.0.2.1 198.51.100.7 056164 443\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.7 +1 443\r\n", "PROXY TCP4 192.0.2.256 198.51.100.7 1 443\r\n",
            "PROXY TCP4 ::1 ::2 1 443\r\n", "PROXY TCP6 192.0.2.1 198.51.100.7 1 443\r\n",
            "PROXY UDP4 192.0.2.1 198.51.100.7 1 443\r\n", "PROXY \r\n", "PROXY UNKNOWN \u{0}\r\n",
            "PROXY UNKNOWN\r \n",
            "PROXY UNKNOWNS\r\n", "PROXY TCP4\r\n", "PROXY UNKNOWN " + String(repeating: "x", count: 93),
            "PROXY UNKNOWN é\r\n",
        ].map { Array($0.utf8) } + [
            binary(0x11, 0x11, v4), binary(0x22, 0x11, v4), binary(0x01, 0x11, v4), binary(0x21, 0x12, v4),
            binary(0x21, 0x22, v6), binary(0x21, 0x32, unix), binary(0x21, 0x41, v4), binary(0x21, 0x10, v4),
            binary(0x21, 0x11, Array(v4.dropLast())), binary(0x21, 0x21, v4),
            binary(0x21, 0x31, Array(unix.dropLast())),
            binary(0x21, 0x11, v4 + [4, 0]), binary(0x21, 0x11, v4 + [4, 0, 2, 9]),
            binary(0x21, 0x11, v4 + [0x20, 0, 4, 1, 0, 0, 0]), signature + [0x21, 0x11, 0xFF, 0xFF],
            [13, 10, 13, 10, 0, 13, 10] + Array("QUIT\r".utf8),
        ]

    @Test(
        "What is malformed is refused at the first byte that makes it so, and stays refused", arguments: 0..<bad.count)
    func malformed(index: Int) {
        let bytes = Self.bad[index]
        var isRefused = false
        for length in 1...bytes.count {
            switch decode(bytes[..<length]) {
            case .needMore: #expect(!isRefused)
            case .failure(let error):
                isRefused = true
                #expect(error.description.hasPrefix("it"))
            case .header: Issue.record("a malformed header was taken after \(length) bytes")
            }
        }
        #expect(isRefused)
    }

    @Test("A version 1 line may have 107 bytes")
    func longestLine() {
        let line = "PROXY UNKNOWN " + String(repeating: "x", count: 91) + "\r\n"
        #expect(line.utf8.count == 107)
        #expect(decode(line.utf8) == .header(.local, length: 107))
    }

    @Test("Other bytes than those of a header are refused at once")
    func early() {
        for first in UInt8.min...UInt8.max where first != 13 && first != UInt8(ascii: "P") {
            guard case .failure = decode([first]) else {
                Issue.record("\(first) was taken for the beginning of a header")
                return
            }
        }
    }
}
