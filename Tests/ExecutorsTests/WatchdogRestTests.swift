import CModuleABI
import CSharedPage
import Glibc
import OperatingSystem
import Synchronization
import TestSupport
import Testing

@testable import Executors

@Suite("The watchdog's rest", .timeLimit(.minutes(10)))
struct WatchdogRestTests {
    private let holds = ParkingSpot()
    private let log = CapturedLog()

    private func watchdog(onHold: @escaping @Sendable () -> Void = {}) -> Watchdog {
        Watchdog(
            interval: .milliseconds(2), poolInterval: .milliseconds(10), logger: log.logger, moduleName: { "m\($0)" },
            notificationName: { "On\($0.notification)" }, onHold: { _ in onHold() })
    }

    /// Waits until a condition holds.
    private func wait(for condition: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(100)
        while !condition() {
            guard ContinuousClock.now < end else { return false }
            usleep(1_000)
        }
        return true
    }

    /// A page whose memory stays for good, since watched slots must.
    private func page() throws -> UInt {
        let page = try #require(SharedPage_Map(SharedPage_CreateFile(), 1))
        return UInt(bitPattern: page)
    }

    /// A thread that is a loop for the watchdog: it sleeps until it is woken, and then does what it is told.
    private func startLoop(_ watchdog: Watchdog, _ body: @escaping @Sendable () -> Void) throws -> PosixThread {
        let page = try page()
        return try PosixThread.start(named: "test-loop") {
            guard let page = UnsafeMutablePointer<SharedPage>(bitPattern: page),
                let slot = SharedPage_ClaimSlot(page, BreadcrumbKindLoop)
            else { return }
            watchdog.watch(slot)
            body()
            watchdog.unwatch(slot)
            SharedPage_ReleaseSlot(slot)
        }
    }

    /// Where the kernel tells of the calling thread.
    private static func ownFolder() -> String {
        var target = [CChar](repeating: 0, count: 64)
        let length = readlink("/proc/thread-self", &target, target.count)
        return "/proc/" + String(decoding: target.prefix(max(0, length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// How often a thread has gone to sleep of its own will.
    private func switches(_ folder: String) -> Int {
        guard let file = fopen("\(folder)/status", "re") else { return -1 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if text.hasPrefix("voluntary_ctxt_switches:") { return Int(text.split { !$0.isNumber }.last ?? "") ?? -1 }
        }
        return -1
    }

    @Test("While a loop idles it is not woken at all, and a hold after that is found all the same")
    func idle() throws {
        let thread = Lock("")
        let watchdog = watchdog { [holds] in
            thread.withLock { $0 = Self.ownFolder() }
            holds.wake()
        }
        let next = ParkingSpot()
        let gate = ParkingSpot()
        try watchdog.start()
        let loop = try startLoop(watchdog) {
            for round in 1...3 {
                next.sleep()
                watchdog.loopBegins()
                Breadcrumb_Enter(Breadcrumb_Current(), UInt32(round), RQ_RESOLVE_REQUEST_CACHE, 0, 1)
                gate.sleep()
                Breadcrumb_Leave(Breadcrumb_Current())
            }
        }
        for _ in 1...3 {
            next.wake()
            #expect(holds.sleep(atMost: .seconds(100)))
            let sleeps = watchdog.endlessSleeps.load(ordering: .relaxed)
            gate.wake()
            #expect(wait { watchdog.endlessSleeps.load(ordering: .relaxed) > sleeps })
            let folder = thread.withLock { $0 }
            // Fifty of its intervals: even one wake-up would be seen.
            let isStill = wait {
                let before = switches(folder)
                usleep(100_000)
                return before > 0 && switches(folder) == before
            }
            #expect(isStill)
        }
        loop.join()
        watchdog.stop()
    }

    @Test("It does not lie down for good while a loop is in a call")
    func busy() throws {
        let watchdog = watchdog { [holds] in holds.wake() }
        try watchdog.start()
        let loop = try startLoop(watchdog) { [holds] in
            Breadcrumb_Enter(Breadcrumb_Current(), 1, RQ_RESOLVE_REQUEST_CACHE, 0, 1)
            _ = holds.sleep(atMost: .seconds(100))
            let before = watchdog.endlessSleeps.load(ordering: .relaxed)
            usleep(200_000)
            #expect(watchdog.endlessSleeps.load(ordering: .relaxed) == before)
            Breadcrumb_Leave(Breadcrumb_Current())
        }
        loop.join()
        watchdog.stop()
    }

    @Test("A job of the pool wakes it, and a thread that a module keeps is looked at until it is free")
    func pool() throws {
        let watchdog = watchdog()
        let page = try page()
        let pool = try ThreadPool(
            limits: ThreadPoolLimits(maximum: 1, minimum: 1), logger: log.logger,
            threadStarted: {
                guard let page = UnsafeMutablePointer<SharedPage>(bitPattern: page),
                    let slot = SharedPage_ClaimSlot(page, BreadcrumbKindPool)
                else { return }
                watchdog.watchPoolThread(slot)
            },
            threadEnds: { Breadcrumb_Current().map { watchdog.unwatchPoolThread($0) } },
            jobBegins: { watchdog.poolBegins() })
        watchdog.watch(pool)
        try watchdog.start()
        #expect(wait { watchdog.endlessSleeps.load(ordering: .relaxed) == 1 })
        let gate = ParkingSpot()
        #expect(
            pool.submit {
                Breadcrumb_Request(Breadcrumb_Current(), 9, "GET /stuck", 10)
                Breadcrumb_Enter(Breadcrumb_Current(), 4, RQ_RESOLVE_REQUEST_CACHE, 0, 9)
                gate.sleep()
                Breadcrumb_Leave(Breadcrumb_Current())
            })
        #expect(pool.submit {})
        // The line about a pool that has come to a stop comes after five seconds.
        #expect(wait { !log.entries.isEmpty })
        let line = log.entries.first?.message ?? ""
        #expect(line.hasPrefix("no thread of the thread pool has come free for 5 s, and 1 request waits for one; "))
        #expect(line.contains("of the 1 threads at work 1 is in module \"m4\"; held longest: the one in module \"m4\""))
        #expect(line.hasSuffix(" s in On8, asleep, for \"GET /stuck\""), "\(line)")
        #expect(watchdog.poolAccount()?.contains("\"GET /stuck\"") == true)
        #expect(watchdog.endlessSleeps.load(ordering: .relaxed) == 1)
        gate.wake()
        #expect(wait { log.entries.count > 1 })
        #expect(log.entries.last?.message.hasPrefix("a thread of the thread pool has come free, after ") == true)
        #expect(wait { watchdog.endlessSleeps.load(ordering: .relaxed) == 2 })
        pool.shutdown()
        watchdog.stop()
    }
}
