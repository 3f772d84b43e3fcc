import CProcess
import Glibc

/// A child process whose output is read line by line. It is killed with this object, and nothing is waited for longer
/// than ``limit``.
///
/// Used by one thread, that of its test.
package final class RunningProcess {
    /// How a process ended.
    package enum End: Equatable, Sendable {
        case exited(code: Int32)
        case signalled(Int32)
    }

    /// Seconds that a test waits for anything; far more than it takes, so that a slow machine is no failure.
    package static let limit: Int64 = 90

    package let pid: Int32
    /// What it has printed so far.
    package private(set) var output = ""
    package private(set) var errors = ""
    private var outputEnd: Int32
    private var errorsEnd: Int32
    private var ended: End?
    private let limit: Int64
    private let deadline: Int64

    /// Starts a program, of that path or found by that name, with exactly these arguments. `environment` is added to
    /// that of the test, and `limit` are the seconds until its end.
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        limit: Int64 = RunningProcess.limit
    ) throws {
        let (outputPipe, errorsPipe) = try (Self.pipe(), Self.pipe())
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, outputPipe.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errorsPipe.write, STDERR_FILENO)
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        var variables = Self.environment(environment).map { strdup($0) } + [nil]
        defer { for word in words + variables { free(word) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, executable, &actions, &attributes, &words, &variables)
        close(outputPipe.write)
        close(errorsPipe.write)
        pid = child
        outputEnd = outputPipe.read
        errorsEnd = errorsPipe.read
        self.limit = limit
        deadline = Self.now() + limit
        guard code == 0 else {
            ended = .exited(code: 127)
            throw TestFailure("\(executable) does not start: \(String(cString: strerror(code)))")
        }
        Reaper.started(pid)
    }

    deinit {
        if ended == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            Reaper.ended(pid)
        }
        if outputEnd >= 0 { close(outputEnd) }
        if errorsEnd >= 0 { close(errorsEnd) }
    }

    /// Close-on-exec: other tests start processes too, and an end of a pipe in them would hide the end of this one.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard ProcessCalls_MakePipe(&ends) == 0 else { throw TestFailure("there is no pipe to be had") }
        for end in ends { _ = fcntl(end, F_SETFL, 0) }
        return (ends[0], ends[1])
    }

    private static func environment(_ additions: [String: String]) -> [String] {
        var variables = additions.map { "\($0)=\($1)" }
        var next = environ
        while let here = next.pointee {
            let entry = String(cString: here)
            if additions[String(entry.prefix { $0 != "=" })] == nil { variables.append(entry) }
            next += 1
        }
        return variables
    }

    /// Sends a signal to the process.
    package func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits until `find` makes something of what was printed; it is asked again after each piece of output.
    package func wait<Value>(for what: String, _ find: (RunningProcess) -> Value?) throws -> Value {
        while true {
            if let value = find(self) { return value }
            guard try readMore() else {
                throw TestFailure("the process ended without \(what); it printed:\n\(output)\n\(errors)")
            }
        }
    }

    /// Waits until standard error has a whole line that contains all of `parts`; returns it.
    @discardableResult
    package func errorLine(_ parts: String...) throws -> String {
        try wait(for: "the line \(parts)") { process in
            process.errors.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
                .first { line in parts.allSatisfy { line.contains($0) } }
        }
    }

    /// Waits until the process has ended, and everyone to whom it gave its output: a server's workers too.
    package func end() throws -> End {
        while try readMore() {}
        return try reap()
    }

    /// Waits until the process itself has ended, also if other processes still hold its output.
    package func reap() throws -> End {
        if let ended { return ended }
        let descriptor = ProcessCalls_OpenPidfd(pid)
        guard descriptor >= 0 else { throw TestFailure("process \(pid) cannot be watched") }
        defer { close(descriptor) }
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, try left()) == 1 else { throw TestFailure("the process did not end") }
        var status: Int32 = 0
        guard waitpid(pid, &status, 0) == pid else { throw TestFailure("process \(pid) is no child") }
        Reaper.ended(pid)
        let signal = status & 0x7F
        let end: End = signal == 0 ? .exited(code: (status >> 8) & 0xFF) : .signalled(signal)
        ended = end
        return end
    }

    /// Waits for output and takes it. False when both streams are at their end.
    private func readMore() throws -> Bool {
        guard outputEnd >= 0 || errorsEnd >= 0 else { return false }
        // poll(2) passes over negative numbers.
        var entries = [outputEnd, errorsEnd].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&entries, 2, try left()) > 0 else {
            throw TestFailure("nothing more within \(limit) s; it printed:\n\(output)\n\(errors)")
        }
        if entries[0].revents != 0 { take(&outputEnd, &output) }
        if entries[1].revents != 0 { take(&errorsEnd, &errors) }
        return true
    }

    private func take(_ descriptor: inout Int32, _ text: inout String) {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        let count = read(descriptor, &bytes, bytes.count)
        if count > 0 {
            text += String(decoding: bytes[..<count], as: UTF8.self)
        } else {
            close(descriptor)
            descriptor = -1
        }
    }

    /// Milliseconds until the limit.
    private func left() throws -> Int32 {
        let left = deadline - Self.now()
        guard left > 0 else { throw TestFailure("\(limit) s are over; it printed:\n\(output)\n\(errors)") }
        return Int32(left * 1000)
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec)
    }
}

/// A program that has run to its end, and everything it printed, on both streams in the order in which it did.
package struct FinishedProcess: Sendable {
    package let end: RunningProcess.End
    package let output: String

    /// Runs a program, of that path or found by that name, with the arguments behind it. It may take ten minutes, because
    /// compilers do on a busy machine.
    package init(_ words: [String], environment: [String: String] = [:], in folder: String? = nil) throws {
        // The shell takes it to its folder, and one pipe for both streams.
        let shell = ["-c", "cd \"$0\" && exec \"$@\" 2>&1", folder ?? "."]
        let run = try RunningProcess("/bin/sh", shell + words, environment: environment, limit: 600)
        end = try run.end()
        output = run.output
    }

    /// Its exit code; nil if a signal has ended it.
    package var code: Int32? { if case .exited(let code) = end { code } else { nil } }

    /// Runs a program that must succeed; returns what it printed.
    @discardableResult
    package static func succeeding(_ words: [String], in folder: String? = nil) throws -> String {
        let run = try FinishedProcess(words, in: folder)
        guard run.code == 0 else { throw TestFailure("\(words.joined(separator: " "))\n\(run.end): \(run.output)") }
        return run.output
    }
}
