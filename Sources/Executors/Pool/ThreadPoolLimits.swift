/// How large the pool may grow, and how long it keeps what it does not need.
package struct ThreadPoolLimits: Sendable, Equatable {
    /// The most threads that live at once.
    package let maximum: Int
    /// Threads that are started with the pool and never leave before it ends; at least one.
    package let minimum: Int
    /// The most jobs that wait at once, those whose thread is on its way included; at least one. Further ones are
    /// refused.
    package let queue: Int
    /// How long a thread beyond `minimum` stays idle before it leaves.
    package let idleTime: Duration

    /// Makes limits; numbers that make no sense are moved to the nearest that do.
    package init(maximum: Int = 512, minimum: Int = 4, queue: Int = 4_096, idleTime: Duration = .seconds(30)) {
        self.maximum = max(1, maximum)
        self.minimum = min(max(1, minimum), self.maximum)
        self.queue = max(1, queue)
        self.idleTime = idleTime
    }
}
