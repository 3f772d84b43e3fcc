import ArgumentParser
import Configuration

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
