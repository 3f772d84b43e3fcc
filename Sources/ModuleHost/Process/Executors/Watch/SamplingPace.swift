/// How long the watchdog sleeps between two looks: one interval while the loops are busy, a few times as long while
/// they idle.
struct SamplingPace: Sendable {
    /// Idle loops are looked at this many intervals apart at most.
    static let longestPause = 5

    private let interval: Duration
    private var pause: Duration

    init(interval: Duration) {
        self.interval = interval
        self.pause = interval
    }

    /// The pause after a look; `isBusy` if any loop was in a call or had been in one since the look before.
    mutating func next(isBusy: Bool) -> Duration {
        pause = isBusy ? interval : min(pause * 2, interval * Self.longestPause)
        return pause
    }
}
