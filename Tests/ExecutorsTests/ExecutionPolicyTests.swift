import Configuration
import Logging
import OperatingSystem
import TestSupport
import Testing

@testable import Executors

@Suite("The execution policy", .timeLimit(.minutes(10)))
struct ExecutionPolicyTests {
    private let log = CapturedLog()

    private func policy(_ modules: [(name: String, mode: ExecutionMode)]) -> ExecutionPolicy {
        ExecutionPolicy(modules: modules, logger: log.logger) { call in "notification \(call.notification)" }
    }

    private func hold(_ module: UInt32, _ time: ContinuousClock.Instant = .now) -> Hold {
        Hold(
            call: ModuleCall(module: module, notification: 7), activity: .asleep,
            duration: .milliseconds(10), seenAt: time)
    }

    private func earn(_ module: UInt32, in policy: ExecutionPolicy, calls: Int = 1_000) {
        for _ in 0..<calls { policy.recordCall(module, waited: false) }
    }

    @Test("Every module must be trusted before walks run inline")
    func allInline() {
        #expect(policy([]).allInline)
        #expect(policy([("a", .inline), ("b", .inline)]).allInline)
        #expect(!policy([("a", .inline), ("b", .pool)]).allInline)

        let mixed = policy([("a", .auto), ("b", .inline), ("c", .auto)])
        #expect(!mixed.allInline)
        earn(1, in: mixed)
        #expect(mixed.runsInline(1) && !mixed.runsInline(3) && !mixed.allInline)
        earn(3, in: mixed)
        #expect(mixed.allInline)
        for _ in 0..<3 { mixed.recordHold(hold(1)) }
        #expect(!mixed.runsInline(1) && mixed.runsInline(3) && !mixed.allInline)
        earn(1, in: mixed, calls: 2_000)
        #expect(mixed.allInline)
        mixed.disqualify(ModuleCall(module: 3, notification: 1), .wroteUnbuffered)
        #expect(!mixed.allInline)
    }

    @Test("Only modules on probation need to be measured")
    func probation() {
        let policy = policy([("a", .auto), ("b", .inline), ("c", .pool)])
        #expect(policy.isOnProbation(1) && !policy.isOnProbation(2) && !policy.isOnProbation(3))
        earn(1, in: policy)
        #expect(!policy.isOnProbation(1))
        for _ in 0..<3 { policy.recordHold(hold(1)) }
        #expect(policy.isOnProbation(1))
        policy.disqualify(ModuleCall(module: 1, notification: 1), .flushed)
        #expect(!policy.isOnProbation(1))
    }

    @Test("Each change is logged once, with the module, the notification and the reason")
    func logs() throws {
        let policy = policy([("stamp", .auto)])
        earn(1, in: policy, calls: 1_500)
        #expect(
            log.entries.map(\.message) == [
                "module \"stamp\" moves to the event loops: 1000 calls in a row did not wait"
            ])
        for _ in 0..<5 { policy.recordHold(hold(1)) }
        #expect(log.entries.count == 4)
        let lost = try #require(log.entries.last)
        #expect(lost.level == .warning)
        #expect(
            lost.message == """
                module "stamp" moves to the thread pool: it held an event loop 3 times within a minute, \
                this time in notification 7; 2000 calls without a wait bring it back
                """)
        #expect(lost.metadata["module"] == "stamp")
        #expect(lost.metadata["notification"] == "notification 7")
        for _ in 0..<3 { policy.disqualify(ModuleCall(module: 1, notification: 9), .wroteUnbuffered) }
        #expect(log.entries.count == 5)
        #expect(
            log.entries.last?.message == """
                module "stamp" stays on the thread pool from now on: it wrote without buffering and had to wait for \
                the client in notification 9
                """)
    }

    @Test("Holds of a module under inline are logged once a minute and change nothing")
    func tolerated() {
        let policy = policy([("vouched", .inline)])
        let start = ContinuousClock.now
        for second in 0..<120 { policy.recordHold(hold(1, start.advanced(by: .seconds(second)))) }
        #expect(log.entries.count == 2)
        #expect(policy.allInline)
    }

    @Test("A number that no module has changes nothing")
    func unknown() {
        let policy = policy([("a", .inline)])
        for module in [UInt32(0), 2, .max] {
            policy.recordCall(module, waited: true)
            policy.recordHold(hold(module))
            policy.disqualify(ModuleCall(module: module, notification: 1), .flushed)
            #expect(!policy.runsInline(module) && !policy.isOnProbation(module))
        }
        #expect(policy.allInline)
        #expect(log.entries.isEmpty)
    }

    @Test("Calls, holds and disqualifications from many threads leave flags and standing in step")
    func threads() throws {
        let policy = policy([("a", .auto), ("b", .auto), ("c", .auto)])
        let threads = try (0..<4).map { thread in
            try PosixThread.start(named: "policy-\(thread)") {
                for round in 0..<30_000 {
                    let module = UInt32(round % 3 + 1)
                    policy.recordCall(module, waited: false)
                    if round % 5_000 == 0 { policy.recordHold(self.hold(module)) }
                    if thread == 0 && round == 20_001 {
                        policy.disqualify(ModuleCall(module: 1, notification: 1), .flushed)
                    }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(!policy.runsInline(1) && !policy.allInline)
        // Everybody else can still earn the loop, and the count of modules on the pool has not drifted.
        let onLoop = (1...3).count { policy.runsInline(UInt32($0)) }
        for module in [UInt32(2), 3] { earn(module, in: policy, calls: 64_000) }
        #expect(policy.runsInline(2) && policy.runsInline(3) && onLoop <= 2)
        #expect(!policy.allInline)
    }
}
