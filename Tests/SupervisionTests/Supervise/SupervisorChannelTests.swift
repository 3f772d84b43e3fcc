import Glibc
import Supervision
import Testing

@Suite("Supervisor and its channels")
struct SupervisorChannelTests {
    @Test("Each worker gets the configuration whole, however long it is, and cannot change it")
    func configuration() async throws {
        let configuration = [UInt8](repeating: UInt8(ascii: "a"), count: 3_000_000) + [UInt8(ascii: "z")]
        let supervisor = try RunningSupervisor("configuration", configuration: configuration)
        #expect(await supervisor.nextReady() != nil)
        #expect(supervisor.answer() == "3000001 bytes, the last is z")
        #expect(await supervisor.stop() == 0)
    }

    @Test("SIGUSR1 has workers open their logs anew")
    func reopensLogs() async throws {
        let supervisor = try RunningSupervisor("serve")
        #expect(await supervisor.nextReady() != nil)
        supervisor.signals.send(SIGUSR1)
        #expect(supervisor.answer() == "r")
        #expect(await supervisor.stop() == 0)
    }

    @Test(
        "A worker that says what is not understood does not start, for a reason of one sentence",
        arguments: [
            ("nonsense-version", "a message has the form of version 9"),
            ("nonsense-kind", "a message is of kind 77"), ("nonsense-side", "a message is of kind 3"),
            ("nonsense-short", "a message of 2 bytes is too short"),
            ("nonsense-long", "a message is longer than 8192 bytes"),
            ("nonsense-surplus", "a message of kind 32769 has 1 bytes too many"),
            ("nonsense-descriptor", "a message is longer than 8192 bytes, or brings descriptors"),
        ])
    func nonsense(mode: String, reason: String) async throws {
        var policy = WorkerPolicy()
        policy.failureGrace = .milliseconds(100)
        let supervisor = try RunningSupervisor(mode, policy: policy)
        let told = await supervisor.next { if case .failed(_, let reason) = $0 { reason } else { nil } }
        #expect(told?.hasPrefix("what the worker said was not understood: \(reason)") == true, "\(told ?? "nothing")")
        #expect(await supervisor.result() == 1)
    }

    @Test(
        "A worker that serves and then talks nonsense, or repeats itself, without end is told once, and serves on",
        arguments: ["nonsense-flood", "nonsense-repeated"])
    func flood(mode: String) async throws {
        let supervisor = try RunningSupervisor(mode)
        #expect(await supervisor.nextReady() != nil)
        #expect(await supervisor.stop() == 0)
        let lines = supervisor.log.lines.filter { $0.hasPrefix("warning: worker 1 is not listened to any more: ") }
        #expect(lines.count == 1)
    }
}
