import ArgumentParser
import Executors
import HTTPFront
import ModuleHost

/// `--limit NAME=VALUE`: what one client may ask of the server.
struct LimitOptions: ParsableArguments {
    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "What a client may ask; several times. Sizes take k, m or g, 0 is no limit where that makes sense.",
            discussion: """
                body=30000000 (bytes of a request's body, 413), headers=16384 (bytes of all header fields, 431), \
                header-count=100 (431), head-time=15 (seconds for a head, 408), body-rate=240 (bytes a second, 408), \
                idle-time=120 (seconds between requests), write-time=60 (seconds without progress), drain-time=1 (seconds for one \
                more request when the server ends), \
                requests=0 (per connection), connections=0, connections-per-address=0 (503), queue=4096 (requests that wait for \
                a thread, 503), threads=512 (of the pool)
                """,
            valueName: "name=value"))
    var limits: [String] = []

    func validate() throws { _ = try parsed() }

    /// The limits of the front and of the thread pool.
    func parsed() throws -> (front: FrontLimits, pool: WorkerPoolLimits) {
        var front = FrontLimits()
        var threads = WorkerPoolLimits().maximum
        var queue = WorkerPoolLimits().queue
        for text in limits {
            let (name, value) = try Self.split(text)
            switch name {
            case "body": front.bodyBytes = UInt64(value)
            case "headers": front.headerBytes = try Self.positive(value, text)
            case "header-count": front.headerCount = try Self.positive(value, text)
            case "head-time": front.headSeconds = Int64(try Self.positive(value, text))
            case "body-rate": front.bodyBytesPerSecond = value
            case "idle-time": front.idleSeconds = Int64(try Self.positive(value, text))
            case "drain-time": front.drainSeconds = Int64(try Self.positive(value, text))
            case "write-time": front.writeSeconds = Int64(try Self.positive(value, text))
            case "requests": front.requestsPerConnection = value
            case "connections": front.connections = value
            case "connections-per-address": front.connectionsPerAddress = value
            case "queue": queue = try Self.positive(value, text)
            case "threads": threads = try Self.positive(value, text)
            default:
                throw ValidationError("--limit does not know '\(name)'; 'modhost serve --help' lists the names.")
            }
        }
        return (front, WorkerPoolLimits(maximum: threads, queue: queue))
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

    private static func positive(_ value: Int, _ text: String) throws -> Int {
        guard value > 0, value <= 1 << 31 else {
            throw ValidationError("--limit \(text): this limit cannot be 0, nor more than 2,147,483,648.")
        }
        return value
    }
}
