/// How long the watchdog rests between two looks: one interval while the loops are busy, a few times as long while they idle,
/// and until it is woken once they have idled for about a second.
struct SamplingPace: Sendable {
    /// What a look has shown.
    enum Activity: Sendable {
        /// A loop is in a call or has been in one since the look before.
        case loops
        /// Only threads of the pool work.
        case pool
        /// No thread is in a call.
        case none
    }

    enum Pause: Sendable, Equatable {
        /// A moment, whatever happens meanwhile.
        case brief(Duration)
        /// Until a loop begins to call modules, or that time is over.
        case long(Duration)
        /// Until a loop begins to call modules or the pool gets a job.
        case endless
    }

    /// Idle loops are looked at this many intervals apart at most.
    static let longestBrief = 5
    /// Looks at idle loops before the watchdog waits to be woken. Being woken costs a loop a system call, so a loop that has
    /// something to do now and then is spared it.
    static let idleLooks = 20

    private let interval: Duration
    private let poolInterval: Duration
    private var pause: Duration
    private var idleCount = 0

    /// - Parameters:
    ///   - interval: how far apart looks at busy loops are.
    ///   - poolInterval: how far apart looks at the pool are.
    init(interval: Duration, poolInterval: Duration) {
        self.interval = interval
        self.poolInterval = poolInterval
        self.pause = interval
    }

    /// The longest of the brief pauses.
    var longestBrief: Duration { interval * Self.longestBrief }

    /// The pause after a look.
    mutating func next(_ activity: Activity) -> Pause {
        guard activity != .loops else {
            idleCount = 0
            pause = interval
            return .brief(interval)
        }
        if idleCount >= Self.idleLooks { return activity == .pool ? .long(poolInterval) : .endless }
        idleCount += 1
        pause = min(pause * 2, longestBrief)
        return .brief(pause)
    }
}
