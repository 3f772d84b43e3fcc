import ArgumentParser
import Configuration
import HTTPFront

/// Which proxies are believed about the client of a request.
struct ProxyOptions: ParsableArguments {
    @Option(
        name: .customLong("trust-proxy"),
        help: ArgumentHelp(
            "Believe X-Forwarded-* and Forwarded from this proxy: 10.0.0.1, 10.0.0.0/8, ::1 or unix:. Several times.",
            valueName: "address"))
    var trusted: [String] = []

    @Flag(
        name: .customLong("proxy-protocol"),
        help: "Each connection begins with a header of the PROXY protocol, version 1 or 2; needs --trust-proxy.")
    var expectsHeader = false

    /// Puts the options into their fields.
    func fill(_ proxies: inout ProxyConfiguration) throws {
        proxies.trusted = trusted
        proxies.expectsHeader = expectsHeader
        do throws(TrustedProxyError) {
            _ = try ProxyPolicy(proxies)
        } catch {
            throw ValidationError("\(error)")
        }
        guard !trusted.isEmpty || !expectsHeader else {
            throw ValidationError(
                "--proxy-protocol needs --trust-proxy, which says whose headers to believe, as in --trust-proxy 10.0.0.1."
            )
        }
    }
}
