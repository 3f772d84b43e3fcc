import Logging
import Synchronization

/// A log that a test reads back.
final class CapturedLog: Sendable {
    private let stored = Mutex<[(level: Logger.Level, text: String)]>([])

    /// What was logged at warning or above.
    var problems: [String] { stored.withLock { $0.filter { $0.level >= .warning }.map(\.text) } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = "\(event.message)"
            log.stored.withLock { $0.append((event.level, text)) }
        }
    }
}
