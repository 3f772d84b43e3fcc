import CSharedPage
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
            guard supervised.report() == "ready\n" else { exit(2) }
            guard supervised.page.state == .serving, link.position == 3 else { exit(3) }
            exit(0)
        }
    }

    @Test("A failure is one line, whatever is in the sentence")
    func reportsFailure() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            link.reportFailure("first\nsecond\r\nthird")
            exit(supervised.report() == "failed: first second third\n" ? 0 : 2)
        }
    }

    @Test("A sentence that is too long is cut, not lost")
    func cutsLongFailure() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            link.reportFailure(String(repeating: "a", count: 100_000))
            let report = supervised.report()
            exit(report.utf8.count == ReadinessReader.lengthLimit && report.hasSuffix("a\n") ? 0 : 2)
        }
    }

    @Test("The end of the supervisor is told once, on a thread that takes no signals")
    func watchesLifeline() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            // This thread may be one that takes no signals already.
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            let (losses, sink) = AsyncStream.makeStream(of: Bool.self)
            try link.watchLifeline {
                var mask = sigset_t()
                pthread_sigmask(SIG_BLOCK, nil, &mask)
                sink.yield(sigismember(&mask, SIGTERM) == 1)
            }
            close(supervised.lifeline.writeEnd)
            for await isMasked in losses { exit(isMasked ? 0 : 2) }
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
            let numbers = [supervised.descriptors.readiness, link.lifeline, link.page.descriptor]
            let tests = numbers.map { "test ! -e /proc/self/fd/\($0)" }.joined(separator: " && ")
            exit(system(tests) == 0 ? 0 : 2)
        }
    }

    @Test("The number of its ready pipe stays taken, so that a forked process never loses what a module has opened")
    func keepsNumber() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let supervised = try SupervisedHere()
            let link = try WorkerLink(descriptors: supervised.descriptors)
            link.reportReady()
            guard supervised.report() == "ready\n" else { exit(2) }
            let flags = fcntl(supervised.descriptors.readiness, F_GETFD)
            exit(flags >= 0 && flags & FD_CLOEXEC != 0 ? 0 : 3)
        }
    }

    @Test("A process without a supervisor is told so")
    func refusesOrphans() {
        let none = ControlDescriptors(readiness: 9001, lifeline: 9002, page: 9003)
        let error = #expect(throws: WorkerLinkError.self) { try WorkerLink(descriptors: none) }
        #expect(
            error?.description == "this process is not the worker of a supervisor; workers are started by "
                + "'modhost serve' only (using descriptor 9001 failed: Bad file descriptor)")
    }

}

/// What a supervisor gives to a worker, with both sides in this process.
private struct SupervisedHere {
    let page: WorkerPage
    let readiness: PipeEnds
    let lifeline: PipeEnds
    let descriptors: ControlDescriptors

    init() throws {
        page = try WorkerPage()
        readiness = try PipeEnds(for: "readiness")
        lifeline = try PipeEnds(for: "lifeline")
        descriptors = ControlDescriptors(
            readiness: dup(readiness.writeEnd), lifeline: dup(lifeline.readEnd), page: dup(page.descriptor))
        setenv(ControlDescriptors.positionVariable, "3", 1)
    }

    func report() -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(readiness.readEnd, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }
}
