package import OperatingSystem

/// Reads the header of the PROXY protocol, versions 1 and 2, from the first bytes of a connection.
///
/// It keeps nothing between calls: a header is short, so it is read again from its beginning whenever more bytes have come. What
/// cannot become a header is refused at its first wrong byte.
package enum ProxyProtocolDecoder {
    /// What the bytes so far come to.
    package enum Outcome: Sendable, Equatable {
        /// Too early to tell.
        case needMore
        /// A header that is `length` bytes long.
        case header(ProxyHeader, length: Int)
        /// The connection cannot be used.
        case failure(ProxyHeaderError)
    }

    /// The most bytes that a header may have; longer ones are refused.
    package static let longest = 4096

    /// Reads all bytes that have come so far. Pure; any thread.
    package static func decode(_ bytes: Span<UInt8>) -> Outcome {
        guard bytes.count > 0 else { return .needMore }
        do throws(ProxyHeaderError) {
            let isText = bytes[0] == UInt8(ascii: "P")
            let found = isText ? try decodeText(bytes) : try decodeBinary(bytes)
            return found.map { .header($0, length: $1) } ?? .needMore
        } catch {
            return .failure(error)
        }
    }

    /// Whether the bytes agree with `expected` as far as both go.
    static func agree(_ bytes: Span<UInt8>, _ expected: [UInt8]) -> Bool {
        for index in 0..<min(bytes.count, expected.count) where bytes[index] != expected[index] { return false }
        return true
    }
}

/// What the PROXY protocol says about a connection. A value.
package enum ProxyHeader: Sendable, Equatable {
    /// The proxy speaks for itself (a health check) or does not know: the connection's own addresses stand.
    case local
    /// The client, where it reached the proxy, and whether it used TLS; nil if the proxy does not say.
    case proxied(client: EndpointAddress, server: EndpointAddress, isSecure: Bool?)
}

/// Why the first bytes of a connection are no header of the PROXY protocol.
package struct ProxyHeaderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as the end of a sentence.
    package let description: String

    init(_ description: String) { self.description = description }

    static let absent = ProxyHeaderError(
        "it does not begin with a header of the PROXY protocol, as --proxy-protocol demands of every connection")
}

/// Version 1: one line of text, such as `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443`.
extension ProxyProtocolDecoder {
    /// With the line's end.
    private static let longestLine = 107
    private static let prefix = Array("PROXY ".utf8)

    static func decodeText(_ bytes: Span<UInt8>) throws(ProxyHeaderError) -> (ProxyHeader, length: Int)? {
        guard agree(bytes, prefix) else { throw .absent }
        var line: [UInt8] = []
        for index in 0..<min(bytes.count, longestLine) {
            let byte = bytes[index]
            if byte == 0x0A {
                guard line.popLast() == 0x0D else {
                    throw ProxyHeaderError("its PROXY line does not end with CR and LF")
                }
                return (try header(line), index + 1)
            }
            // A CR stands only before the LF.
            guard line.last != 0x0D, (0x20...0x7E).contains(byte) || byte == 0x0D else {
                throw ProxyHeaderError("its PROXY line holds a control character")
            }
            line.append(byte)
        }
        guard bytes.count < longestLine else {
            throw ProxyHeaderError("its PROXY line is longer than \(longestLine) bytes")
        }
        return nil
    }

    private static func header(_ line: [UInt8]) throws(ProxyHeaderError) -> ProxyHeader {
        let text = String(decoding: line.dropFirst(prefix.count), as: UTF8.self)
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        // What follows UNKNOWN is not to be read.
        if parts[0] == "UNKNOWN" { return .local }
        guard parts.count == 5, let source = port(parts[3]), let destination = port(parts[4]),
            let client = EndpointAddress(numeric: parts[1], port: source),
            let server = EndpointAddress(numeric: parts[2], port: destination)
        else { throw ProxyHeaderError("its PROXY line is malformed") }
        switch (parts[0], client, server) {
        case ("TCP4", .ipv4, .ipv4), ("TCP6", .ipv6, .ipv6):
            return .proxied(client: client, server: server, isSecure: nil)
        default: throw ProxyHeaderError("its PROXY line names a protocol that its addresses do not belong to")
        }
    }

    /// Decimal, without leading zeros.
    private static func port(_ digits: String) -> UInt16? {
        guard let port = UInt16(digits), "\(port)" == digits else { return nil }
        return port
    }
}

/// Version 2: a signature, four bytes, addresses, and further statements, each with type, length and value.
extension ProxyProtocolDecoder {
    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let fixedLength = 16

    static func decodeBinary(_ bytes: Span<UInt8>) throws(ProxyHeaderError) -> (ProxyHeader, length: Int)? {
        guard agree(bytes, signature) else { throw .absent }
        guard bytes.count > 12 else { return nil }
        let command = bytes[12]
        guard command == 0x20 || command == 0x21 else {
            throw ProxyHeaderError("its PROXY header has a version or command that does not exist")
        }
        guard bytes.count > 13 else { return nil }
        let isLocal = command == 0x20
        // Of a header that speaks of no client, only the length counts.
        let count = isLocal ? 0 : try addressLength(bytes[13])
        guard bytes.count >= fixedLength else { return nil }
        let length = fixedLength + Int(bytes[14]) << 8 + Int(bytes[15])
        guard length <= longest else { throw ProxyHeaderError("its PROXY header is longer than \(longest) bytes") }
        guard length >= fixedLength + count else {
            throw ProxyHeaderError("its PROXY header is too short for its addresses")
        }
        guard bytes.count >= length else { return nil }
        guard count > 0 else { return (.local, length) }
        var body: [UInt8] = []
        for index in fixedLength..<length { body.append(bytes[index]) }
        let (client, server) = addresses(body[..<count], family: bytes[13])
        let isSecure = try isSecure(body[count...])
        return (.proxied(client: client, server: server, isSecure: isSecure), length)
    }

    /// How many bytes the addresses of that family and transport take; 0 when they say nothing.
    private static func addressLength(_ family: UInt8) throws(ProxyHeaderError) -> Int {
        switch family {
        case 0x00: return 0
        case 0x11: return 12
        case 0x21: return 36
        case 0x31: return 216
        case 0x12, 0x22, 0x32: throw ProxyHeaderError("its PROXY header speaks of datagrams")
        default: throw ProxyHeaderError("its PROXY header has an address family that does not exist")
        }
    }

    private static func addresses(
        _ body: ArraySlice<UInt8>, family: UInt8
    ) -> (client: EndpointAddress, server: EndpointAddress) {
        let port = { (start: Int) in UInt16(body[start]) << 8 | UInt16(body[start + 1]) }
        let word = { (range: Range<Int>) in EndpointAddress.word(body[range]) }
        switch family {
        case 0x11:
            return (
                .ipv4(UInt32(word(0..<4)), port: port(8)), .ipv4(UInt32(word(4..<8)), port: port(10))
            )
        case 0x21:
            return (
                .ipv6(high: word(0..<8), low: word(8..<16), port: port(32), scope: 0),
                .ipv6(high: word(16..<24), low: word(24..<32), port: port(34), scope: 0)
            )
        default:
            let path = { (bytes: ArraySlice<UInt8>) in
                EndpointAddress.unix(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
            }
            return (path(body[..<108]), path(body[108...]))
        }
    }

    /// What the statement PP2_TYPE_SSL says; nil without one.
    private static func isSecure(_ statements: ArraySlice<UInt8>) throws(ProxyHeaderError) -> Bool? {
        var rest = statements
        var isSecure: Bool?
        while !rest.isEmpty {
            let start = rest.startIndex
            guard rest.count >= 3 else { throw malformedStatement }
            let length = Int(rest[start + 1]) << 8 + Int(rest[start + 2])
            guard rest.count >= 3 + length else { throw malformedStatement }
            if rest[start] == 0x20 {
                guard length >= 5 else { throw malformedStatement }
                // PP2_CLIENT_SSL
                isSecure = rest[start + 3] & 1 == 1
            }
            rest = rest[(start + 3 + length)...]
        }
        return isSecure
    }

    private static var malformedStatement: ProxyHeaderError {
        ProxyHeaderError("its PROXY header is cut off inside of a statement")
    }
}
