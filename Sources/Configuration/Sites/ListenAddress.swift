package import OperatingSystem

/// An address to listen on, as a user writes it. A value; encoded as the text that `init(parsing:)` reads.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address itself; port 0 lets the system choose.
    package let endpoint: EndpointAddress

    /// Listens on `endpoint`.
    package init(_ endpoint: EndpointAddress) { self.endpoint = endpoint }

    /// Reads "127.0.0.1:8080", "[::1]:8080" or "unix:/path".
    ///
    /// Throws a sentence that names what is wrong with `text` and how to write it.
    package init(parsing text: String) throws(ConfigurationError) {
        if text.hasPrefix("unix:") {
            endpoint = try Self.unixAddress(text)
        } else if text.hasPrefix("[") {
            endpoint = try Self.ipv6Address(text)
        } else {
            endpoint = try Self.ipv4Address(text)
        }
    }

    /// The address as `init(parsing:)` reads it.
    package var description: String {
        if case .unix = endpoint { endpoint.name } else { endpoint.authority }
    }

    private static func unixAddress(_ text: String) throws(ConfigurationError) -> EndpointAddress {
        let path = String(text.dropFirst("unix:".count))
        guard path.hasPrefix("/") else {
            throw notUnderstood(text, "the path of a socket must be absolute, as in unix:/run/modhost.sock")
        }
        guard !path.utf8.contains(0) else { throw notUnderstood(text, "the path contains a zero byte") }
        guard path.utf8.count <= EndpointAddress.pathLimit else {
            let limit = EndpointAddress.pathLimit
            throw notUnderstood(text, "the path of a socket may have at most \(limit) bytes; use a shorter one")
        }
        return .unix(path)
    }

    private static func ipv6Address(_ text: String) throws(ConfigurationError) -> EndpointAddress {
        let remedy = "write an IPv6 address as in [::1]:8080"
        guard let end = text.lastIndex(of: "]"), text[text.index(after: end)...].hasPrefix(":") else {
            throw notUnderstood(text, remedy)
        }
        let host = String(text[text.index(after: text.startIndex)..<end])
        guard let address = EndpointAddress(numeric: host, port: 0), case .ipv6 = address else {
            throw notUnderstood(text, "\"\(host)\" is no IPv6 address; \(remedy)")
        }
        return address.withPort(try port(text[text.index(end, offsetBy: 2)...], of: text))
    }

    private static func ipv4Address(_ text: String) throws(ConfigurationError) -> EndpointAddress {
        let remedy = "write an address as in 127.0.0.1:8080, [::1]:8080 or unix:/run/modhost.sock"
        guard let colon = text.lastIndex(of: ":") else {
            if let port = UInt16(text) { throw notUnderstood(text, "it is a port alone; \(example(port))") }
            throw notUnderstood(text, "it has no port; \(remedy)")
        }
        let host = String(text[..<colon])
        if ["", "*", "localhost"].contains(host.lowercased()), let port = UInt16(text[text.index(after: colon)...]) {
            let reason = host.isEmpty ? "it has no address" : "\"\(host)\" is no IPv4 address"
            throw notUnderstood(text, "\(reason); \(example(port))")
        }
        let address = EndpointAddress(numeric: host, port: 0)
        guard let address, case .ipv4 = address else {
            let reason =
                address != nil || EndpointAddress(numeric: text, port: 0) != nil
                ? "an IPv6 address needs brackets; \(remedy)"
                : "\"\(host)\" is no IPv4 address, and names are not looked up; \(remedy)"
            throw notUnderstood(text, reason)
        }
        return address.withPort(try port(text[text.index(after: colon)...], of: text))
    }

    private static func example(_ port: UInt16) -> String {
        "write 127.0.0.1:\(port) for this machine alone, or 0.0.0.0:\(port) for all that reach it"
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
