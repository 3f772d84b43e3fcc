import Glibc
import OperatingSystem
import Synchronization
import Testing

@testable import Executors

@Suite("The wait meter", .timeLimit(.minutes(10)))
struct WaitMeterTests {
    private final class Done: Sendable {
        let flag = Atomic(false)
    }

    @Test("A call that sleeps has waited; once asked, the meter starts anew")
    func sleeping() {
        let spot = ParkingSpot()
        var meter = WaitMeter()
        _ = spot.sleep(atMost: .milliseconds(1))
        let answers = [meter.hasWaited(), meter.hasWaited()]
        #expect(answers == [true, false])
    }

    @Test("A call that only computes has not waited, however long it takes")
    func computing() {
        let start = clock()
        var meter = WaitMeter()
        var sum = UInt64(0)
        while clock() - start < CLOCKS_PER_SEC / 50 { sum = sum &* 31 &+ 7 }
        let hasWaited = meter.hasWaited()
        #expect(!hasWaited, "\(sum)")
    }

    @Test("Waits of other threads do not count")
    func otherThreads() throws {
        let isDone = Done()
        let other = try PosixThread.start(named: "waits") {
            let spot = ParkingSpot()
            for _ in 0..<20 { _ = spot.sleep(atMost: .microseconds(100)) }
            isDone.flag.store(true, ordering: .relaxed)
        }
        var meter = WaitMeter()
        // Spins on purpose: this thread must not sleep.
        while !isDone.flag.load(ordering: .relaxed) {}
        let waited = meter.hasWaited()
        other.join()
        #expect(!waited)
    }
}
