import CModuleABI
import CSharedPage
import Glibc
import OperatingSystem
import TestSupport
import Testing

@testable import Executors

@Suite("The watchdog", .timeLimit(.minutes(10)))
struct WatchdogTests {
    /// What a watchdog reports, for a test to wait for.
    private final class Reports: Sendable {
        private let holds = Lock<[Hold]>([])
        private let arrival = ParkingSpot()

        var all: [Hold] { holds.withLock { $0 } }

        func add(_ hold: Hold) {
            holds.withLock { $0.append(hold) }
            arrival.wake()
        }

        func awaitOne() -> Bool { arrival.sleep(atMost: .seconds(100)) }
    }

    private func watchdog(onHold: @escaping @Sendable (Hold) -> Void) -> Watchdog {
        Watchdog(
            logger: CapturedLog().logger,
            moduleName: { "module \($0)" },
            notificationName: { "notification \($0.notification)" },
            onHold: onHold
        )
    }

    /// A thread with a breadcrumb slot, as an event loop has one, that does as it is told inside a call.
    private func withLoop(
        _ body: @escaping @Sendable (Reports) -> Void
    ) throws -> [Hold] {
        let file = SharedPage_CreateFile()
        defer { close(file) }
        let page = try #require(SharedPage_Map(file, 1))
        defer { SharedPage_Unmap(page) }
        let reports = Reports()
        let watchdog = watchdog { reports.add($0) }
        try watchdog.start()
        let pageAddress = UInt(bitPattern: page)
        let loop = try PosixThread.start(named: "test-loop") {
            guard let page = UnsafeMutablePointer<SharedPage>(bitPattern: pageAddress),
                let slot = SharedPage_ClaimSlot(page, BreadcrumbKindLoop)
            else { return }
            watchdog.watch(slot)
            body(reports)
            watchdog.unwatch(slot)
            SharedPage_ReleaseSlot(slot)
        }
        loop.join()
        watchdog.stop()
        return reports.all
    }

    @Test("A call that sleeps on a loop is reported once, with module and notification")
    func asleep() throws {
        let holds = try withLoop { reports in
            Breadcrumb_Enter(Breadcrumb_Current(), 2, RQ_MAP_REQUEST_HANDLER, BreadcrumbIsPost, 77)
            #expect(reports.awaitOne())
            // It goes on sleeping in the same call: nothing new to report.
            _ = ParkingSpot().sleep(atMost: .milliseconds(60))
            Breadcrumb_Leave(Breadcrumb_Current())
        }
        let call = ModuleCall(module: 2, notification: RQ_MAP_REQUEST_HANDLER, flags: BreadcrumbIsPost)
        #expect(holds.map(\.call) == [call])
        #expect(holds.first?.activity == .asleep)
        #expect(holds.allSatisfy { $0.duration >= .milliseconds(10) })
    }

    @Test("A call that computes on a loop is reported")
    func burning() throws {
        let holds = try withLoop { reports in
            Breadcrumb_Enter(Breadcrumb_Current(), 5, RQ_AUTHENTICATE_REQUEST, 0, 78)
            let limit = ContinuousClock.now.advanced(by: .seconds(100))
            while reports.all.isEmpty && ContinuousClock.now < limit {}
            Breadcrumb_Leave(Breadcrumb_Current())
        }
        #expect(holds.map(\.call) == [ModuleCall(module: 5, notification: RQ_AUTHENTICATE_REQUEST)])
        #expect(holds.first?.activity == .burning)
    }

    @Test("The innermost call is the one that is blamed")
    func nested() throws {
        let holds = try withLoop { reports in
            Breadcrumb_Enter(Breadcrumb_Current(), 1, RQ_BEGIN_REQUEST, 0, 79)
            Breadcrumb_Enter(Breadcrumb_Current(), 2, RQ_AUTHORIZE_REQUEST, 0, 80)
            #expect(reports.awaitOne())
            Breadcrumb_Leave(Breadcrumb_Current())
            Breadcrumb_Leave(Breadcrumb_Current())
        }
        #expect(holds.map(\.call.module) == [2])
    }

    @Test("A loop that sleeps outside of any call is nobody's fault, nor are many short calls")
    func harmless() throws {
        let holds = try withLoop { _ in
            _ = ParkingSpot().sleep(atMost: .milliseconds(60))
            let end = ContinuousClock.now.advanced(by: .milliseconds(60))
            while ContinuousClock.now < end {
                Breadcrumb_Enter(Breadcrumb_Current(), 1, RQ_BEGIN_REQUEST, 0, 81)
                Breadcrumb_Leave(Breadcrumb_Current())
            }
        }
        #expect(holds.isEmpty)
    }

    @Test("Three holds take a module off the loops")
    func endToEnd() throws {
        let log = CapturedLog()
        let policy = ExecutionPolicy(modules: [("slow", .auto)], logger: log.logger) { _ in "OnBeginRequest" }
        for _ in 0..<1_000 { policy.recordCall(1, waited: false) }
        #expect(policy.allInline)
        let holds = try withLoop { reports in
            for _ in 0..<3 {
                Breadcrumb_Enter(Breadcrumb_Current(), 1, RQ_BEGIN_REQUEST, 0, 82)
                #expect(reports.awaitOne())
                Breadcrumb_Leave(Breadcrumb_Current())
            }
        }
        for hold in holds { policy.recordHold(hold) }
        #expect(!policy.allInline)
        #expect(log.entries.last?.message.contains("\"slow\" moves to the thread pool") == true)
    }

    @Test("A watchdog that was never started, or is stopped twice, stops")
    func stops() throws {
        watchdog { _ in }.stop()
        let running = watchdog { _ in }
        try running.start()
        running.stop()
        running.stop()
    }
}
