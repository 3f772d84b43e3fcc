import ModuleHost

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
            let client = ConnectionAddress(numeric: parts[1], port: source),
            let server = ConnectionAddress(numeric: parts[2], port: destination)
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
