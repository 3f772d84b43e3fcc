package import Logging
import OperatingSystem

/// Lets a line about each kind of event into the log once in ten seconds, with the number of those that were left out, so
/// that a client or module that brings an event about again and again does not fill a disk. One for each worker; any thread.
package final class RepeatedNotices: Sendable {
    /// How far apart lines of one kind are.
    package static let interval = Duration.seconds(10)

    private struct Account {
        /// Lines that may still be written, and when their number last grew.
        var lines: Int
        var grewAt: ContinuousClock.Instant
        var leftOut = 0
    }

    private let accounts = Lock<[NoticeKind: Account]>([:])
    private let logger: Logger
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter now: the time; tests have their own.
    package init(logger: Logger, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.logger = logger
        self.now = now
    }

    /// Writes a line of that kind, or counts it. `sentence` is asked for only if it is written, with no lock held.
    package func log(
        _ kind: NoticeKind, level: Logger.Level, metadata: @autoclosure () -> Logger.Metadata = [:],
        _ sentence: () -> String
    ) {
        guard logger.logLevel <= level, let leftOut = take(kind) else { return }
        let more = leftOut == 0 ? "" : " (\(leftOut) more like this since the line before)"
        logger.log(level: level, "\(sentence())\(more)", metadata: metadata())
    }

    /// How many were left out since the last line, if this one may be written; nil if it may not.
    private func take(_ kind: NoticeKind) -> Int? {
        let now = now()
        return accounts.withLock { accounts in
            var account = accounts[kind] ?? Account(lines: kind.burst, grewAt: now)
            defer { accounts[kind] = account }
            if account.lines < kind.burst {
                let earned = Int((now - account.grewAt) / Self.interval)
                account.lines = min(kind.burst, account.lines + earned)
                account.grewAt += Self.interval * earned
            }
            guard account.lines > 0 else {
                account.leftOut += 1
                return nil
            }
            if account.lines == kind.burst { account.grewAt = now }
            account.lines -= 1
            defer { account.leftOut = 0 }
            return account.leftOut
        }
    }
}
