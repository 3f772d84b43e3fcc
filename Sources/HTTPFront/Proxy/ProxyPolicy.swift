/// What a worker believes of proxies in front of it.
package struct ProxyPolicy: Sendable, Equatable {
    /// Whose word is taken for whom a request comes from.
    package var trusted: TrustedProxies
    /// Each connection begins with a header of the PROXY protocol. From peers that are not trusted it is read and not believed.
    package var expectsHeader: Bool

    /// Without arguments: nobody is believed.
    package init(trusted: TrustedProxies = TrustedProxies(), expectsHeader: Bool = false) {
        self.trusted = trusted
        self.expectsHeader = expectsHeader
    }

    /// Whether anybody is believed at all.
    var isUsed: Bool { expectsHeader || !trusted.isEmpty }
}
