import Testing

@testable import Executors

@Suite("The detection of a pool that has come to a stop")
struct StallDetectorTests {
    private let start = ContinuousClock.now

    private func status(
        threads: Int = 4, idle: Int = 0, waiting: Int = 0, taken: UInt64 = 9, maximum: Int = 4
    ) -> ThreadPool.Status {
        ThreadPool.Status(threads: threads, idle: idle, waitingJobs: waiting, taken: taken, maximum: maximum)
    }

    /// What a detector finds that is shown one status a second.
    private func findings(_ statuses: [ThreadPool.Status]) -> [Int: StallDetector.Finding] {
        var detector = StallDetector()
        var found: [Int: StallDetector.Finding] = [:]
        for (second, status) in statuses.enumerated() {
            found[second] = detector.observe(status, at: start + .seconds(second))
        }
        return found
    }

    @Test("No thread comes free: told after 5, 50 and 500 seconds, whether requests wait or not", arguments: [0, 2])
    func stalled(waiting: Int) {
        let found = findings(Array(repeating: status(waiting: waiting), count: 700))
        #expect(found == [5: .stalled(.seconds(5)), 50: .stalled(.seconds(50)), 500: .stalled(.seconds(500))])
    }

    @Test("A pool that may grow has not come to a stop, unless a request waits and no thread is to be had")
    func below() {
        #expect(findings(Array(repeating: status(maximum: 5), count: 20)).isEmpty)
        #expect(
            findings(Array(repeating: status(waiting: 1, maximum: 5), count: 20)) == [5: .stalled(.seconds(5))])
    }

    @Test("A pool whose threads take jobs, or one of which is idle, has not come to a stop")
    func busy() {
        #expect(findings((0..<20).map { status(waiting: 2, taken: UInt64($0 / 4)) }).isEmpty)
        #expect(findings(Array(repeating: status(idle: 1), count: 20)).isEmpty)
    }

    @Test("Its end is told if its beginning was, and the next one is told like the first")
    func recovered() {
        let short = Array(repeating: status(), count: 3)
        let long = Array(repeating: status(taken: 10), count: 8)
        let found = findings(short + long + [status(idle: 1, taken: 10)] + long)
        #expect(
            found == [
                8: .stalled(.seconds(5)), 11: .recovered(after: .seconds(8)), 17: .stalled(.seconds(5)),
            ])
    }
}
