import Logging
import ModuleHost

/// What is said when the connections of a loop do not end although the worker drains. Calls that a module does not return
/// from are told by the supervisor, which sees them from outside; what merely waits is known here.
extension LoopState {
    /// Seconds after which the log is warned, and between one time and the next.
    static let drainPatience: Int64 = 5
    /// How many requests are named at once.
    private static let limit = 4

    /// Called by the loop about once a second while it drains; `seconds` since it began.
    func tellWhatHoldsUp(seconds: Int64) {
        // At first so early that an operator who ends the wait by a second signal has read it.
        guard seconds == 1 || seconds > 0 && seconds % Self.drainPatience == 0 else { return }
        let level: Logger.Level = seconds == 1 ? .info : .warning
        var parked: [Exchange.Parked] = []
        var slow = 0
        forEachConnection { connection in
            if let wait = connection.stream?.exchange?.parked { parked.append(wait) }
            let isOver = connection.stream?.exchange?.isAwaitingOutput != false
            if isOver, connection.outbox.backlog > 0 { slow += 1 }
        }
        for wait in parked.sorted(by: { $0.seconds > $1.seconds }).prefix(Self.limit) {
            logger.log(
                level: level,
                """
                module "\(wait.moduleName)" holds up the end: its \(wait.notification) is PENDING for "\(wait.target)", a request that \
                began \(wait.seconds) s ago
                """)
        }
        if parked.count > Self.limit {
            logger.log(level: level, "\(parked.count - Self.limit) more requests hold up the end, PENDING")
        }
        if slow > 0 { logger.info("\(slow) connections hold up the end: their clients take their responses slowly") }
    }
}
