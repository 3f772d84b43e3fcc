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
