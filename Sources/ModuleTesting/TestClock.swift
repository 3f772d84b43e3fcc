import OperatingSystem

/// A clock whose time moves only when a test says so.
///
/// modhost gives modules no clock: a module that waits or measures takes a `Clock` of Swift's, `ContinuousClock` in the server
/// and this one in a test. `Documentation/testing.md` shows how.
///
///     let clock = TestClock()
///     let exchange = host.begin(.get("/slow"))
///     await clock.sleepers(1)
///     clock.advance(by: .seconds(30))
///     let response = await exchange.response()
public final class TestClock: Clock, Sendable {
    /// A point in the time of a ``TestClock``: how far it is from the beginning.
    public struct Instant: InstantProtocol {
        /// The time since the clock was made.
        public let sinceStart: Duration

        /// The point later by `duration`.
        public func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
        /// How much later the other point is.
        public func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
        /// Whether `left` comes first.
        public static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
    }

    private struct Sleeper {
        let number: Int
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Observer {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(sinceStart: .zero)
        var sleepers: [Sleeper] = []
        var observers: [Observer] = []
        /// Sleeps that were cancelled before they began.
        var cancelled: Set<Int> = []
        var numbers = 0
    }

    private let state = Lock(State())

    /// A clock at its beginning.
    public init() {}

    /// The time that it is.
    public var now: Instant { state.withLock { $0.now } }

    /// It is as exact as a `Duration`.
    public var minimumResolution: Duration { .zero }

    /// Suspends until a test has moved the time to `deadline`; throws `CancellationError` if the task is cancelled before.
    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let number = state.withLock { state in
            state.numbers += 1
            return state.numbers
        }
        defer { state.withLock { _ = $0.cancelled.remove(number) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                fallAsleep(Sleeper(number: number, deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(number)
        }
    }

    /// Moves the time on, and wakes those whose time has come, in the order of their deadlines. It does not wait for what they
    /// do then.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let now = state.now
            let due = state.sleepers.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
            state.sleepers.removeAll { $0.deadline <= now }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Suspends until at least `count` tasks sleep: only then does it make sense to move the time.
    public func sleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let areThere = state.withLock { state in
                guard state.sleepers.count < count else { return true }
                state.observers.append(Observer(count: count, continuation: continuation))
                return false
            }
            if areThere { continuation.resume() }
        }
    }

    /// What became of a task that was to sleep.
    private enum Bed {
        case due
        case cancelled
        case asleep([Observer])
    }

    private func fallAsleep(_ sleeper: Sleeper) {
        let bed = state.withLock { state -> Bed in
            if state.cancelled.remove(sleeper.number) != nil { return .cancelled }
            guard sleeper.deadline > state.now else { return .due }
            state.sleepers.append(sleeper)
            let count = state.sleepers.count
            defer { state.observers.removeAll { $0.count <= count } }
            return .asleep(state.observers.filter { $0.count <= count })
        }
        switch bed {
        case .due: sleeper.continuation.resume()
        case .cancelled: sleeper.continuation.resume(throwing: CancellationError())
        case .asleep(let observers): for observer in observers { observer.continuation.resume() }
        }
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { state -> Sleeper? in
            guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
                state.cancelled.insert(number)
                return nil
            }
            return state.sleepers.remove(at: index)
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }
}
