import ArgumentParser
import Configuration

/// `--limit NAME=VALUE`: what one client may ask of the server.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "What a client may ask; several times. Sizes take k, m or g, 0 is no limit where that makes sense.",
            discussion: Limit.all.map(\.help).joined(separator: ", "),
            valueName: "name=value"))
    var limits: [String] = []

    /// Puts the limits that are named into their fields.
    func fill(_ configuration: inout ServerConfiguration) throws {
        for text in limits {
            let (name, value) = try Self.split(text)
            guard let limit = Limit.all.first(where: { $0.name == name }) else {
                throw ValidationError("--limit does not know '\(name)'; 'modhost serve --help' lists the names.")
            }
            if !limit.canBeZero, !(1...1 << 31).contains(value) {
                throw ValidationError("--limit \(text): this limit cannot be 0, nor more than 2,147,483,648.")
            }
            limit.set(&configuration, value)
        }
    }

    private static func split(_ text: String) throws -> (name: String, value: Int) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let value = number(parts[1]) else {
            throw ValidationError("--limit takes NAME=NUMBER, such as --limit body=1g, not '\(text)'.")
        }
        return (String(parts[0]), value)
    }

    /// A number, with k, m or g for a thousand twenty-four, and so on.
    private static func number(_ text: Substring) -> Int? {
        let units: [Character: Int] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        var digits = text
        var unit = 1
        if let last = text.last?.lowercased().first, let found = units[last] {
            unit = found
            digits = text.dropLast()
        }
        guard let number = Int(digits), number >= 0, number <= Int.max / unit else { return nil }
        return number * unit
    }
}

/// One limit: its name on the command line, what it means, and its field. A new limit is a field in
/// `ClientLimits` (`Sources/Configuration/ServerConfiguration.swift`), a line here, and its use.
private struct Limit: Sendable {
    let name: String
    /// Name, default and meaning, for `--help`.
    let help: String
    let canBeZero: Bool
    let set: @Sendable (inout ServerConfiguration, Int) -> Void

    /// `field` is a path to a number of any kind; its default stands in the help.
    init<Number: FixedWidthInteger & SendableMetatype>(
        _ name: String, _ meaning: String, _ field: any WritableKeyPath<ServerConfiguration, Number> & Sendable,
        canBeZero: Bool = false
    ) {
        self.name = name
        help = "\(name)=\(ServerConfiguration()[keyPath: field]) (\(meaning))"
        self.canBeZero = canBeZero
        set = { $0[keyPath: field] = Number(clamping: $1) }
    }

    static let all = [
        Limit("body", "bytes of a request's body, 413", \.limits.bodyBytes, canBeZero: true),
        Limit("headers", "bytes of all header fields, 431", \.limits.headerBytes),
        Limit("header-count", "431", \.limits.headerCount),
        Limit("head-time", "seconds for a head, 408", \.limits.headSeconds),
        Limit("body-rate", "bytes a second, 408", \.limits.bodyBytesPerSecond, canBeZero: true),
        Limit("idle-time", "seconds between requests", \.limits.idleSeconds),
        Limit("write-time", "seconds without progress", \.limits.writeSeconds),
        Limit("drain-time", "seconds for one more request when the server ends", \.limits.drainSeconds),
        Limit("requests", "per connection", \.limits.requestsPerConnection, canBeZero: true),
        Limit("connections", "of one worker, 503", \.limits.connections, canBeZero: true),
        Limit("connections-per-address", "503", \.limits.connectionsPerAddress, canBeZero: true),
        Limit("queue", "requests that wait for a thread, 503", \.threadPool.queue),
        Limit("threads", "of the pool", \.threadPool.maximum),
    ]
}
