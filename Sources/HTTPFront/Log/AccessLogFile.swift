import EventLoop
import Glibc
import HostLog
import OperatingSystem

/// The file, pipe or terminal behind an access log. One thread uses it.
///
/// Several workers append to one file: O_APPEND and whole lines in each write keep their lines apart.
struct AccessLogFile: ~Copyable {
    /// What stands for standard output in place of a path.
    static let standardOutput = "-"

    private let descriptor: CInt
    private let isRegular: Bool
    /// Goes into the header of the W3C form; nil for forms without one.
    private let product: String?
    private var hasHeader = false
    /// The last write ended inside a line.
    private var isLineOpen = false
    /// A wait for room was in vain, and nothing has been written since: it is not waited for again.
    private var isStuck = false

    /// Writes to pipes up to this size are not mixed with those of others (PIPE_BUF).
    private static let pipePiece = 4096
    /// Milliseconds that a pipe may take nothing before lines are given up.
    private static let pipePatience: CInt = 1000

    init(path: String, product: String?) throws(LogFileError) {
        descriptor = try Self.opened(path)
        self.product = product
        isRegular = Self.status(of: descriptor).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }

    private static func opened(_ path: String) throws(LogFileError) -> CInt {
        guard path == standardOutput else { return try LogFile.open(path, as: LogFile.accessLog) }
        // A number of its own: should a module close standard output, the next client must not get the log.
        let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard descriptor >= 0 else { throw LogFileError(opening: "\(LogFile.accessLog) \(path)", code: errno) }
        return descriptor
    }

    deinit { Glibc.close(descriptor) }

    /// Writes whole lines, after the header if the file is empty. Returns 0 or an errno value; `lines` then still holds what was
    /// not written.
    mutating func write(_ lines: inout ByteBuffer) -> CInt {
        let code = writeHeader()
        guard code == 0 else { return code }
        if isLineOpen {
            var end = ByteBuffer("\n")
            let code = put(&end)
            guard code == 0 else { return code }
        }
        return put(&lines)
    }

    // MARK: The header

    /// A file may be emptied by others at any time, so its size is asked for before each write.
    private mutating func writeHeader() -> CInt {
        guard let product, isRegular ? isEmpty : !hasHeader else { return 0 }
        let isLocked = isRegular && lock()
        defer { if isLocked { flock(descriptor, LOCK_UN) } }
        // Another worker may have been faster.
        guard !isRegular || isEmpty else { return 0 }
        hasHeader = true
        isLineOpen = false
        var header = ByteBuffer(
            AccessLogFormatter.header(product: product, secondsSinceEpoch: WallClock.seconds()))
        return put(&header)
    }

    private var isEmpty: Bool { Self.status(of: descriptor)?.st_size == 0 }

    /// Keeps other workers from writing a header too. Gives up after a second: two headers do less harm than none of the lines.
    private func lock() -> Bool {
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            poll(nil, 0, 10)
        }
        return false
    }

    private static func status(of descriptor: CInt) -> stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    // MARK: Bytes

    private mutating func put(_ lines: inout ByteBuffer) -> CInt {
        while !lines.isEmpty {
            let bytes = nextPiece(of: lines.region)
            let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            if count > 0 {
                isLineOpen = bytes[count - 1] != UInt8(ascii: "\n")
                isStuck = false
                lines.removeFirst(count)
            } else if count == 0 || errno == EINTR {
                continue
            } else if errno == EAGAIN {
                guard waitForRoom() else { return EAGAIN }
            } else {
                return errno
            }
        }
        return 0
    }

    /// As much as one write takes without being mixed with the writes of others.
    private func nextPiece(of lines: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard !isRegular, lines.count > Self.pipePiece else { return lines }
        let newline = UInt8(ascii: "\n")
        // A line longer than that cannot be kept apart.
        let end =
            lines.prefix(Self.pipePiece).lastIndex(of: newline) ?? lines.firstIndex(of: newline) ?? lines.count - 1
        return UnsafeRawBufferPointer(rebasing: lines[...end])
    }

    private mutating func waitForRoom() -> Bool {
        guard !isStuck else { return false }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        isStuck = poll(&entry, 1, Self.pipePatience) <= 0
        return !isStuck
    }
}

/// Lets the same complaint pass once a minute.
package struct ComplaintInterval {
    package static let length = Duration.seconds(60)
    private var last: ContinuousClock.Instant?

    package init() {}

    /// Whether a minute has gone by since the last time this was true.
    package mutating func mayComplain(at now: ContinuousClock.Instant) -> Bool {
        if let last, last.duration(to: now) < Self.length { return false }
        last = now
        return true
    }
}
