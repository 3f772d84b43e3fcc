package import ModuleHost

/// The addresses of proxies whose word is taken for whom a request comes from. A value.
package struct TrustedProxies: Sendable, Equatable {
    private var networks: [AddressNetwork] = []
    /// Everything that comes by a unix socket.
    private var includesUnix = false

    /// Nobody.
    package init() {}

    /// Reads addresses such as `10.0.0.0/8`, `192.0.2.1`, `fd00::/8`, and `unix:` for all that comes by unix sockets.
    ///
    /// Throws a sentence that names the address that is wrong, what is wrong with it and how to write it.
    package init(parsing texts: [String]) throws(TrustedProxyError) {
        for text in texts {
            if text == "unix:" {
                includesUnix = true
            } else {
                networks.append(try AddressNetwork(parsing: text))
            }
        }
    }

    /// Whether nobody is trusted.
    package var isEmpty: Bool { networks.isEmpty && !includesUnix }

    /// Whether the address is one of them. An IPv4 address in an IPv6 one (`::ffff:192.0.2.1`) counts as what it is.
    package func contains(_ address: ConnectionAddress) -> Bool {
        switch address {
        case .unix: includesUnix
        case .ipv4, .ipv6: networks.contains { $0.contains(address) }
        }
    }
}
