import ArgumentParser
import HTTPFront

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

    func validate() throws {
        guard AccessLogFormat(rawValue: formatName) != nil else {
            throw ValidationError("--access-log-format takes w3c, combined or json, not '\(formatName)'.")
        }
        guard path != "" else {
            throw ValidationError("--access-log takes a path, such as --access-log /var/log/modhost/access.log.")
        }
    }

    /// How the lines look.
    var format: AccessLogFormat { AccessLogFormat(rawValue: formatName) ?? .w3c }

    /// The arguments with which a worker is told the same: with the whole path, since a module may change the working folder
    /// before the file is opened anew.
    func arguments() throws(StartFailure) -> [String] {
        guard let path else { return [] }
        let whole = path == "-" ? path : try AbsolutePath.of(path, option: "--access-log")
        return ["--access-log", whole, "--access-log-format", formatName]
    }
}
