package import Configuration
import EventLoop
import Glibc
import HostLog
package import Logging
import OperatingSystem
import Synchronization

/// The access log of a worker: takes lines from all loops and writes them on a thread of its own.
///
/// A request never waits for it. A line is in the file a quarter of a second after its exchange, so that the death of the worker costs
/// no more than that. Lines that a full disk or a stuck pipe does not take are counted and given up, and the log of
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
    /// Those of the loops.
    private let buffers = Lock<[AccessLogBuffer]>([])
    /// Whether the buffers will be emptied in a moment.
    private let isDue = Atomic(false)
    /// Lines given up since the last complaint.
    private let lost = Atomic<Int>(0)

    /// More than this many bytes do not wait: whatever takes them is too slow for good.
    private static let queueLimit = 8 * 1024 * 1024
    /// Milliseconds that lines wait for others to be written with them.
    private static let waitTime: UInt64 = 250

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

    /// Opens the file of that name anew, after the old one was moved away. The lines of exchanges that have ended go into the old
    /// one. If it cannot be opened, the old one is kept and the log of the program says why. Any thread but that which writes.
    package func reopen() {
        guard path != AccessLogFile.standardOutput else { return }
        emptyBuffers()
        writing.execute { [self] in
            do throws(LogFileError) {
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
        emptyBuffers()
        // What is executed on one loop runs in order.
        writing.perform {}
        if lost.load(ordering: .relaxed) > 0 { complain("it did not take them before the end", isLast: true) }
        writing.end()
        buffers.withLock { $0 = [] }
    }

    /// Takes the lines of `buffer` too, from now on until the end. Any thread.
    func add(_ buffer: AccessLogBuffer) { buffers.withLock { $0.append(buffer) } }

    /// A buffer has its first line: has it emptied in a moment. Any thread.
    func linesWait() {
        guard !isDue.exchange(true, ordering: .acquiringAndReleasing) else { return }
        writing.execute { [self] in
            writing.schedule(inMilliseconds: Self.waitTime) { [self] in
                // First: a line that comes after its buffer was emptied asks anew.
                isDue.store(false, ordering: .releasing)
                emptyBuffers()
            }
        }
    }

    private func emptyBuffers() { for buffer in buffers.withLock({ $0 }) { buffer.handOver() } }

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
