import OperatingSystem

extension ThreadPool {
    /// How a thread comes to ask for its next job.
    enum Arrival {
        /// It has just been started.
        case started
        /// It has finished a job.
        case finished
        /// It slept, and the thread that woke it had taken it off the idle list.
        case woken
        /// It slept as long as an idle thread may.
        case timedOut
    }

    /// What a thread does next.
    enum Step {
        case run(any PoolJob, Help)
        /// It is on the idle list: it sleeps until woken or, if there are more threads than the pool keeps, until its time
        /// runs out.
        case sleep(mayLeave: Bool)
        /// Its time ran out, but someone has just taken it off the idle list and is about to wake it.
        case awaitWake
        case leave
    }

    /// What the thread that looked at the queue does so that the jobs in it find a thread.
    enum Help {
        /// Nothing: a thread is on its way and will look at the queue, or there are no more to be had.
        case none
        case wake(ParkingSpot)
        case startThread
    }

    /// Everything that the pool's lock protects. No job, hook or system call runs in here.
    struct State {
        var queue: JobQueue
        /// Threads that work, sleep or are being started.
        private(set) var threads = 0
        /// Jobs that threads have taken so far.
        private(set) var taken: UInt64 = 0
        /// Threads that will take no more jobs but have not ended yet.
        private var leaving = 0
        /// The spots of the threads that sleep; the one that fell idle last stands last.
        private(set) var idle: [ParkingSpot] = []
        /// A thread has been woken or ordered and has not arrived yet. It will call the next one if jobs still wait
        /// then.
        private var helpIsComing = false
        private var isStopping = false
        private var hasFailedToStart = false

        init(queue: JobQueue) {
            self.queue = queue
        }

        private var isEmpty: Bool { threads == 0 && leaving == 0 }

        /// Puts a job into the queue; nil, and nothing changes, if the pool does not take it.
        mutating func submit(_ job: any PoolJob, _ limits: ThreadPoolLimits) -> Help? {
            isStopping || !queue.append(job) ? nil : callHelp(limits)
        }

        /// Puts a job into the queue, beyond its limit if need be.
        mutating func resubmit(_ job: any PoolJob, _ limits: ThreadPoolLimits) -> Help {
            queue.appendAlways(job)
            return callHelp(limits)
        }

        /// Decides what the thread that owns `spot` does now.
        mutating func next(_ arrival: Arrival, _ spot: ParkingSpot, _ limits: ThreadPoolLimits) -> Step {
            switch arrival {
            case .finished:
                break
            case .started, .woken:
                helpIsComing = false
            case .timedOut:
                guard let index = idle.lastIndex(where: { $0 === spot }) else { return .awaitWake }
                if threads <= limits.minimum { return .sleep(mayLeave: false) }
                idle.remove(at: index)
                return leave()
            }
            if let job = queue.popFirst() {
                taken += 1
                return .run(job, queue.count > 0 ? callHelp(limits) : .none)
            }
            if isStopping { return leave() }
            idle.append(spot)
            // No thread is added while one sleeps, so one that the pool keeps now is not one too many later.
            return .sleep(mayLeave: threads > limits.minimum)
        }

        /// A thread has done its last; true if the pool was shut down and this was the last thread of all.
        mutating func left() -> Bool {
            leaving -= 1
            return isStopping && isEmpty
        }

        /// Counts one of the threads that the pool starts with.
        mutating func countFirstThread() {
            threads += 1
        }

        /// The ordered thread could not be had: `isFirst` the first time, so that it is logged once; `isLast` as in
        /// `left()`.
        mutating func startFailed() -> (isFirst: Bool, isLast: Bool) {
            helpIsComing = false
            threads -= 1
            defer { hasFailedToStart = true }
            return (!hasFailedToStart, isStopping && isEmpty)
        }

        /// Refuses further jobs; the sleepers to wake, and whether no thread is left to wait for.
        mutating func stop() -> (sleepers: [ParkingSpot], isEmpty: Bool) {
            isStopping = true
            defer { idle.removeAll() }
            return (idle, isEmpty)
        }

        private mutating func callHelp(_ limits: ThreadPoolLimits) -> Help {
            if helpIsComing { return .none }
            if let sleeper = idle.popLast() {
                helpIsComing = true
                return .wake(sleeper)
            }
            if threads >= limits.maximum { return .none }
            helpIsComing = true
            threads += 1
            return .startThread
        }

        private mutating func leave() -> Step {
            threads -= 1
            leaving += 1
            return .leave
        }
    }
}
