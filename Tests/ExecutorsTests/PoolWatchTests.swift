import CSharedPage
import Testing

@testable import Executors

@Suite("The watch over the threads of the pool")
struct PoolWatchTests {
    private let start = ContinuousClock.now
    private let names = CallNames(module: { "m\($0)" }, notification: { "On\($0.notification)" })

    /// A slot of the calling thread, as a thread of the pool has one, and a watch over it.
    private func withSlot(_ body: (UnsafeMutablePointer<BreadcrumbSlot>, inout PoolWatch) -> Void) throws {
        let file = SharedPage_CreateFile()
        let page = try #require(SharedPage_Map(file, 1))
        defer { SharedPage_Unmap(page) }
        let slot = try #require(SharedPage_ClaimSlot(page, BreadcrumbKindPool))
        var watch = PoolWatch()
        watch.add(ThreadProbe(slot: slot), at: start)
        body(slot, &watch)
    }

    /// The seconds of a span, looked at once each, at which the thread is told of.
    private func reports(
        _ watch: inout PoolWatch, _ seconds: ClosedRange<Int>, _ each: (Int) -> Void = { _ in }
    ) -> [Int] {
        seconds.filter {
            each($0)
            return !watch.look(at: start + .seconds($0)).isEmpty
        }
    }

    @Test("A call that goes on is told after 30, 300 and 3,000 seconds, with module, notification and request")
    func held() throws {
        try withSlot { slot, watch in
            Breadcrumb_Request(slot, 7, "GET /x", 6)
            Breadcrumb_Enter(slot, 3, 8, 0, 7)
            #expect(reports(&watch, 1...4_000) == [31, 301, 3_001])
            let account = watch.account(
                ThreadPool.Status(threads: 1, idle: 0, waitingJobs: 0, taken: 1, maximum: 1), at: start + .seconds(41))
            #expect(account.longest?.account.call == ModuleCall(module: 3, notification: 8))
            #expect(account.longest?.account.request == "GET /x")
            #expect(account.longest?.duration == .seconds(40))
        }
    }

    @Test("The line of another request is never shown")
    func otherRequest() throws {
        try withSlot { slot, watch in
            Breadcrumb_Request(slot, 6, "GET /x", 6)
            Breadcrumb_Enter(slot, 3, 8, 0, 7)
            #expect(
                watch.account(.init(threads: 1, idle: 0, waitingJobs: 0, taken: 1, maximum: 1), at: start).longest?
                    .account.request == nil)
        }
    }

    @Test("Calls that end in between, and a thread that is in no call, are not told of")
    func short() throws {
        try withSlot { slot, watch in
            #expect(reports(&watch, 1...100) == [])
            let none = reports(&watch, 101...200) {
                if $0 % 20 == 0 { Breadcrumb_Enter(slot, 1, 8, 0, UInt64($0)) }
                if $0 % 20 == 19, $0 > 120 { Breadcrumb_Leave(slot) }
            }
            #expect(none == [])
        }
    }

    @Test("A thread that waits for its client is not told of, and the wait is not added to what comes after it")
    func client() throws {
        try withSlot { slot, watch in
            Breadcrumb_Enter(slot, 1, 8, 0, 7)
            Breadcrumb_BeginClientWait(slot)
            #expect(reports(&watch, 1...100) == [])
            let status = ThreadPool.Status(threads: 1, idle: 0, waitingJobs: 0, taken: 1, maximum: 1)
            #expect(watch.account(status, at: start).text(names) == "of the 1 threads at work 1 waits for its client")
            Breadcrumb_EndClientWait(slot)
            #expect(reports(&watch, 101...140) == [131])
        }
    }

    @Test("A module that writes to its client now and then is told of once, not after each pause")
    func heartbeat() throws {
        try withSlot { slot, watch in
            Breadcrumb_Enter(slot, 1, 8, 0, 7)
            let told = reports(&watch, 1...1_000) {
                guard $0 % 40 == 0 else { return }
                Breadcrumb_BeginClientWait(slot)
                Breadcrumb_EndClientWait(slot)
            }
            #expect(told == [31])
        }
    }
}
