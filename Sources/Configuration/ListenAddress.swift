/// An address to listen on. A value; encoded as the text that `init(parsing:)` reads.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four bytes and a port; port 0 lets the system choose.
    case ipv4([UInt8], port: UInt16)

    /// Sixteen bytes and a port; port 0 lets the system choose.
    case ipv6([UInt8], port: UInt16)

    /// The path of a socket file.
    case unix(path: String)

    /// Bytes that the path of a socket file may have.
    package static let pathLimit = 107

    /// Reads "127.0.0.1:8080", "[::1]:8080" or "unix:/path".
    ///
    /// Throws a sentence that names what is wrong with `text` and how to write it.
    package init(parsing text: String) throws(ConfigurationError) {
        if text.hasPrefix("unix:") {
            self = try Self.unixAddress(text)
        } else if text.hasPrefix("[") {
            self = try Self.ipv6Address(text)
        } else {
            self = try Self.ipv4Address(text)
        }
    }

    /// The address as `init(parsing:)` reads it.
    package var description: String {
        switch self {
        case .ipv4(let bytes, let port): "\(NumericAddress.text(ofIPv4: bytes)):\(port)"
        case .ipv6(let bytes, let port): "[\(NumericAddress.text(ofIPv6: bytes))]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// The port; nil for a socket file.
    package var port: UInt16? {
        switch self {
        case .ipv4(_, let port), .ipv6(_, let port): port
        case .unix: nil
        }
    }

    /// The same with another port; a socket file has none.
    package func withPort(_ port: UInt16) -> ListenAddress {
        switch self {
        case .ipv4(let bytes, _): .ipv4(bytes, port: port)
        case .ipv6(let bytes, _): .ipv6(bytes, port: port)
        case .unix: self
        }
    }

    private static func unixAddress(_ text: String) throws(ConfigurationError) -> ListenAddress {
        let path = String(text.dropFirst("unix:".count))
        guard path.hasPrefix("/") else {
            throw notUnderstood(text, "the path of a socket must be absolute, as in unix:/run/modhost.sock")
        }
        guard !path.utf8.contains(0) else { throw notUnderstood(text, "the path contains a zero byte") }
        guard path.utf8.count <= pathLimit else {
            throw notUnderstood(text, "the path of a socket may have at most \(pathLimit) bytes; use a shorter one")
        }
        return .unix(path: path)
    }

    private static func ipv6Address(_ text: String) throws(ConfigurationError) -> ListenAddress {
        let remedy = "write an IPv6 address as in [::1]:8080"
        guard let end = text.lastIndex(of: "]"), text[text.index(after: end)...].hasPrefix(":") else {
            throw notUnderstood(text, remedy)
        }
        let host = String(text[text.index(after: text.startIndex)..<end])
        guard let bytes = NumericAddress.ipv6(host) else {
            throw notUnderstood(text, "\"\(host)\" is no IPv6 address; \(remedy)")
        }
        return .ipv6(bytes, port: try port(text[text.index(end, offsetBy: 2)...], of: text))
    }

    private static func ipv4Address(_ text: String) throws(ConfigurationError) -> ListenAddress {
        let remedy = "write an address as in 127.0.0.1:8080, [::1]:8080 or unix:/run/modhost.sock"
        guard let colon = text.lastIndex(of: ":") else { throw notUnderstood(text, "it has no port; \(remedy)") }
        let host = String(text[..<colon])
        guard let bytes = NumericAddress.ipv4(host) else {
            let reason =
                NumericAddress.ipv6(host) != nil || NumericAddress.ipv6(text) != nil
                ? "an IPv6 address needs brackets; \(remedy)"
                : "\"\(host)\" is no IPv4 address, and names are not looked up; \(remedy)"
            throw notUnderstood(text, reason)
        }
        return .ipv4(bytes, port: try port(text[text.index(after: colon)...], of: text))
    }

    private static func port(_ digits: Substring, of text: String) throws(ConfigurationError) -> UInt16 {
        let areDigits = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard areDigits, let port = UInt16(digits) else {
            throw notUnderstood(text, "\"\(digits)\" is no port; ports are numbers from 0 to 65535")
        }
        return port
    }

    private static func notUnderstood(_ text: String, _ reason: String) -> ConfigurationError {
        ConfigurationError("cannot listen on \"\(text)\": \(reason)")
    }
}

extension ListenAddress: Codable {
    package init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
