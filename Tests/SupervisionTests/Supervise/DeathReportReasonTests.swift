import CSharedPage
import Glibc
import Supervision
import Testing

@Suite("DeathReport as a reason")
struct DeathReportReasonTests {
    private let remedy = "; mend the module, or remove it from the list of modules."

    private func thread(in call: UInt32) -> ThreadAccount {
        let call = NotedCall(module: 1, notification: call, isPost: false, isGlobal: false, exchange: 0)
        return ThreadAccount(
            threadID: 77, kind: BreadcrumbKindOther, depth: 1, calls: [call], requestExchange: 0, requestLine: [])
    }

    private func reason(
        _ death: WorkerDeath, crash: CrashAccount? = nil, inside: [ThreadAccount] = [],
        expectation: DeathExpectation = .none
    ) -> String {
        DeathReport(
            position: 1, pid: 50, death: death, crash: crash, inside: inside, moduleNames: ["auth"],
            expectation: expectation
        ).reasonForNoStart
    }

    private func crash(_ thread: ThreadAccount?) -> CrashAccount {
        CrashAccount(
            signal: SIGSEGV, code: 1, senderPID: nil, threadID: 77, faultAddress: 0x10, programCounters: [1],
            places: ["a.so+0x1"], thread: thread)
    }

    @Test("What a worker says itself is the whole sentence")
    func reported() {
        #expect(reason(.exited(code: 1), expectation: .failure("a.so: no.")) == "a.so: no.")
    }

    @Test("A module that crashes, exits or does not return is named, without process, thread and places")
    func named() {
        let inside = thread(in: BreadcrumbCallRegisterModule)
        #expect(
            reason(.signalled(SIGSEGV), crash: crash(inside))
                == "Module \"auth\" crashed (SIGSEGV at address 0x10) in RegisterModule\(remedy)")
        #expect(
            reason(.exited(code: 3), inside: [inside])
                == "Module \"auth\" ended the process, by exit() or daemon() with code 3, in RegisterModule\(remedy)")
        #expect(
            reason(.signalled(SIGKILL), inside: [inside], expectation: .overdue(.seconds(60)))
                == "Module \"auth\" had not returned from RegisterModule after 60 seconds\(remedy)")
        #expect(
            reason(.signalled(SIGKILL), inside: [inside], expectation: .overdue(.milliseconds(300)))
                == "Module \"auth\" had not returned from RegisterModule after 0.3 seconds\(remedy)")
    }

    @Test("Where no module was being called, the worker is what the sentence is about")
    func unnamed() {
        let sentences = [
            reason(.signalled(SIGSEGV), crash: crash(nil)): "crashed (SIGSEGV at address 0x10) before it was ready",
            reason(.exited(code: 0)): "ended with exit code 0 before it was ready",
            reason(.signalled(SIGKILL), expectation: .overdue(.seconds(1))): "was not ready within 1 second",
            reason(.signalled(SIGKILL)): "was killed from outside (SIGKILL) before it was ready",
            reason(.signalled(SIGSEGV)): "died of SIGSEGV before it was ready",
        ]
        for (sentence, start) in sentences {
            #expect(sentence.hasPrefix("The worker \(start)"))
            #expect(sentence.hasSuffix(".") && sentence.contains("; "), "\(sentence)")
        }
    }
}
