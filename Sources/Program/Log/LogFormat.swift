import Configuration
import Glibc
import HTTPCodec
import Logging
import OperatingSystem

/// One line per event on standard error: time, level, sentence, and what belongs to it as `name=value`.
struct LogFormat: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    /// The process that logs: `modhost`, or `worker 1`.
    private let speaker: String
    private let gate: LogGate?

    init(speaker: String, level: Logger.Level, gate: LogGate? = nil) {
        self.speaker = speaker
        self.gate = gate
        logLevel = level
    }

    /// A logger in this format, whose lines wait behind `gate`.
    static func logger(speaker: String, level: LogLevel, gate: LogGate? = nil) -> Logger {
        let level = Logger.Level(rawValue: level.rawValue) ?? .info
        return Logger(label: speaker) { LogFormat(speaker: $0, level: level, gate: gate) }
    }

    /// The variable of the environment that says how much the log tells.
    static let levelVariable = "MODHOST_LOG_LEVEL"

    /// What it says, trace to critical; nil if it says nothing.
    static func levelOfEnvironment() -> LogLevel? {
        getenv(levelVariable).flatMap { LogLevel(rawValue: String(cString: $0)) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = "\(Self.now()) \(event.level) \(speaker): \(event.message)"
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(name)=\(Self.quoted("\(value)"))" }
        if let gate { gate.write(line) } else { StandardError.write(line) }
    }

    /// Values with spaces in quotes, and nothing that could fake another line.
    private static func quoted(_ text: String) -> String {
        let clean = String(text.map { $0.isNewline || $0 == "\"" ? "'" : isControl($0) ? " " : $0 })
        return clean.contains(" ") || clean.isEmpty ? "\"\(clean)\"" : clean
    }

    private static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    private static func now() -> String { CivilTime(secondsSinceEpoch: Int64(time(nil))).timestamp }
}

/// Holds the log back until the process serves: if the start fails, the reason is printed and the log is not.
final class LogGate: Sendable {
    /// nil once the gate is open.
    private let held = Lock<[String]?>([])

    /// Writes a line, or keeps it. Any thread.
    func write(_ line: String) {
        let isOpen = held.withLock { lines in
            lines?.append(line)
            return lines == nil
        }
        if isOpen { StandardError.write(line) }
    }

    /// Writes what was kept, and everything from now on. Called once, when the process is ready.
    func open() {
        let lines = held.withLock { lines in
            defer { lines = nil }
            return lines ?? []
        }
        for line in lines { StandardError.write(line) }
    }
}
