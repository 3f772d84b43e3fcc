/// What lines of the log are about that a client, a module or a condition can bring about again and again. Each kind has its
/// own count in `RepeatedNotices`.
package enum NoticeKind: Sendable, Hashable {
    /// No descriptors or buffers for further connections.
    case noDescriptors
    /// Requests refused with this status because of a limit.
    case refused(status: UInt16)
    /// Clients that took nothing of their response and were disconnected.
    case slowClient
    /// Files that became shorter while they were sent.
    case shortenedFile
    /// Paths that lead over a symbolic link to where none may.
    case strayLink
    /// Jobs that the thread pool did not take.
    case poolFull
    /// The thread pool has come to a stop, and goes on.
    case poolStalled
    case poolRecovered
    /// Calls that keep a thread of the pool.
    case heldThread
    /// Signals that a module blocks on a thread of the host.
    case blockedSignals
    /// Output that a module queues on a loop without end. Modules by their number.
    case flood(module: UInt32)
    /// Rules of the contract that a module breaks, 0 for one that is not known.
    case misuse(module: UInt32)
    /// Exceptions that leave a module, 0 for one that is not known.
    case exception(module: UInt32)

    /// Lines that may follow each other at once. The first faults of a module are told one by one, since they differ.
    var burst: Int {
        switch self {
        case .misuse, .exception: 10
        default: 1
        }
    }
}
