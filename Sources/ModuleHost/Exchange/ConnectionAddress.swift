import Glibc

/// The address of one end of a connection.
package enum ConnectionAddress: Sendable, Equatable {
    /// Four bytes in network order, and the port.
    case ipv4(UInt32, port: UInt16)
    /// Sixteen bytes in network order as two big-endian words, the port and the scope.
    case ipv6(high: UInt64, low: UInt64, port: UInt16, scope: UInt32)
    /// A unix socket, by its path.
    case unix(String)
}

extension ConnectionAddress {
    /// Writes the address as a `sockaddr` to zeroed memory with room for a `sockaddr_storage`.
    func store(to memory: UnsafeMutableRawPointer) {
        switch self {
        case .ipv4(let bytes, let port):
            var value = sockaddr_in()
            value.sin_family = sa_family_t(AF_INET)
            value.sin_port = port.bigEndian
            value.sin_addr.s_addr = bytes.bigEndian
            memory.storeBytes(of: value, as: sockaddr_in.self)
        case .ipv6(let high, let low, let port, let scope):
            var value = sockaddr_in6()
            value.sin6_family = sa_family_t(AF_INET6)
            value.sin6_port = port.bigEndian
            value.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &value.sin6_addr) {
                $0.storeBytes(of: high.bigEndian, as: UInt64.self)
                $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            memory.storeBytes(of: value, as: sockaddr_in6.self)
        case .unix(let path):
            var value = sockaddr_un()
            value.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &value.sun_path) { target in
                for (index, byte) in path.utf8.prefix(target.count - 1).enumerated() { target[index] = byte }
            }
            memory.storeBytes(of: value, as: sockaddr_un.self)
        }
    }
}

extension ConnectionAddress {
    /// As text, without the port: `127.0.0.1`, `::1`, or the path of a unix socket.
    package var host: String {
        switch self {
        case .ipv4(let bytes, _):
            return "\(bytes >> 24).\(bytes >> 16 & 255).\(bytes >> 8 & 255).\(bytes & 255)"
        case .ipv6(let high, let low, _, _):
            var address = in6_addr()
            withUnsafeMutableBytes(of: &address) {
                $0.storeBytes(of: high.bigEndian, as: UInt64.self)
                $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
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

extension ConnectionAddress {
    /// Whether a client at this address, which reached `server`, is on the same machine.
    package func isLocal(at server: ConnectionAddress) -> Bool {
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
    private var unmapped: ConnectionAddress {
        guard case .ipv6(0, let low, let port, _) = self, low >> 32 == 0xFFFF else { return self }
        return .ipv4(UInt32(truncatingIfNeeded: low), port: port)
    }
}
