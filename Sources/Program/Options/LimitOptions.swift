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

    /// Says of the limits that are named what they are.
    func fill(_ overrides: inout ConfigurationOverrides) throws {
        for text in limits {
            let (name, value) = try Self.split(text)
            guard let limit = Limit.all.first(where: { $0.name == name }) else {
                throw ValidationError("--limit does not know '\(name)'; 'modhost serve --help' lists the names.")
            }
            if !limit.canBeZero, !(1...1 << 31).contains(value) {
                throw ValidationError("--limit \(text): this limit cannot be 0, nor more than 2,147,483,648.")
            }
            if limit.name != "body", value > 1 << 31 {
                throw ValidationError("--limit \(text): this limit cannot be more than 2,147,483,648.")
            }
            overrides.set(limit.attribute, to: "\(value)\(limit.isTime ? "s" : "")", in: Limit.section)
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

/// One limit: its name on the command line, what it means, and its attribute. A new limit is a field in
/// `ClientLimits` (`Sources/Configuration/Server/ServerConfiguration.swift`), an attribute of the section `modhost/limits`, a line
/// here, and its use.
private struct Limit: Sendable {
    static let section = "modhost/limits"

    let name: String
    let attribute: String
    /// Name, default and meaning, for `--help`.
    let help: String
    let canBeZero: Bool
    let isTime: Bool

    init(_ name: String, _ attribute: String, _ meaning: String, canBeZero: Bool = false) {
        self.name = name
        self.attribute = attribute
        self.canBeZero = canBeZero
        let value = SchemaSet.builtIn.section(Self.section)?.root.attribute(attribute)?.defaultValue
        if case .timeSpan = value { isTime = true } else { isTime = false }
        help = "\(name)=\(value?.seconds ?? value?.number ?? 0) (\(meaning))"
    }

    static let all = [
        Limit("body", "body", "bytes of a request's body, 413", canBeZero: true),
        Limit("headers", "headers", "bytes of all header fields, 431"),
        Limit("header-count", "headerCount", "431"),
        Limit("head-time", "headTime", "seconds for a head, 408"),
        Limit("body-rate", "bodyRate", "bytes a second, 408", canBeZero: true),
        Limit("idle-time", "idleTime", "seconds between requests"),
        Limit("write-time", "writeTime", "seconds without progress"),
        Limit("drain-time", "drainTime", "seconds for one more request when the server ends"),
        Limit("requests", "requests", "per connection", canBeZero: true),
        Limit("connections", "connections", "of one worker, 503", canBeZero: true),
        Limit("connections-per-address", "connectionsPerAddress", "503", canBeZero: true),
        Limit("queue", "queue", "requests that wait for a thread, 503"),
        Limit("threads", "threads", "of the pool"),
    ]
}
