import CModuleABI
import CSharedPage
import Testing

@testable import Executors

@Suite("The detection of holds")
struct HoldDetectorTests {
    private let start = ContinuousClock.now
    private let call = ModuleCall(module: 3, notification: RQ_BEGIN_REQUEST, flags: BreadcrumbIsPost)

    private func sample(
        _ milliseconds: Int, sequence: UInt32 = 10, call: ModuleCall?, cpu: Int = 0, asleep: Bool = false
    ) -> LoopSample {
        LoopSample(
            sequence: sequence,
            call: call,
            takenAt: start.advanced(by: .milliseconds(milliseconds)),
            cpuTime: .milliseconds(cpu),
            isAsleep: asleep
        )
    }

    private func findings(_ samples: [LoopSample]) -> [HoldDetector.Finding?] {
        var detector = HoldDetector(interval: .milliseconds(10))
        return samples.map { detector.observe($0) }
    }

    private func hold(_ activity: Hold.Activity, _ milliseconds: Int, seenAt: Int) -> Hold {
        Hold(
            call: call, activity: activity, duration: .milliseconds(milliseconds),
            seenAt: start.advanced(by: .milliseconds(seenAt)))
    }

    @Test("One call at two samples, asleep, is a hold, reported once")
    func asleep() {
        let found = findings([
            sample(0, call: call), sample(10, call: call, asleep: true), sample(20, call: call, asleep: true),
        ])
        #expect(found == [nil, .hold(hold(.asleep, 10, seenAt: 10)), nil])
    }

    @Test("One call at two samples that used half of the time on the CPU is a hold; a little less is not")
    func burning() {
        #expect(
            findings([sample(0, call: call, cpu: 100), sample(10, call: call, cpu: 105)])
                == [nil, .hold(hold(.burning, 10, seenAt: 10))])
        #expect(findings([sample(0, call: call, cpu: 100), sample(10, call: call, cpu: 104)]) == [nil, nil])
    }

    @Test("A thread that did not get the CPU is not blamed until it sleeps or computes")
    func descheduled() {
        let found = findings([
            sample(0, call: call), sample(500, call: call, cpu: 1), sample(510, call: call, cpu: 9),
        ])
        #expect(found == [nil, nil, .hold(hold(.burning, 510, seenAt: 510))])
    }

    @Test("Two calls in a row are no hold, not even of one module in one notification")
    func twoCalls() {
        let found = findings([
            sample(0, sequence: 10, call: call), sample(10, sequence: 14, call: call, cpu: 10, asleep: true),
        ])
        #expect(found == [nil, nil])
    }

    @Test("A loop that is in no call holds nothing, asleep or not")
    func noCall() {
        #expect(findings([sample(0, call: nil), sample(10, call: nil, asleep: true)]) == [nil, nil])
    }

    @Test("A second call of the same module is reported again")
    func secondCall() {
        let found = findings([
            sample(0, call: call), sample(10, call: call, asleep: true),
            sample(20, sequence: 12, call: call), sample(30, sequence: 12, call: call, asleep: true),
        ])
        #expect(
            found == [
                nil, .hold(hold(.asleep, 10, seenAt: 10)), nil, .hold(hold(.asleep, 10, seenAt: 30)),
            ])
    }

    @Test("Samples closer together than the interval prove nothing and do not shorten the next distance")
    func tooClose() {
        let found = findings([
            sample(0, call: call), sample(6, call: call, cpu: 6, asleep: true),
            sample(12, call: call, cpu: 12),
        ])
        #expect(found == [nil, nil, .hold(hold(.burning, 12, seenAt: 12))])
    }

    @Test("A call that goes on is reported again after 1, 10 and 100 seconds")
    func prolonged() {
        var detector = HoldDetector(interval: .milliseconds(10))
        var reported: [Int] = []
        for step in 0...12_000 {
            let finding = detector.observe(sample(step * 10, call: call, asleep: step > 0))
            if finding != nil { reported.append(step * 10) }
        }
        #expect(reported == [10, 1_000, 10_000, 100_000])
    }

}
