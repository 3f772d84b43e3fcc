import ArgumentParser
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

    func validate() throws {
        guard try !policy().trusted.isEmpty || !expectsHeader else {
            throw ValidationError(
                "--proxy-protocol needs --trust-proxy, which says whose headers to believe, as in --trust-proxy 10.0.0.1."
            )
        }
    }

    /// What the front is told.
    func policy() throws -> ProxyPolicy {
        do throws(TrustedProxyError) {
            return ProxyPolicy(trusted: try TrustedProxies(parsing: trusted), expectsHeader: expectsHeader)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    /// The arguments with which a worker is told the same.
    var arguments: [String] {
        trusted.flatMap { ["--trust-proxy", $0] } + (expectsHeader ? ["--proxy-protocol"] : [])
    }
}
