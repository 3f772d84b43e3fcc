import ModuleInterfaces

/// Whether the client is on this machine.
extension Exchange {
    /// Fields with which a proxy says that it stands between, whether it is trusted or not: anybody may say so, since
    /// it can only take something away.
    private static let proxyFields: [StaticString] = [
        "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
    ]

    /// Whether the client is on this machine: it came by loopback, from the address that it came to, or by a unix
    /// socket, and nothing says that a proxy stands between. Asked for errors only.
    var isClientLocal: Bool {
        guard let connection, !connection.isProxied, !state.pointee.isForwarded else { return false }
        let namesProxy = Self.proxyFields.contains { name in
            let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            return request.fields.value(named: name) != nil
        }
        return !namesProxy && connection.remote.isLocal(at: connection.local)
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
