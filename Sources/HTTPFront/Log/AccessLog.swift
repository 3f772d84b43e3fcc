package import Configuration
import EventLoop
import Glibc
package import Logging
import OperatingSystem
import Synchronization

/// The access log of a worker: takes lines from all loops and writes them on a thread of its own.
///
/// A request never waits for it. Lines that a full disk or a stuck pipe does not take are counted and given up, and the log of
/// the program says so once a minute.
package final class AccessLog: Sendable {
    /// The names of sites by their ids; requests without a site have `siteName`.
    let siteNames: [UInt32: String]
    let siteName: String
    private let configuration: AccessLogConfiguration
    private let product: String
    private let logger: Logger
    private let writing: EventLoop
    private let file: Lock<AccessLogFile>
    private let complaints = Lock(ComplaintInterval())
    /// Bytes that wait to be written.
    private let queued = Atomic<Int>(0)
    /// Lines given up since the last complaint.
    private let lost = Atomic<Int>(0)

    /// More than this many bytes do not wait: whatever takes them is too slow for good.
    private static let queueLimit = 8 * 1024 * 1024

    /// Opens the log. `product` and the names of sites stand in the lines of the W3C form. Called once per worker, before it is ready.
    package init(
        _ configuration: AccessLogConfiguration, product: String, siteName: String,
        siteNames: [UInt32: String] = [:], logger: Logger
    ) throws {
        self.configuration = configuration
        self.product = product
        self.siteName = siteName
        self.siteNames = siteNames
        self.logger = logger
        file = Lock(
            try AccessLogFile(path: configuration.path, product: configuration.format == .w3c ? product : nil))
        writing = try EventLoop(named: "modhost-access")
    }

    var format: AccessLogFormat { configuration.format }
    private var path: String { configuration.path }

    /// Opens the file of that name anew, after the old one was moved away. What was handed over before goes into the old one. If
    /// it cannot be opened, the old one is kept and the log of the program says why. Any thread.
    package func reopen() {
        guard path != AccessLogFile.standardOutput else { return }
        writing.execute { [self] in
            do throws(AccessLogError) {
                let new = try AccessLogFile(path: path, product: format == .w3c ? product : nil)
                replaceFile(new)
                logger.info("the access log \(path) was opened anew")
            } catch {
                logger.warning("\(error); lines go on into the file that was open before")
            }
        }
    }

    private func replaceFile(_ new: consuming AccessLogFile) {
        var new: AccessLogFile? = new
        file.withLock { file in
            if let opened = new.take() { file = opened }
        }
    }

    /// Writes what has been handed over, and ends. Called last, by the worker's main thread, after the loops have drained.
    package func close() {
        // What is executed on one loop runs in order.
        writing.perform {}
        if lost.load(ordering: .relaxed) > 0 { complain("it did not take them before the end", isLast: true) }
        writing.end()
    }

    /// Takes whole lines over and returns at once. Any thread.
    func write(_ lines: consuming ByteBuffer, count: Int) {
        let size = lines.count
        guard queued.add(size, ordering: .relaxed).newValue <= Self.queueLimit else {
            queued.subtract(size, ordering: .relaxed)
            lost.add(count, ordering: .relaxed)
            return
        }
        let handed = HandedLines(lines)
        writing.execute { [self] in
            writeNow(handed)
            queued.subtract(size, ordering: .relaxed)
        }
    }

    /// Lines on their way to the thread that writes.
    private final class HandedLines: @unchecked Sendable {
        // Safety: one thread after the other has it.
        var lines: ByteBuffer
        init(_ lines: consuming ByteBuffer) { self.lines = lines }
    }

    private func writeNow(_ handed: HandedLines) {
        let code = file.withLock { $0.write(&handed.lines) }
        if code == 0 {
            if lost.load(ordering: .relaxed) > 0 { complain("it took lines too slowly") }
            return
        }
        let newline = UInt8(ascii: "\n")
        lost.add(handed.lines.region.count { $0 == newline }, ordering: .relaxed)
        complain(code == EAGAIN ? "nothing reads from it" : String(cString: strerror(code)))
    }

    private func complain(_ reason: String, isLast: Bool = false) {
        guard complaints.withLock({ $0.mayComplain(at: .now) }) || isLast else { return }
        let count = lost.exchange(0, ordering: .relaxed)
        logger.warning(
            """
            the access log \(path) lost \(count == 1 ? "a line" : "\(count) lines"): \(reason); \
            requests are served all the same
            """)
    }
}
