import OperatingSystem
import Testing

@testable import Executors

@Suite("What the pool decides under its lock")
struct ThreadPoolStateTests {
    private let limits = ThreadPoolLimits(maximum: 3, minimum: 1, queue: 8)
    private let job = ClosureJob {}

    private func state(threads: Int) -> ThreadPool.State {
        var state = ThreadPool.State(queue: JobQueue(limit: limits.queue))
        for _ in 0..<threads { state.countFirstThread() }
        return state
    }

    /// A state with one idle thread for each spot, the last of which fell idle last.
    private func state(idle spots: [ParkingSpot]) -> ThreadPool.State {
        var state = state(threads: spots.count)
        for spot in spots { _ = state.next(.started, spot, limits) }
        return state
    }

    private func kind(_ help: ThreadPool.Help?) -> String {
        switch help {
        case nil: "refused"
        case .some(.none): "none"
        case .wake: "wake"
        case .startThread: "start"
        }
    }

    private func kind(_ step: ThreadPool.Step) -> String {
        switch step {
        case .run(_, let help): "run, \(kind(help))"
        case .sleep(mayLeave: true): "sleep"
        case .sleep(mayLeave: false): "sleep for good"
        case .awaitWake: "await wake"
        case .leave: "leave"
        }
    }

    @Test("A burst calls one thread; each that arrives and finds more jobs calls the next, the idle one first")
    func chain() {
        let spots = [ParkingSpot(), ParkingSpot()]
        var state = state(idle: spots)
        let submissions = (0..<4).map { _ in kind(state.submit(job, limits)) }
        #expect(submissions == ["wake", "none", "none", "none"])
        #expect(state.idle.count == 1 && state.idle[0] === spots[0])
        let arrivals = [
            kind(state.next(.woken, spots[1], limits)),
            kind(state.next(.woken, spots[0], limits)),
            kind(state.next(.started, ParkingSpot(), limits)),
            kind(state.next(.finished, spots[0], limits)),
            kind(state.next(.finished, spots[0], limits)),
        ]
        #expect(arrivals == ["run, wake", "run, start", "run, none", "run, none", "sleep"])
        #expect(state.threads == 3)
    }

    @Test("No thread is started beyond the maximum")
    func maximum() {
        var state = state(threads: 3)
        #expect(kind(state.submit(job, limits)) == "none")
        #expect(state.threads == 3)
    }

    @Test("An idle thread whose time ran out leaves, but the last ones up to the minimum stay")
    func minimum() {
        let spots = [ParkingSpot(), ParkingSpot()]
        var state = state(idle: spots)
        let steps = [kind(state.next(.timedOut, spots[0], limits)), kind(state.next(.timedOut, spots[1], limits))]
        #expect(steps == ["leave", "sleep for good"])
        #expect(state.threads == 1 && state.idle.count == 1 && state.idle[0] === spots[1])
    }

    @Test("The threads that the pool keeps sleep without a limit, and those beyond do not")
    func sleeps() {
        let limits = ThreadPoolLimits(maximum: 3, minimum: 2, queue: 8)
        var state = state(threads: 3)
        #expect(kind(state.next(.finished, ParkingSpot(), limits)) == "sleep")
        state = self.state(threads: 2)
        #expect(kind(state.next(.finished, ParkingSpot(), limits)) == "sleep for good")
    }

    @Test("A thread whose time runs out just when it is called waits for the call that is on its way")
    func timeOutMeetsCall() {
        let spots = [ParkingSpot(), ParkingSpot()]
        var state = state(idle: spots)
        #expect(kind(state.submit(job, limits)) == "wake")
        #expect(kind(state.next(.timedOut, spots[1], limits)) == "await wake")
        #expect(kind(state.next(.woken, spots[1], limits)) == "run, none")
    }

    @Test("A woken thread that finds its job taken falls idle again, and the next job wakes it")
    func stolen() {
        let spots = [ParkingSpot()]
        var state = state(idle: spots)
        state.countFirstThread()
        _ = state.submit(job, limits)
        #expect(kind(state.next(.finished, ParkingSpot(), limits)) == "run, none")
        #expect(kind(state.next(.woken, spots[0], limits)) == "sleep")
        #expect(kind(state.submit(job, limits)) == "wake")
    }

    @Test("A thread that cannot be had is logged once, and the next submission tries again")
    func startFails() {
        var state = state(threads: 1)
        #expect(kind(state.submit(job, limits)) == "start")
        let first = state.startFailed()
        #expect(first == (true, false))
        #expect(kind(state.submit(job, limits)) == "start")
        let second = state.startFailed()
        #expect(second == (false, false))
        #expect(state.threads == 1 && state.queue.count == 2)
    }

    @Test("A stopped pool refuses jobs, runs the ones it has, and counts out its threads, the leaving ones too")
    func stop() {
        let spots = [ParkingSpot(), ParkingSpot(), ParkingSpot()]
        var state = state(idle: Array(spots[0..<2]))
        #expect(kind(state.next(.timedOut, spots[0], limits)) == "leave")
        _ = state.submit(job, limits)
        _ = state.submit(job, limits)
        let (sleepers, isEmpty) = state.stop()
        #expect(sleepers.isEmpty && !isEmpty)
        #expect(kind(state.submit(job, limits)) == "refused")
        let steps = (0..<3).map { _ in kind(state.next(.woken, spots[1], limits)) }
        #expect(steps == ["run, start", "run, none", "leave"])
        // Three still count: one left before the stop, one now, one was ordered and turns out not to be had.
        let ends = [state.left(), state.startFailed().isLast, state.left()]
        #expect(ends == [false, false, true])
    }
}
