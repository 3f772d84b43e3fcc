package import ModuleHost

/// What the PROXY protocol says about a connection. A value.
package enum ProxyHeader: Sendable, Equatable {
    /// The proxy speaks for itself (a health check) or does not know: the connection's own addresses stand.
    case local
    /// The client, where it reached the proxy, and whether it used TLS; nil if the proxy does not say.
    case proxied(client: ConnectionAddress, server: ConnectionAddress, isSecure: Bool?)
}
