internal import DequeModule

/// The jobs that wait for a thread, oldest first, up to a limit.
///
/// A value with no lock of its own; the pool keeps it under its lock.
struct JobQueue {
    /// How many jobs may wait at once.
    let limit: Int
    private var jobs: Deque<any PoolJob> = []

    var count: Int { jobs.count }

    init(limit: Int) {
        self.limit = max(0, limit)
    }

    /// Puts a job at the end; false, and nothing changes, when the queue is full.
    mutating func append(_ job: any PoolJob) -> Bool {
        if jobs.count >= limit { return false }
        jobs.append(job)
        return true
    }

    /// Puts a job at the end, also when the queue is full.
    mutating func appendAlways(_ job: any PoolJob) { jobs.append(job) }

    /// Takes the oldest job out.
    mutating func popFirst() -> (any PoolJob)? { jobs.popFirst() }
}

/// What the pool runs: anything that already exists for other reasons, such as an exchange, so that submitting it
/// allocates nothing.
package protocol PoolJob: AnyObject, Sendable {
    /// Does the work. Called once per submission, on a thread of the pool, which may wait in here as long as it needs.
    func run()
}

/// A closure as a job, for work that has no object of its own. Costs one allocation.
package final class ClosureJob: PoolJob {
    private let body: @Sendable () -> Void

    /// Wraps `body`, which the job owns until it is released.
    package init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }

    /// Runs the closure on the calling thread of the pool.
    package func run() {
        body()
    }
}
