/// What happens to workers, for who watches the supervisor. Delivered on the supervisor's thread.
package enum SupervisorEvent: Sendable {
    /// A process was started.
    case started(position: Int, pid: Int32)

    /// It reported ready.
    case ready(position: Int, pid: Int32)

    /// Each position has a worker that serves, for the first time.
    case allReady

    /// A worker ended, asked or not.
    case died(DeathReport)

    /// The next start of a position waits this long.
    case delayed(position: Int, Duration)

    /// Files of logs that were moved away are to be opened anew; the workers are asked to next.
    case reopeningLogs

    /// A position cannot be started at all; the supervisor ends with code 1.
    case failed(position: Int, reason: String)
}
