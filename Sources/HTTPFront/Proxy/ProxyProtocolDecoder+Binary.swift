import ModuleHost

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
    ) -> (client: ConnectionAddress, server: ConnectionAddress) {
        let port = { (start: Int) in UInt16(body[start]) << 8 | UInt16(body[start + 1]) }
        let word = { (range: Range<Int>) in ConnectionAddress.word(body[range]) }
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
                ConnectionAddress.unix(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
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
