/// The jobs that wait for a thread, oldest first, up to a limit: a ring that grows and never shrinks.
///
/// A value with no lock of its own; the pool keeps it under its lock.
struct JobQueue {
    /// How many jobs may wait at once.
    let limit: Int
    private(set) var count = 0
    private var ring: [(any PoolJob)?] = []
    private var head = 0

    init(limit: Int) {
        self.limit = max(0, limit)
    }

    /// Puts a job at the end; false, and nothing changes, when the queue is full.
    mutating func append(_ job: any PoolJob) -> Bool {
        if count >= limit { return false }
        appendAlways(job)
        return true
    }

    /// Puts a job at the end, also when the queue is full.
    mutating func appendAlways(_ job: any PoolJob) {
        if count == ring.count { grow() }
        ring[wrapped(head + count)] = job
        count += 1
    }

    /// Takes the oldest job out.
    mutating func popFirst() -> (any PoolJob)? {
        if count == 0 { return nil }
        let job = ring[head]
        ring[head] = nil
        head = wrapped(head + 1)
        count -= 1
        return job
    }

    private mutating func grow() {
        let capacity = max(16, ring.count * 2)
        var larger: [(any PoolJob)?] = []
        larger.reserveCapacity(capacity)
        for offset in 0..<count { larger.append(ring[wrapped(head + offset)]) }
        while larger.count < capacity { larger.append(nil) }
        ring = larger
        head = 0
    }

    private func wrapped(_ index: Int) -> Int {
        index < ring.count ? index : index - ring.count
    }
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
