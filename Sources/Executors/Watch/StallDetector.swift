/// Decides from the numbers of the pool whether it has come to a stop: no clock, thread or file of its own.
///
/// It has when no thread has come free for some seconds: all are busy, there are as many as there may be (or a request waits,
/// and no further thread is to be had), and no job has been taken meanwhile.
struct StallDetector: Sendable {
    enum Finding: Sendable, Equatable {
        /// No thread has come free for that long: after 5 s, 50 s, 500 s and so on.
        case stalled(Duration)
        /// One has, after a stall that was told.
        case recovered(after: Duration)
    }

    /// How long no thread must have come free.
    static let patience = Duration.seconds(5)

    private var taken: UInt64?
    private var since: ContinuousClock.Instant?
    private var nextReport = Self.patience

    /// Takes the next numbers; times never go back.
    mutating func observe(_ status: ThreadPool.Status, at now: ContinuousClock.Instant) -> Finding? {
        let isUsedUp = status.idle == 0 && (status.threads >= status.maximum || status.waitingJobs > 0)
        guard isUsedUp, status.taken == taken, let since else {
            let told = nextReport > Self.patience ? since : nil
            taken = status.taken
            since = isUsedUp ? now : nil
            nextReport = Self.patience
            return told.map { .recovered(after: now - $0) }
        }
        guard now - since >= nextReport else { return nil }
        nextReport *= 10
        return .stalled(now - since)
    }
}
