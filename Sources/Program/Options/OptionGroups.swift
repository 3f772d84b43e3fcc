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
            "Symbolic links below the root: 'inside' (if not given) follows those that lead to something below it, 'any' all, 'none' none.",
            valueName: "which"))
    var symlinks: SymbolicLinks?

    /// Says what the options do. A folder that is named must be there.
    func fill(_ overrides: inout ConfigurationOverrides) throws(StartFailure) {
        if let symlinks { overrides.set("symlinks", to: symlinks.rawValue, in: "modhost/site") }
        guard let root else { return }
        let whole = try AbsolutePath.of(root, option: "--root")
        if let reason = Self.objection(to: whole) { throw StartFailure(description: "--root \(root)\(reason)") }
        overrides.set("root", to: whole, in: "modhost/site")
    }

    /// What is wrong with a folder that is to have `content`, as the end of a sentence that begins with its name; nil for nothing.
    static func objection(to root: String, _ content: String = "the site's files") -> String? {
        var status = stat()
        guard stat(root, &status) == 0 else {
            return ": \(String(cString: strerror(errno))); name a folder that modhost may read."
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return " is no folder; name the folder that holds \(content)."
        }
        return nil
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

/// How much the log tells, where it goes and how its lines look.
struct LogOptions: ParsableArguments {
    @Option(
        name: .customLong("log"),
        help: ArgumentHelp(
            "Write the log to this file instead of standard error. SIGUSR1 opens the file anew.", valueName: "path"),
        completion: .file())
    var path: String?

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "How much it tells: trace, debug, info (if nothing is said), notice, warning, error or critical.",
            valueName: "level"),
        completion: .list(LogLevel.allCases.map(\.rawValue)))
    var levelName: String?

    @Option(
        name: .customLong("log-format"),
        help: ArgumentHelp("How the lines look: text (if nothing is said) or json.", valueName: "format"),
        completion: .list(LogForm.allCases.map(\.rawValue)))
    var formatName: String?

    /// The variable of the environment that says how much the log tells, where no option does.
    static let levelVariable = "MODHOST_LOG_LEVEL"

    /// Says what the options and the variable do.
    func fill(_ overrides: inout ConfigurationOverrides) throws {
        if let name = levelName {
            let level = try Self.choice(name, LogLevel.self, of: "--log-level")
            overrides.set("level", to: level.rawValue, in: "modhost/log")
        } else if let name = getenv(Self.levelVariable).map({ String(cString: $0) }), !name.isEmpty {
            let level = try Self.choice(name, LogLevel.self, of: Self.levelVariable)
            let place = ConfigurationPlace(file: Self.levelVariable)
            overrides.set("level", to: level.rawValue, in: "modhost/log", at: place)
        }
        if let name = formatName {
            let form = try Self.choice(name, LogForm.self, of: "--log-format")
            overrides.set("format", to: form.rawValue, in: "modhost/log")
        }
        guard path != "", path != "-" else {
            throw ValidationError(
                "--log takes a path, such as --log /var/log/modhost/error.log; without it the log goes to standard error."
            )
        }
        guard let path else { return }
        overrides.set("file", to: try AbsolutePath.of(path, option: "--log"), in: "modhost/log")
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Choice.Type, of option: String
    ) throws -> Choice {
        if let choice = Choice(rawValue: name.lowercased()) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let known = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        throw ValidationError("\(option) takes \(known), not '\(name)'.")
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
    var formatName: String?

    /// Says what the options do.
    func fill(_ overrides: inout ConfigurationOverrides) throws {
        if let formatName {
            guard AccessLogFormat(rawValue: formatName) != nil else {
                throw ValidationError("--access-log-format takes w3c, combined or json, not '\(formatName)'.")
            }
            overrides.set("format", to: formatName, in: "modhost/log", child: "access")
        }
        guard path != "" else {
            throw ValidationError("--access-log takes a path, such as --access-log /var/log/modhost/access.log.")
        }
        guard let path else { return }
        let whole = path == "-" ? path : try AbsolutePath.of(path, option: "--access-log")
        overrides.set("file", to: whole, in: "modhost/log", child: "access")
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

    /// Says what the options do.
    func fill(_ overrides: inout ConfigurationOverrides) throws {
        var proxies = ProxyConfiguration()
        proxies.trusted = trusted
        do throws(TrustedProxyError) {
            _ = try ProxyPolicy(proxies)
        } catch {
            throw ValidationError("\(error)")
        }
        if !trusted.isEmpty { overrides.replaceItems("address", trusted, in: "modhost/proxies", child: "trusted") }
        if expectsHeader { overrides.set("expectsHeader", to: "true", in: "modhost/proxies") }
    }

    /// Whose headers are to be believed has to be said.
    static let needsTrust = ValidationError(
        "--proxy-protocol needs --trust-proxy, which says whose headers to believe, as in --trust-proxy 10.0.0.1.")
}
