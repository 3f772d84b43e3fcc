import EventLoop
import Glibc
package import OperatingSystem

/// The lines of one event loop on their way to the access log. The loop adds to them; the thread that writes takes them, also from
/// a loop that is held by a module.
package final class AccessLogBuffer: @unchecked Sendable {
    // Safety: the formatter is used by the loop alone; the lines are in a lock.

    private struct Lines: ~Copyable {
        var bytes = ByteBuffer()
        var count = 0
    }

    // The check of exclusive access is off for what each line touches: nothing that is called meanwhile comes back to this buffer.
    private let log: AccessLog
    @exclusivity(unchecked) private var formatter: AccessLogFormatter
    private let waiting = Lock(Lines())

    /// Bytes that are handed over at once.
    private static let limit = 32 * 1024

    /// With `requestIDPrefix` the ids of requests begin that no module has set.
    package init(_ log: AccessLog, requestIDPrefix: String = "") {
        self.log = log
        formatter = AccessLogFormatter(
            log.format, siteName: log.siteName, siteNames: log.siteNames, requestIDPrefix: requestIDPrefix)
        log.add(self)
    }

    /// Adds the line of one exchange, which has just ended. `fill` gets an entry with nothing in it but the time
    /// and the addresses. On the loop.
    @inline(__always)
    package func append(
        client: EndpointAddress = .ipv4(0, port: 0), server: EndpointAddress = .ipv4(0, port: 0),
        _ fill: (inout AccessLogEntry) -> Void
    ) {
        var entry = AccessLogEntry(client: client, server: server)
        entry.time = Self.milliseconds()
        fill(&entry)
        let (isFirst, isFull) = waiting.withLock { lines in
            if lines.bytes.capacity == 0 { lines.bytes.reserve(Self.limit + Self.limit / 8) }
            formatter.write(entry, to: &lines.bytes)
            lines.count += 1
            return (lines.count == 1, lines.bytes.count >= Self.limit)
        }
        if isFull { handOver() } else if isFirst { log.linesWait() }
    }

    /// Gives what there is to the thread that writes. Any thread.
    package func handOver() {
        let taken = waiting.withLock { lines in
            var taken = Lines()
            swap(&taken, &lines)
            return taken
        }
        guard taken.count > 0 else { return }
        log.write(taken.bytes, count: taken.count)
    }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
