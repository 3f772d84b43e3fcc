@preconcurrency import Glibc
import ModuleFiles
import ModuleHost

/// A compiler's run in a process of its own: what it said, and how it ended.
struct ToolRun: Sendable {
    /// How a process ended.
    enum End: Sendable, Equatable {
        case exited(code: Int32)
        case signalled(Int32)
    }

    /// Which stream is read. The others are the caller's own, and input is empty.
    enum Stream: Sendable {
        /// Read, and nothing shown.
        case output
        /// Read, and passed on to the caller's standard error byte for byte as it comes.
        case messages
    }

    let end: End
    /// What came out of the stream, at most 1 MiB of it.
    let text: String

    private static let textLimit = 1 << 20

    /// Runs a command and waits for its end.
    ///
    /// The program must be named by its path. Interrupts from the terminal end the child, which shares it, and not this
    /// process, which has to clean up after it.
    init(_ command: [String], reading stream: Stream) throws(BuildError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw .notStarted(program: command[0], reason: FileFault.explanation(of: errno))
        }
        for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        let interrupts = [SIGINT, SIGQUIT].map { (number: $0, former: signal($0, SIG_IGN)) }
        defer { for (number, former) in interrupts { signal(number, former) } }
        let target = if case .output = stream { STDOUT_FILENO } else { STDERR_FILENO }
        var child: pid_t = 0
        let code = Self.spawn(command, pipe: ends[1], target: target, &child)
        close(ends[1])
        guard code == 0 else { throw .notStarted(program: command[0], reason: FileFault.explanation(of: code)) }
        (text, end) = Self.follow(child, from: ends[0], passingOn: target == STDERR_FILENO)
    }

    private static func spawn(_ command: [String], pipe: Int32, target: Int32, _ child: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipe, target)
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // The calling thread may hold back signals, as those of Swift's concurrency do.
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        return posix_spawn(&child, command[0], &actions, &attributes, &words, environ)
    }

    /// Reads until the child has ended. A process that it leaves behind may hold the pipe open for hours, as servers of
    /// compiler caches do, so the end of the child counts and not only the end of the stream.
    private static func follow(_ child: pid_t, from pipe: Int32, passingOn: Bool) -> (text: String, end: End) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        var status: Int32 = 0
        var isOver = false
        while true {
            var entry = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
            let ready = poll(&entry, 1, isOver ? 0 : 50)
            if ready > 0 {
                let count = read(pipe, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { break }
                if passingOn { pass(buffer, count: count) }
                bytes += buffer[..<min(count, textLimit - bytes.count)]
            } else if isOver {
                break
            } else if waitpid(child, &status, WNOHANG) == child {
                isOver = true
            }
        }
        while !isOver, waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        let end = signal == 0 ? End.exited(code: (status >> 8) & 0xff) : .signalled(signal)
        return (String(decoding: bytes, as: UTF8.self), end)
    }

    private static func pass(_ buffer: [UInt8], count: Int) {
        buffer.withUnsafeBytes { bytes in
            var start = 0
            while start < count {
                let written = write(STDERR_FILENO, bytes.baseAddress?.advanced(by: start), count - start)
                if written > 0 { start += written } else if errno != EINTR { return }
            }
        }
    }
}
