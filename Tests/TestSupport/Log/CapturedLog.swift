package import Logging
import OperatingSystem

/// A log that a test reads back. Any thread may write and read.
package final class CapturedLog: Sendable {
    /// One call of a logger.
    package struct Entry: Sendable {
        package let level: Logger.Level
        package let message: String
        package let metadata: Logger.Metadata
    }

    private let stored = Lock<[Entry]>([])

    package init() {}

    /// What was logged so far, in order.
    package var entries: [Entry] { stored.withLock { $0 } }

    /// The same as "level: message".
    package var lines: [String] { entries.map { "\($0.level): \($0.message)" } }

    /// The messages at warning or above.
    package var problems: [String] { entries.filter { $0.level >= .warning }.map(\.message) }

    /// A logger that writes here, from the level trace upwards.
    package var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let entry = Entry(level: event.level, message: "\(event.message)", metadata: event.metadata ?? [:])
            log.stored.withLock { $0.append(entry) }
        }
    }
}
