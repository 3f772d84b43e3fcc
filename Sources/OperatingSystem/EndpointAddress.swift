import Glibc

/// The address of one end of a connection, or of a socket that listens: what the system calls a `sockaddr`. A value.
///
/// `EndpointAddress+System.swift` has the system's form of it.
package enum EndpointAddress: Sendable, Hashable {
    /// Four bytes in network order, and the port.
    case ipv4(UInt32, port: UInt16)
    /// Sixteen bytes in network order as two big-endian words, the port and the scope.
    case ipv6(high: UInt64, low: UInt64, port: UInt16, scope: UInt32)
    /// A unix socket, by its path.
    case unix(String)

    /// Reads a numeric IPv4 or IPv6 address, without brackets, port or zone; nil if it is none. Names are never looked up.
    package init?(numeric text: String, port: UInt16) {
        // C would read a text with a zero byte only up to there.
        guard !text.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self = .ipv4(UInt32(truncatingIfNeeded: Self.word(bytes[..<4])), port: port)
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self = .ipv6(high: Self.word(bytes[..<8]), low: Self.word(bytes[8...]), port: port, scope: 0)
        } else {
            return nil
        }
    }

    /// Up to eight bytes, the first in the highest place.
    package static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    /// The same with another port; a unix socket has none.
    package func withPort(_ port: UInt16) -> EndpointAddress {
        switch self {
        case .ipv4(let bytes, _): .ipv4(bytes, port: port)
        case .ipv6(let high, let low, _, let scope): .ipv6(high: high, low: low, port: port, scope: scope)
        case .unix: self
        }
    }
}

extension EndpointAddress {
    /// As text, without the port: `127.0.0.1`, `::1`, or the path of a unix socket.
    package var host: String {
        switch self {
        case .ipv4(let bytes, _):
            return "\(bytes >> 24).\(bytes >> 16 & 255).\(bytes >> 8 & 255).\(bytes & 255)"
        case .ipv6(let high, let low, _, _):
            var address = in6_addr(high: high, low: low)
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "::" }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        case .unix(let path): return path
        }
    }

    /// What a URL names it by, with the port: `127.0.0.1:80`, `[::1]:80`; a unix socket is on this host, and has none.
    package var authority: String {
        switch self {
        case .ipv4(_, let port): "\(host):\(port)"
        case .ipv6(_, _, let port, _): "[\(host)]:\(port)"
        case .unix: "localhost"
        }
    }

    /// As modules and logs show it, without the port: the numeric address, or `unix:` and the path of the socket.
    package var name: String { if case .unix(let path) = self { "unix:\(path)" } else { host } }

    /// The port; 0 for a unix socket.
    package var port: UInt16 {
        switch self {
        case .ipv4(_, let port), .ipv6(_, _, let port, _): port
        case .unix: 0
        }
    }
}

extension EndpointAddress {
    /// Whether a client at this address, which reached `server`, is on the same machine.
    package func isLocal(at server: EndpointAddress) -> Bool {
        switch (unmapped, server.unmapped) {
        case (.unix, _): true
        case (.ipv4(let address, _), .ipv4(let own, _)): address >> 24 == 127 || address == own
        case (.ipv4(let address, _), _): address >> 24 == 127
        case (.ipv6(let high, let low, _, let scope), let server):
            if high == 0, low == 1 { true } else { server.isIPv6(high, low, scope) }
        }
    }

    private func isIPv6(_ high: UInt64, _ low: UInt64, _ scope: UInt32) -> Bool {
        guard case .ipv6(high, low, _, scope) = self else { return false }
        return true
    }

    /// The IPv4 address that an address ::ffff:a.b.c.d stands for; else the address itself.
    private var unmapped: EndpointAddress {
        guard case .ipv6(0, let low, let port, _) = self, low >> 32 == 0xFFFF else { return self }
        return .ipv4(UInt32(truncatingIfNeeded: low), port: port)
    }
}
