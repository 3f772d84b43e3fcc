package import Configuration
package import OperatingSystem

/// The addresses of proxies that are believed about the client of a request. A value.
package struct TrustedProxies: Sendable, Equatable {
    private var networks: [AddressNetwork] = []
    /// Everything that comes by a unix socket.
    private var includesUnix = false

    /// No proxy.
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

    /// Whether no proxy is trusted.
    package var isEmpty: Bool { networks.isEmpty && !includesUnix }

    /// Whether the address is one of them. An IPv4 address in an IPv6 one (`::ffff:192.0.2.1`) counts as what it is.
    package func contains(_ address: EndpointAddress) -> Bool {
        switch address {
        case .unix: includesUnix
        case .ipv4, .ipv6: networks.contains { $0.contains(address) }
        }
    }
}

/// What is wrong with the address of a trusted proxy. One sentence with the remedy.
package struct TrustedProxyError: Error, CustomStringConvertible, Equatable {
    package let description: String

    init(_ text: String, _ reason: String) { description = "\"\(text)\" is no address of a proxy: \(reason)" }
}

/// What a worker believes of proxies in front of it: a `ProxyConfiguration` in the form in which addresses are looked up fast.
package struct ProxyPolicy: Sendable, Equatable {
    /// The proxies that are believed about the client of a request.
    package var trusted: TrustedProxies
    /// Each connection begins with a header of the PROXY protocol. From peers that are not trusted it is read and not believed.
    package var expectsHeader: Bool

    /// Without arguments: no proxy is believed.
    package init(trusted: TrustedProxies = TrustedProxies(), expectsHeader: Bool = false) {
        self.trusted = trusted
        self.expectsHeader = expectsHeader
    }

    /// Throws a sentence that names the address that is wrong.
    package init(_ configuration: ProxyConfiguration) throws(TrustedProxyError) {
        self.init(
            trusted: try TrustedProxies(parsing: configuration.trusted), expectsHeader: configuration.expectsHeader)
    }

    /// Whether any proxy is believed.
    var isUsed: Bool { expectsHeader || !trusted.isEmpty }
}

/// The addresses that begin with certain bits. A value.
struct AddressNetwork: Sendable, Equatable {
    private let isIPv6: Bool
    /// The first address, in 128 bits. IPv4 takes the lowest 32.
    private let first: UInt128
    private let mask: UInt128

    /// Reads `192.0.2.1`, `10.0.0.0/8`, `::1` or `fd00::/8`.
    init(parsing text: String) throws(TrustedProxyError) {
        let remedy = "write it as in 10.0.0.0/8, 192.0.2.1, fd00::/8 or unix:"
        let slash = text.firstIndex(of: "/")
        let host = slash.map { String(text[..<$0]) } ?? text
        guard let address = EndpointAddress(numeric: host, port: 0) else {
            if host.hasPrefix("unix:") {
                throw TrustedProxyError(text, "peers on unix sockets have no names; unix: stands for all of them")
            }
            throw TrustedProxyError(
                text, "\"\(host)\" is no IPv4 or IPv6 address, and names are not looked up; \(remedy)")
        }
        let width: Int
        (isIPv6, first) = Self.number(address)
        width = isIPv6 ? 128 : 32
        let bits = slash.map { String(text[text.index(after: $0)...]) } ?? "\(width)"
        guard let count = Int(bits), bits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), count <= width else {
            throw TrustedProxyError(text, "behind the slash stands a number of bits from 0 to \(width); \(remedy)")
        }
        mask = count == 0 ? 0 : (UInt128.max << UInt128(width - count)) & (isIPv6 ? .max : 0xFFFF_FFFF)
        guard first & ~mask == 0 else {
            throw TrustedProxyError(
                text,
                "the address has bits beyond the first \(count); write \(Self.text(first & mask, isIPv6))/\(count)")
        }
    }

    func contains(_ address: EndpointAddress) -> Bool {
        let (isIPv6, number) = Self.number(address)
        if isIPv6 == self.isIPv6 { return number & mask == first }
        return isIPv6 && number >> 32 == 0xFFFF && number & 0xFFFF_FFFF & mask == first
    }

    private static func number(_ address: EndpointAddress) -> (isIPv6: Bool, UInt128) {
        switch address {
        case .ipv4(let bytes, _): (false, UInt128(bytes))
        case .ipv6(let high, let low, _, _): (true, UInt128(high) << 64 | UInt128(low))
        case .unix: (false, 0)
        }
    }

    private static func text(_ number: UInt128, _ isIPv6: Bool) -> String {
        let address =
            isIPv6
            ? EndpointAddress.ipv6(
                high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number), port: 0,
                scope: 0)
            : .ipv4(UInt32(truncatingIfNeeded: number), port: 0)
        return address.host
    }
}
