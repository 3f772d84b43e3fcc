import ArgumentParser
import Configuration
import Glibc
import HTTPFront

/// The folder that the site serves.
struct SiteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder whose files URLs stand for.", valueName: "folder"))
    var root: String?

    @Option(
        help: ArgumentHelp(
            "Symbolic links below the root: 'inside' follows those that lead to something below it, 'any' all, 'none' none.",
            valueName: "which"))
    var symlinks: SymbolicLinks = .inside

    /// Puts the options into their fields. A folder that is named must be there.
    func fill(_ site: inout SiteConfiguration) throws(StartFailure) {
        site.symbolicLinks = symlinks
        guard let root else { return }
        site.root = try AbsolutePath.of(root, option: "--root")
        var status = stat()
        guard stat(site.root, &status) == 0 else {
            throw StartFailure(
                description: "--root \(root): \(String(cString: strerror(errno))); name a folder that modhost may read."
            )
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw StartFailure(description: "--root \(root) is no folder; name the folder that holds the site's files.")
        }
    }
}

extension SymbolicLinks: ExpressibleByArgument {}

extension AbsolutePath {
    /// The whole path of what `option` names. Throws if the path is relative and the working folder has been removed.
    static func of(_ path: String, option: String) throws(StartFailure) -> String {
        if let whole = of(path) { return whole }
        throw StartFailure(
            description:
                "\(option) \(path): the working folder is not there any more; change to one that is, or give the whole path"
        )
    }
}

/// Where the access log goes and how its lines look. No log without `--access-log`.
struct AccessLogOptions: ParsableArguments {
    @Option(
        name: .customLong("access-log"),
        help: ArgumentHelp(
            "Write a line for each request to this file, or to standard output for -. SIGUSR1 opens the file anew.",
            valueName: "path"),
        completion: .file())
    var path: String?

    @Option(
        name: .customLong("access-log-format"),
        help: ArgumentHelp(
            "How the lines look: w3c with the field names of IIS, combined, or json.", valueName: "format"),
        completion: .list(AccessLogFormat.allCases.map(\.rawValue)))
    var formatName = AccessLogFormat.w3c.rawValue

    /// What the options say; nil if no log is written.
    func configuration() throws -> AccessLogConfiguration? {
        guard let format = AccessLogFormat(rawValue: formatName) else {
            throw ValidationError("--access-log-format takes w3c, combined or json, not '\(formatName)'.")
        }
        guard path != "" else {
            throw ValidationError("--access-log takes a path, such as --access-log /var/log/modhost/access.log.")
        }
        guard let path else { return nil }
        let whole = path == "-" ? path : try AbsolutePath.of(path, option: "--access-log")
        return AccessLogConfiguration(path: whole, format: format)
    }
}

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
