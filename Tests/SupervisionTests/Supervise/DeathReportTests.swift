import CModuleABI
import CSharedPage
import Glibc
import Supervision
import Testing

@Suite("DeathReport")
struct DeathReportTests {
    private let call = NotedCall(
        module: 2, notification: RQ_BEGIN_REQUEST, isPost: false, isGlobal: false, exchange: 17)

    private var thread: ThreadAccount {
        ThreadAccount(
            threadID: 77, kind: BreadcrumbKindPool, depth: 1, calls: [call], requestExchange: 17,
            requestLine: Array("GET /x HTTP/1.1".utf8))
    }

    private func crash(sender: Int32? = nil, code: Int32 = 1, thread: ThreadAccount?) -> CrashAccount {
        CrashAccount(
            signal: SIGSEGV, code: code, senderPID: sender, threadID: 77, faultAddress: sender == nil ? 0x10 : nil,
            programCounters: [], places: [], thread: thread)
    }

    private func report(
        _ death: WorkerDeath, crash: CrashAccount? = nil, inside: [ThreadAccount] = [],
        expectation: DeathExpectation = .none, hadFinished: Bool = false
    ) -> DeathReport {
        DeathReport(
            position: 1, pid: 50, death: death, crash: crash, inside: inside, moduleNames: ["auth", "stamp"],
            expectation: expectation, hadFinished: hadFinished)
    }

    @Test("A crash inside a module names module, method, exchange, request and thread")
    func crashInside() {
        let report = report(.signalled(SIGSEGV), crash: crash(thread: thread))
        #expect(
            report.description == "worker 1 (pid 50) died of SIGSEGV at address 0x10 inside module \"stamp\", "
                + "OnBeginRequest, exchange 17, request \"GET /x HTTP/1.1\"; thread 77 (pool)")
        #expect(report.suspect?.moduleName == "stamp")
        #expect(report.suspect?.call == call)
    }

    @Test("A crash on a thread that was in no module blames nobody, whatever others did")
    func crashOutside() {
        let report = report(.signalled(SIGSEGV), crash: crash(thread: nil), inside: [thread])
        #expect(
            report.description == "worker 1 (pid 50) died of SIGSEGV at address 0x10; "
                + "no module was running on the thread that crashed; thread 77")
        #expect(report.suspect == nil)
    }

    @Test("The processor's fault without an address shows none")
    func noAddress() {
        #expect(!report(.signalled(SIGSEGV), crash: crash(code: 0x80, thread: nil)).description.contains("address"))
    }

    @Test("A signal from outside blames nobody", arguments: [SIGKILL, SIGTERM, SIGUSR1, SIGXCPU])
    func outside(signal: Int32) {
        let report = report(.signalled(signal), inside: [thread])
        let name = WorkerDeath.name(ofSignal: signal)
        #expect(
            report.description == "worker 1 (pid 50) was killed from outside (\(name)); no module is blamed")
        #expect(report.suspect == nil)
    }

    @Test("A crash signal that another process sent blames nobody")
    func sentFromOutside() {
        let report = report(.signalled(SIGSEGV), crash: crash(sender: 9, code: 0, thread: thread))
        #expect(
            report.description == "worker 1 (pid 50) was killed from outside (SIGSEGV sent by process 9); "
                + "no module is blamed")
        #expect(report.suspect == nil)
    }

    @Test("A signal that the worker sent itself, as abort() does, is a crash")
    func sentByItself() {
        #expect(report(.signalled(SIGABRT), crash: crash(sender: 50, code: -6, thread: thread)).suspect != nil)
    }

    @Test("A crash signal without an account is put down to the only call that was open, and else to nobody")
    func unaccounted() {
        let one = report(.signalled(SIGSEGV), inside: [thread])
        #expect(
            one.description
                == "worker 1 (pid 50) died of SIGSEGV inside module \"stamp\", OnBeginRequest, exchange 17, "
                + "request \"GET /x HTTP/1.1\", the only call that was open; where is not known, because the crash "
                + "handler was replaced or could not run")
        #expect(one.suspect?.moduleName == "stamp")
        for inside in [[], [thread, thread]] {
            let report = report(.signalled(SIGSEGV), inside: inside)
            #expect(
                report.description == "worker 1 (pid 50) died of SIGSEGV and left no account of it; no module is blamed"
            )
            #expect(report.suspect == nil)
        }
    }

    @Test("An exit that nobody asked for is put down to the only module that was running")
    func exit() {
        let one = report(.exited(code: 3), inside: [thread])
        #expect(
            one.description == "worker 1 (pid 50) exited with code 3 without being asked inside module \"stamp\", "
                + "OnBeginRequest, exchange 17, request \"GET /x HTTP/1.1\"; a module must not call exit() or daemon()")
        #expect(one.suspect != nil)
        let two = report(.exited(code: 3), inside: [thread, thread])
        #expect(two.description == "worker 1 (pid 50) exited with code 3 without being asked")
        #expect(two.suspect == nil)
    }

    @Test("What was asked for is no fault")
    func asked() {
        let ended = report(.exited(code: 0), expectation: .asked, hadFinished: true)
        #expect(ended.description == "worker 1 (pid 50) ended as asked")
        let killed = report(.signalled(SIGKILL), inside: [thread], expectation: .killed)
        #expect(killed.description == "worker 1 (pid 50) was killed before it had finished")
        #expect(killed.suspect == nil)
    }

    @Test("An end before the modules were told of it is one, though the worker was asked to end")
    func tooEarly() {
        let exit = report(.exited(code: 0), inside: [thread], expectation: .asked)
        #expect(exit.cause == .exit(code: 0))
        #expect(exit.suspect?.moduleName == "stamp")
        #expect(exit.description.contains("exited with code 0 before it had finished inside module \"stamp\""))
        #expect(report(.signalled(SIGKILL), expectation: .asked).cause == .outside(signal: SIGKILL, sender: nil))
    }

    @Test("A crash while draining still names its module")
    func crashWhileDraining() {
        #expect(report(.signalled(SIGSEGV), crash: crash(thread: thread), expectation: .asked).suspect != nil)
    }

    @Test("A failed start is told in its own words")
    func failure() {
        let report = report(.exited(code: 1), expectation: .failure("a.so has no RegisterModule"))
        #expect(report.description == "worker 1 (pid 50) could not start: a.so has no RegisterModule")
    }

    @Test("A module number without a name is shown as a number")
    func unknownModule() {
        var other = thread
        other.calls[0].module = 9
        #expect(report(.signalled(SIGSEGV), crash: crash(thread: other)).suspect?.moduleName == "module 9")
        other.calls[0].module = .max
        #expect(report(.signalled(SIGSEGV), crash: crash(thread: other)).suspect?.moduleName == "module 4294967295")
    }
}
