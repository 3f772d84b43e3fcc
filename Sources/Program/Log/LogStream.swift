import CProcess
import Executors
import Glibc
import ModuleHost
import OperatingSystem

/// Writes lines to a descriptor and never waits for its reader, even if it is a pipe or terminal that is full because
/// nothing is read from it.
///
/// A line is written at once if it can be. Else it waits, up to a limit, and a thread that lives only as long as something
/// waits writes it later; beyond the limit lines are lost, counted, and told when there is room again.
final class LogStream: Sendable {
    private struct State {
        /// Whole lines that wait, without what has been written of the first.
        var backlog: [UInt8] = []
        var lost = 0
        /// Of those, the ones that a line in the backlog tells of.
        var told = 0
        var hasThread = false
        /// Why the last of them were lost.
        var reason = LogStream.slow
        /// The last write ended inside a line, of which the rest was lost.
        var isLineOpen = false
    }

    private enum Outcome {
        case written(Int)
        case full
        case failed(Int32)
    }

    private static let slow = "nothing took them in time"

    private let descriptor: Int32
    private let isOwned: Bool
    /// A write to `descriptor` never waits. Otherwise it is asked before each write, which is not as sure when others write too.
    private let isNonBlocking: Bool
    private let kind: mode_t?
    private let state = Lock(State())
    /// Makes a line of a sentence about lost lines.
    private let line: @Sendable (String) -> String

    /// Bytes that wait at most.
    static let limit = 256 * 1024
    /// What a pipe takes whole whenever it says that it has room (PIPE_BUF).
    private static let piece = 4096
    /// Milliseconds without progress after which `flush` gives up.
    private static let patience: Int32 = 1000

    /// Writes to `descriptor`, which stays the caller's and is not changed: it is shared with other processes.
    init(_ descriptor: Int32) {
        let own = Self.reopened(descriptor)
        // A number of its own in any case: a module that closes standard error must not have a client get the log.
        let copy = own ?? ProcessCalls_DuplicateFrom(descriptor, STDERR_FILENO + 1)
        self.descriptor = copy >= 0 ? copy : descriptor
        isOwned = copy >= 0
        kind = Self.kind(of: descriptor)
        isNonBlocking = own != nil || kind == S_IFREG || kind == S_IFSOCK
        line = { "modhost: \($0)." }
    }

    /// Writes to a file that has been opened for this alone, for appending and not blocking. `line` makes a line of a sentence about
    /// lost ones.
    init(owning descriptor: Int32, line: @escaping @Sendable (String) -> String) {
        self.line = line
        self.descriptor = descriptor
        isOwned = true
        kind = Self.kind(of: descriptor)
        isNonBlocking = true
    }

    deinit { if isOwned { close(descriptor) } }

    /// The same pipe or terminal, opened once more so that writing does not wait. Nil where that is not possible.
    private static func reopened(_ descriptor: Int32) -> Int32? {
        guard let kind = kind(of: descriptor), kind == S_IFIFO || kind == S_IFCHR else { return nil }
        let own = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        return own >= 0 ? own : nil
    }

    private static func kind(of descriptor: Int32) -> mode_t? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Takes a line, which gets its end here. Any thread; never waits.
    func write(_ line: String) {
        let needsThread = state.withLock { state in
            guard state.backlog.isEmpty || state.backlog.count + line.utf8.count < Self.limit else {
                state.lost += 1
                return false
            }
            if state.backlog.isEmpty, state.isLineOpen { state.backlog = [UInt8(ascii: "\n")] }
            state.backlog += Array(line.utf8)
            state.backlog.append(UInt8(ascii: "\n"))
            _ = writeBacklog(&state)
            guard !state.backlog.isEmpty, !state.hasThread else { return false }
            state.hasThread = true
            return true
        }
        if needsThread { startThread() }
    }

    /// Goes on for a stream whose file was moved away, and tells what that one has lost and not told.
    func takeOver(_ old: LogStream) {
        let (lost, reason) = old.state.withLock { ($0.lost, $0.reason) }
        guard lost > 0 else { return }
        state.withLock {
            $0.lost += lost
            $0.reason = reason
        }
    }

    /// Waits until everything is written, but no longer than a second without progress.
    func flush() {
        while true {
            let left = state.withLock { state in
                _ = writeBacklog(&state)
                return state.backlog.count
            }
            guard left > 0, wait(Self.patience) else { return }
        }
    }

    /// Writes what can be written now. False if the descriptor is full.
    private func writeBacklog(_ state: inout State) -> Bool {
        while !state.backlog.isEmpty {
            switch writeOnce(state.backlog) {
            case .written(let count):
                state.isLineOpen = count > 0 && state.backlog[count - 1] != UInt8(ascii: "\n")
                state.backlog.removeFirst(count)
                guard state.backlog.isEmpty else { continue }
                // What has been told now is not told again.
                state.lost -= state.told
                state.told = state.lost
                guard state.lost > 0 else { continue }
                let lines = state.lost == 1 ? "a line" : "\(state.lost) lines"
                state.backlog = Array((line("the log has lost \(lines), because \(state.reason)") + "\n").utf8)
                state.reason = Self.slow
            case .full:
                return false
            case .failed(let code):
                let newline = UInt8(ascii: "\n")
                // The line about lost ones is not one of them.
                state.lost += state.backlog.count { $0 == newline } - (state.told > 0 ? 1 : 0)
                state.told = 0
                state.backlog = []
                state.reason = String(cString: strerror(code))
            }
        }
        return true
    }

    private func writeOnce(_ bytes: [UInt8]) -> Outcome {
        while true {
            if !isNonBlocking, !hasRoom(0) { return .full }
            let size = Self.size(ofNextWrite: bytes, kind == S_IFREG)
            let count =
                kind == S_IFSOCK
                ? send(descriptor, bytes, size, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
                : Glibc.write(descriptor, bytes, size)
            if count >= 0 { return .written(count) }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .full : .failed(errno)
        }
    }

    /// As much as is taken whole or not at all: other processes write into the same pipe, and lines must not be mixed.
    private static func size(ofNextWrite bytes: [UInt8], _ isFile: Bool) -> Int {
        guard !isFile, bytes.count > piece else { return bytes.count }
        let end = bytes[..<piece].lastIndex(of: UInt8(ascii: "\n"))
        return end.map { $0 + 1 } ?? piece
    }

    /// Waits so many milliseconds for room; true also if the reader is gone, which the next write then says.
    private func hasRoom(_ milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    /// Waits for room and writes what fits. If there was room but not enough, it pauses before it returns, so that its
    /// caller does not spin.
    private func wait(_ milliseconds: Int32) -> Bool {
        guard hasRoom(milliseconds) else { return false }
        let isWritten = state.withLock { writeBacklog(&$0) }
        if !isWritten { poll(nil, 0, 10) }
        return true
    }

    private func startThread() {
        do throws(PosixThreadError) {
            try PosixThread.startDetached(named: "modhost-log") { [self] in
                while state.withLock({ state in
                    state.hasThread = !state.backlog.isEmpty
                    return state.hasThread
                }) { _ = wait(-1) }
            }
        } catch {
            // The next line tries again.
            state.withLock { $0.hasThread = false }
        }
    }
}

/// Standard error: the log, and the reason when a command fails. Standard output is for what a command was asked to
/// print.
enum StandardError {
    private static let stream = LogStream(STDERR_FILENO)

    /// Writes one line whole. Never waits for its reader; see ``LogStream``. Any thread.
    static func write(_ line: String) { stream.write(line) }

    /// Says why the program fails: one line with one sentence, whatever an error's text looks like.
    static func write(reason: String) {
        let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        write("modhost: " + line + (line.hasSuffix(".") || line.hasSuffix("?") ? "" : "."))
    }

    /// Waits up to a second for lines that have not been written yet. Called last, before the process exits.
    static func flush() { stream.flush() }
}
