import EventLoop
import Glibc
package import OperatingSystem

/// The lines of one event loop on their way to the access log. Touched only on that loop.
package final class AccessLogBuffer {
    // The checks of exclusive access are off for what each line touches: nothing that is called meanwhile comes back to this buffer.
    private let log: AccessLog
    @exclusivity(unchecked) private var formatter: AccessLogFormatter
    @exclusivity(unchecked) private var lines = ByteBuffer()
    @exclusivity(unchecked) private var count = 0

    /// Bytes that are handed over at once.
    private static let limit = 32 * 1024

    package init(_ log: AccessLog) {
        self.log = log
        formatter = AccessLogFormatter(log.format, siteName: log.siteName, siteNames: log.siteNames)
    }

    /// Adds the line of one exchange, which has just ended. `fill` gets an entry with nothing in it but the time
    /// and the addresses.
    @inline(__always)
    package func append(
        client: EndpointAddress = .ipv4(0, port: 0), server: EndpointAddress = .ipv4(0, port: 0),
        _ fill: (inout AccessLogEntry) -> Void
    ) {
        var entry = AccessLogEntry(client: client, server: server)
        entry.time = Self.milliseconds()
        fill(&entry)
        if lines.capacity == 0 { lines.reserve(Self.limit + Self.limit / 8) }
        formatter.write(entry, to: &lines)
        count += 1
        if lines.count >= Self.limit { handOver() }
    }

    /// Gives what there is to the thread that writes. Called once a second, and when the loop has drained.
    package func handOver() {
        guard count > 0 else { return }
        var full = ByteBuffer()
        swap(&full, &lines)
        log.write(full, count: count)
        count = 0
    }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
