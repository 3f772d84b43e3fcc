import Configuration
import Glibc
import HTTPCodec
import Logging
import OperatingSystem

/// One line per event: time, level, process, sentence, and what belongs to it, as text or as a JSON object.
struct LogFormat: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    /// The process that logs: `modhost`, or `worker 1`.
    private let speaker: String
    private let form: LogForm
    private let destination: LogDestination

    init(speaker: String, level: Logger.Level, form: LogForm, to destination: LogDestination) {
        self.speaker = speaker
        self.form = form
        self.destination = destination
        logLevel = level
    }

    /// A logger as it is configured.
    static func logger(speaker: String, _ configuration: LogConfiguration, to destination: LogDestination) -> Logger {
        let level = Logger.Level(rawValue: configuration.level.rawValue) ?? .info
        return Logger(label: speaker) {
            LogFormat(speaker: $0, level: level, form: configuration.format, to: destination)
        }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.map { ($0.key, "\($0.value)") }
            .sorted { $0.0 < $1.0 }
        let line = Self.line(form, speaker: speaker, level: "\(event.level)", "\(event.message)", all)
        destination.write(line)
    }

    /// A line without its end.
    static func line(
        _ form: LogForm, speaker: String, level: String, _ message: String, _ metadata: [(String, String)] = []
    ) -> String {
        guard form == .json else {
            var line = "\(now()) \(level) \(speaker): \(message)"
            for (name, value) in metadata { line += " \(name)=\(quoted(value))" }
            return line
        }
        let fixed = [("time", now()), ("level", level), ("process", speaker), ("message", message)]
        let members = (fixed + metadata).map { "\(jsonString($0)):\(jsonString($1))" }
        return "{\(members.joined(separator: ","))}"
    }

    /// Text as JSON has it, in ASCII but for what UTF-8 has beyond.
    private static func jsonString(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": json += "\\\(scalar)"
            case "\n": json += "\\n"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
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
