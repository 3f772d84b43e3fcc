/// Which proxies are believed about the client of a request.
package struct ProxyConfiguration: Codable, Sendable, Equatable {
    /// Their addresses as `TrustedProxies` in HTTPFront reads them: 10.0.0.1, 10.0.0.0/8, ::1, or unix: for all that comes by unix
    /// sockets.
    package var trusted: [String] = []
    /// Each connection begins with a header of the PROXY protocol.
    package var expectsHeader = false

    /// Nobody is believed.
    package init() {}
}
