/// The limits that a supervisor holds its workers to. A value.
package struct WorkerPolicy: Hashable, Sendable {
    /// How long a worker may take from its start until it reports ready.
    package var readyLimit: Duration = .seconds(60)

    /// How long a worker that reported a failure may take to exit.
    package var failureGrace: Duration = .seconds(2)

    /// How long a worker may take to answer what it has accepted, after it was asked to stop.
    package var drainLimit: Duration = .seconds(30)

    /// A death sooner than this after the worker's start, or before it reported ready, is a quick one.
    package var quickDeathLimit: Duration = .seconds(1)

    /// The number of quick deaths in a row from which on the next start waits.
    package var quickDeathTolerance = 5

    /// The first wait; each further quick death doubles it.
    package var firstDelay: Duration = .milliseconds(100)

    /// The longest wait.
    package var greatestDelay: Duration = .seconds(5)

    /// The limits above.
    package init() {}

    /// How long the start after `quickDeaths` quick deaths in a row waits.
    package func delay(afterQuickDeaths quickDeaths: Int) -> Duration {
        guard quickDeaths >= quickDeathTolerance else { return .zero }
        let doublings = min(quickDeaths - quickDeathTolerance, 20)
        return min(firstDelay * (1 << doublings), greatestDelay)
    }
}
