package import Logging
package import OperatingSystem

/// The threads on which a walk may wait: every walk that is not trusted to run on an event loop runs here.
///
/// Jobs start in the order of their submission. A thread is added when a job waits and no thread is idle. Threads are
/// called one at a time: one that arrives and finds more jobs waiting wakes or starts the next, so that an event loop
/// pays for at most one wake-up or thread start, whatever the burst. The thread that fell idle last is woken first:
/// its caches are warm, and the others' time runs out.
package final class ThreadPool: Sendable {
    private let limits: ThreadPoolLimits
    private let logger: Logger
    private let threadStarted: @Sendable () -> Void
    private let threadEnds: @Sendable () -> Void
    private let jobBegins: @Sendable () -> Void
    private let upkeep: @Sendable () -> Void

    /// Jobs of a thread from one upkeep to the next.
    package static let upkeepInterval = 64

    private let state: Lock<State>
    private let lastThreadLeft = ParkingSpot()

    /// Starts the pool with its smallest number of threads.
    ///
    /// - Parameters:
    ///   - threadStarted: called first on each new thread, before any job: the place to claim a breadcrumb slot and to
    ///     set up the stack for signals.
    ///   - threadEnds: called last on each thread that leaves, after its last job.
    ///   - jobBegins: called on the thread that has taken a job, before it runs it.
    ///   - upkeep: called on each thread between jobs, each ``upkeepInterval`` of them.
    /// - Throws: `PosixThreadError` if not even these threads can be had; none is left behind then.
    package init(
        limits: ThreadPoolLimits = ThreadPoolLimits(),
        logger: Logger,
        threadStarted: @escaping @Sendable () -> Void = {},
        threadEnds: @escaping @Sendable () -> Void = {},
        jobBegins: @escaping @Sendable () -> Void = {},
        upkeep: @escaping @Sendable () -> Void = {}
    ) throws(PosixThreadError) {
        self.limits = limits
        self.logger = logger
        self.threadStarted = threadStarted
        self.threadEnds = threadEnds
        self.jobBegins = jobBegins
        self.upkeep = upkeep
        self.state = Lock(State(queue: JobQueue(limit: limits.queue)))
        for _ in 0..<limits.minimum {
            state.withLock { $0.countFirstThread() }
            do {
                try startThread()
            } catch {
                _ = state.withLock { $0.startFailed() }
                shutdown()
                throw error
            }
        }
    }

    /// Hands a job to the pool, which holds it until it has run. Called by any thread; never waits for a job.
    ///
    /// - Returns: false when too many jobs wait already or the pool is shutting down: the job will not run, and the
    ///   caller answers 503.
    package func submit(_ job: any PoolJob) -> Bool {
        guard let help = state.withLock({ $0.submit(job, limits) }) else { return false }
        send(help)
        return true
    }

    /// Hands over a job whose first part has run here already and which waits in between: it is always taken, also while the
    /// pool shuts down, since its work is half done.
    package func resubmit(_ job: any PoolJob) {
        send(state.withLock { $0.resubmit(job, limits) })
    }

    /// Hands a closure to the pool; the same as `submit(_ job:)` for work that has no object of its own.
    package func submit(_ body: @escaping @Sendable () -> Void) -> Bool {
        submit(ClosureJob(body))
    }

    /// Refuses further jobs, lets all that were accepted run to their end, and returns when every thread has left.
    ///
    /// Called once, and never from a job, which would wait for itself.
    package func shutdown() {
        let (sleepers, isEmpty) = state.withLock { $0.stop() }
        for sleeper in sleepers { sleeper.wake() }
        if !isEmpty { lastThreadLeft.sleep() }
    }

    /// How many threads and waiting jobs there are at this moment, for the watchdog.
    package var status: Status {
        state.withLock {
            Status(
                threads: $0.threads, idle: $0.idle.count, waitingJobs: $0.queue.count, taken: $0.taken,
                maximum: limits.maximum)
        }
    }

    /// The pool's numbers at one moment.
    package struct Status: Sendable, Equatable {
        /// Threads that live, the ones just being started with them.
        package let threads: Int
        /// Threads that have nothing to do.
        package let idle: Int
        /// Jobs that no thread has taken yet.
        package let waitingJobs: Int
        /// Jobs that threads have taken so far.
        package let taken: UInt64
        /// Threads that may live at once.
        package let maximum: Int
    }

    /// Does what the state has already counted as done. If there is no thread to be had, the job waits for the threads
    /// that exist, and the next submission tries again.
    private func send(_ help: Help) {
        switch help {
        case .none:
            break
        case .wake(let sleeper):
            sleeper.wake()
        case .startThread:
            do {
                try startThread()
            } catch {
                let (isFirst, isLast) = state.withLock { $0.startFailed() }
                if isFirst {
                    logger.warning("\(error); the pool goes on with the threads it has, and requests wait longer")
                }
                if isLast { lastThreadLeft.wake() }
            }
        }
    }

    private func startThread() throws(PosixThreadError) {
        try PosixThread.startDetached(named: "modhost-pool") { [self] in runThread() }
    }

    private func runThread() {
        threadStarted()
        let spot = ParkingSpot()
        var arrival = Arrival.started
        var jobs = 0
        while true {
            switch state.withLock({ $0.next(arrival, spot, limits) }) {
            case .run(let job, let help):
                send(help)
                jobBegins()
                job.run()
                jobs &+= 1
                if jobs % Self.upkeepInterval == 0 { upkeep() }
                arrival = .finished
            case .sleep(mayLeave: true):
                arrival = spot.sleep(atMost: limits.idleTime) ? .woken : .timedOut
            case .sleep(mayLeave: false):
                spot.sleep()
                arrival = .woken
            case .awaitWake:
                spot.sleep()
                arrival = .woken
            case .leave:
                threadEnds()
                let isLast = state.withLock { $0.left() }
                if isLast { lastThreadLeft.wake() }
                return
            }
        }
    }
}
