/// What becomes of one worker position: events in, actions out, no I/O.
///
/// Owned by the supervisor and used on its thread. Time is passed in.
package struct WorkerStateMachine: Sendable {
    /// The clock of all times here.
    package typealias Instant = ContinuousClock.Instant

    /// Where the position stands.
    package enum State: Hashable, Sendable {
        /// Nothing was started yet. Next: starting, stopped.
        case idle

        /// A process runs and has not reported yet. Next: serving, failing, draining, killed; by its death starting,
        /// waiting, stopped.
        case starting

        /// A process serves. Next: draining, killed; by its death starting, waiting.
        case serving

        /// A process cannot serve and is expected to end, or is killed at `killAt`. Next as for starting.
        case failing(sentence: String, killAt: Instant?)

        /// A process had not reported in time and was killed. Next as for starting.
        case overdue

        /// No process; the next one is started then. Next: starting, stopped.
        case waiting(until: Instant)

        /// The process was asked to end. Next: killed, stopped.
        case draining(killAt: Instant)

        /// The process was killed, and nothing follows it. Next: stopped.
        case killed

        /// No process, and none will follow. Final.
        case stopped
    }

    /// What the supervisor has to do.
    package enum Action: Hashable, Sendable {
        case none

        /// Start a process.
        case spawn

        /// Nothing, until the timer is due; `Duration` from now. Workers die before they are ready.
        case wait(Duration)

        /// Ask the process to end.
        case terminate

        /// Kill the process (SIGKILL).
        case kill

        /// Report that this position cannot work at all, for this reason, and stop the others.
        case giveUp(String)

        /// Note that this position is done.
        case finish
    }

    /// Where the position stands now.
    package private(set) var state = State.idle

    private let policy: WorkerPolicy
    private var startedAt: Instant?
    private var hasServed = false
    private var failures = 0

    /// A position where nothing was started yet.
    package init(policy: WorkerPolicy) {
        self.policy = policy
    }

    /// When `timerFired` has to be called next; nil for never.
    package var deadline: Instant? {
        switch state {
        case .starting: startedAt.map { $0 + policy.readyLimit }
        case .waiting(let until): until
        case .failing(_, let killAt): killAt
        case .draining(let killAt): killAt
        case .idle, .overdue, .serving, .killed, .stopped: nil
        }
    }

    /// What the supervisor knows beforehand about the end of the process.
    package var expectation: DeathExpectation {
        switch state {
        case .failing(let sentence, _): .failure(sentence)
        case .overdue: .overdue(policy.readyLimit)
        case .draining, .stopped: .asked
        case .killed: .killed
        case .idle, .starting, .serving, .waiting: .none
        }
    }

    /// Starts the first process of the position.
    package mutating func start(at now: Instant) -> Action {
        guard state == .idle else { return .none }
        return spawn(at: now)
    }

    /// The process reported ready. Returns false if that is of no interest any more.
    package mutating func becameReady() -> Bool {
        guard state == .starting else { return false }
        state = .serving
        hasServed = true
        return true
    }

    /// The process reported that it cannot serve.
    package mutating func reportedFailure(_ sentence: String, at now: Instant) -> Action {
        guard state == .starting else { return .none }
        state = .failing(sentence: sentence, killAt: now + policy.failureGrace)
        return .none
    }

    /// The process ended, or could not be started; `sentence` is why, should nothing follow it. A process that somebody else
    /// has killed (`wasKilled`) says nothing of whether the next one will become ready.
    package mutating func died(_ sentence: String, at now: Instant, wasKilled: Bool = false) -> Action {
        switch state {
        case .starting, .overdue:
            return hasServed ? replace(wasReady: wasKilled, at: now) : giveUp(sentence)
        case .failing(let reason, _):
            return hasServed ? replace(wasReady: false, at: now) : giveUp(reason)
        case .serving:
            return replace(wasReady: true, at: now)
        case .draining, .killed:
            state = .stopped
            return .finish
        case .idle, .waiting, .stopped:
            return .none
        }
    }

    /// Time has passed; does what is due.
    package mutating func timerFired(at now: Instant) -> Action {
        guard let deadline, deadline <= now else { return .none }
        switch state {
        case .starting:
            state = .overdue
            return .kill
        case .failing(let sentence, _):
            state = .failing(sentence: sentence, killAt: nil)
            return .kill
        case .waiting:
            return spawn(at: now)
        case .draining:
            state = .killed
            return .kill
        case .idle, .overdue, .serving, .killed, .stopped:
            return .none
        }
    }

    /// The supervisor stops: the process is to finish what it has accepted.
    package mutating func stop(at now: Instant) -> Action {
        switch state {
        case .starting, .serving:
            state = .draining(killAt: now + policy.drainLimit)
            return .terminate
        case .failing, .overdue:
            state = .killed
            return .kill
        case .idle, .waiting:
            state = .stopped
            return .finish
        case .draining, .killed, .stopped:
            return .none
        }
    }

    /// The supervisor stops at once.
    package mutating func kill() -> Action {
        switch state {
        case .starting, .serving, .failing, .overdue, .draining:
            state = .killed
            return .kill
        case .idle, .waiting:
            state = .stopped
            return .finish
        case .killed, .stopped:
            return .none
        }
    }

    private mutating func spawn(at now: Instant) -> Action {
        state = .starting
        startedAt = now
        return .spawn
    }

    private mutating func giveUp(_ reason: String) -> Action {
        state = .stopped
        return .giveUp(reason)
    }

    /// A worker that served is replaced at once, so that a client that crashes it cannot keep the service down; one that was never
    /// ready would only fail again.
    private mutating func replace(wasReady: Bool, at now: Instant) -> Action {
        failures = wasReady ? 0 : failures + 1
        let delay = policy.delay(afterFailures: failures)
        let next = max(startedAt.map { $0 + policy.leastInterval } ?? now, now + delay)
        guard next > now else { return spawn(at: now) }
        state = .waiting(until: next)
        return delay > .zero ? .wait(delay) : .none
    }
}
