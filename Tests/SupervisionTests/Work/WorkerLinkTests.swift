import CProcess
import Glibc
import Supervision
import Testing

/// In processes of their own, because a link changes what the process does with signals.
@Suite("WorkerLink")
struct WorkerLinkTests {
    @Test("Ready is reported once, and the page says that the worker serves")
    func reportsReady() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            link.reportReady()
            link.reportReady()
            link.reportFailure("too late")
            guard try supervised.reports() == [.ready] else { exit(2) }
            guard supervised.page.state == .serving, link.position == 3 else { exit(3) }
            exit(0)
        }
    }

    @Test("A failure is told with its sentence")
    func reportsFailure() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            link.reportFailure("first\nsecond")
            exit(try supervised.reports() == [.failed("first second")] ? 0 : 2)
        }
    }

    @Test("What a worker is to be is the first thing it hears, however long it is")
    func receivesConfiguration() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let file = SealedFile_Make("configuration", bytes, bytes.count)
            try supervised.end.send(.configuration, descriptor: file)
            close(file)
            exit(try link.receiveConfiguration() == bytes ? 0 : 2)
        }
    }

    @Test("A supervisor that is gone, or says something else first, is no configuration", arguments: [true, false])
    func noConfiguration(isGone: Bool) async {
        await #expect(processExitsWith: .exitCode(0)) { [isGone] in
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            if !isGone { try supervised.end.send(.reopenLogs) }
            close(supervised.end.descriptor)
            do throws(WorkerLinkError) {
                _ = try link.receiveConfiguration()
            } catch {
                let reason =
                    isGone ? "its supervisor ended before it said" : "its supervisor said reopenLogs before it said"
                exit(error.description == "this worker cannot start: \(reason) what this worker is to be" ? 0 : 2)
            }
        }
    }

    @Test("A file that could still change is no configuration")
    func changingConfiguration() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            try supervised.end.send(.configuration, descriptor: supervised.page.descriptor)
            do throws(WorkerLinkError) {
                _ = try link.receiveConfiguration()
            } catch {
                exit(error.description.contains("reading a file in memory failed: Invalid argument") ? 0 : 2)
            }
        }
    }

    @Test("Messages and the end of the supervisor are told in their order, on a thread that takes no signals")
    func listens() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            // This thread may be one that takes no signals already.
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            let (heard, sink) = AsyncStream.makeStream(of: (Result<ChannelMessage, ChannelError>, Bool).self)
            try link.listen { message in
                var mask = sigset_t()
                pthread_sigmask(SIG_BLOCK, nil, &mask)
                sink.yield((message, sigismember(&mask, SIGTERM) == 1))
                if message == .success(.end) { sink.finish() }
            }
            var own = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &own)
            guard sigismember(&own, SIGTERM) == 0 else { exit(5) }
            let unknown: [UInt8] = [1, 0, 77, 0]
            try supervised.end.send(.reopenLogs)
            guard MessageSocket_Send(supervised.end.descriptor, unknown, 4, -1) == 0 else { exit(4) }
            try supervised.end.send(.reopenLogs)
            close(supervised.end.descriptor)
            var messages: [Result<ChannelMessage, ChannelError>] = []
            for await (message, isMasked) in heard {
                guard isMasked else { exit(3) }
                messages.append(message)
            }
            exit(
                messages == [.success(.reopenLogs), .failure(.kind(77)), .success(.reopenLogs), .success(.end)] ? 0 : 2)
        }
    }

    @Test(
        "A module that closes the channel ends the worker, which is told why, whatever file has its number then",
        arguments: [true, false])
    func channelIsClosed(isReplaced: Bool) async {
        await #expect(processExitsWith: .exitCode(0)) { [isReplaced] in
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            let (heard, sink) = AsyncStream.makeStream(of: Result<ChannelMessage, ChannelError>.self)
            // Nobody is to read what it holds.
            let other = try ChannelEnd.pair(for: "a socket of the module")
            try other.supervisor.send(.reopenLogs)
            try link.listen { sink.yield($0) }
            if isReplaced {
                dup2(other.worker.descriptor, supervised.descriptors.channel)
            } else {
                close(supervised.descriptors.channel)
            }
            try? supervised.end.send(.reopenLogs)
            close(supervised.end.descriptor)
            var isTold = false
            for await message in heard {
                if case .success(.reopenLogs) = message { continue }  // the thread was first
                if message == .failure(.closedHere), !isTold {
                    isTold = true
                    continue
                }
                exit(message == .success(.end) && isTold ? 0 : 2)
            }
        }
    }

    @Test("The terminal's SIGINT and a closed connection's SIGPIPE do not end a worker")
    func ignoresSignals() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            // The runner of the tests may ignore SIGINT, and this thread may be one that takes no signals.
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            signal(SIGINT, SIG_DFL)
            _ = try WorkerLink(descriptors: supervised.descriptors)
            raise(SIGINT)
            raise(SIGPIPE)
            exit(0)
        }
    }

    @Test("Its descriptors are not handed on to programs that a module starts")
    func closesOnExec() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            let numbers = [supervised.descriptors.channel, link.page.descriptor]
            let tests = numbers.map { "test ! -e /proc/self/fd/\($0)" }.joined(separator: " && ")
            exit(system(tests) == 0 ? 0 : 2)
        }
    }

    @Test("The number of its channel stays taken, so that a forked process never loses what a module has opened")
    func keepsNumber() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            link.reportReady()
            guard try supervised.reports() == [.ready] else { exit(2) }
            let flags = fcntl(supervised.descriptors.channel, F_GETFD)
            exit(flags >= 0 && flags & FD_CLOEXEC != 0 ? 0 : 3)
        }
    }

    @Test("A process without a supervisor is told so")
    func refusesOrphans() {
        let none = ControlDescriptors(channel: 9001, page: 9002)
        let error = #expect(throws: WorkerLinkError.self) { try WorkerLink(descriptors: none) }
        #expect(
            error?.description == "this process is not the worker of a supervisor; workers are started by "
                + "'modhost serve' only (using descriptor 9001 failed: Bad file descriptor)")
    }
}

/// What a supervisor gives to a worker, with both sides in this process.
private struct SupervisedHere {
    let page: WorkerPage
    let end: ChannelEnd
    let descriptors: ControlDescriptors

    init() throws {
        page = try WorkerPage()
        let ends = try ChannelEnd.pair(for: "the channel")
        end = ends.supervisor
        descriptors = ControlDescriptors(channel: ends.worker.descriptor, page: dup(page.descriptor))
        setenv(ControlDescriptors.positionVariable, "3", 1)
    }

    /// All that the worker has sent.
    func reports() throws -> [ChannelMessage] {
        var messages: [ChannelMessage] = []
        while case .message(let message, _) = try end.receive() { messages.append(message) }
        return messages
    }
}
