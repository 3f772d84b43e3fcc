import Glibc
import NIOCore

/// The lines of one event loop on their way to the access log. Touched only on that loop.
package final class AccessLogBuffer {
    private let log: AccessLog
    private var formatter: AccessLogFormatter
    private var entry = AccessLogEntry()
    private var lines = ByteBuffer()
    private var count = 0

    /// Bytes that are handed over at once.
    private static let limit = 32 * 1024

    package init(_ log: AccessLog) {
        self.log = log
        formatter = AccessLogFormatter(log.format)
    }

    /// Adds the line of one exchange, which has just ended. `fill` gets an entry with nothing in it but the time and the site.
    package func append(_ fill: (inout AccessLogEntry) -> Void) {
        entry.clear()
        entry.time = Self.milliseconds()
        entry.set(.siteName, log.siteName)
        fill(&entry)
        if lines.capacity == 0 { lines.reserveCapacity(Self.limit + Self.limit / 8) }
        formatter.write(entry, to: &lines)
        count += 1
        if lines.readableBytes >= Self.limit { handOver() }
    }

    /// Gives what there is to the thread that writes. Called once a second, and when the loop has drained.
    package func handOver() {
        guard count > 0 else { return }
        log.write(lines, count: count)
        lines = ByteBuffer()
        count = 0
    }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
