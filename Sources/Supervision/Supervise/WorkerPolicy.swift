/// The limits that a supervisor holds its workers to. A value.
package struct WorkerPolicy: Hashable, Sendable {
    /// How long a worker may take from its start until it reports ready.
    package var readyLimit: Duration = .seconds(60)

    /// How long a worker that reported a failure may take to exit.
    package var failureGrace: Duration = .seconds(2)

    /// How long a worker may take to answer what it has accepted, after it was asked to stop.
    package var drainLimit: Duration = .seconds(30)

    /// The least time between two starts of one position, however its workers die.
    package var leastInterval: Duration = .milliseconds(100)

    /// The number of workers in a row that died before they were ready from which on the next start waits longer.
    package var failureTolerance = 5

    /// The first such wait; each further failure doubles it.
    package var firstDelay: Duration = .milliseconds(100)

    /// The longest wait.
    package var greatestDelay: Duration = .seconds(5)

    /// The limits above.
    package init() {}

    /// How long the start after `failures` workers that were never ready waits.
    package func delay(afterFailures failures: Int) -> Duration {
        guard failures >= failureTolerance else { return .zero }
        let doublings = min(failures - failureTolerance, 20)
        return min(firstDelay * (1 << doublings), greatestDelay)
    }
}
