/// What the watchdog saw of one event loop at one moment.
struct LoopSample: Sendable, Equatable {
    /// The count of changes of the loop's breadcrumb slot: the same in two samples means that nothing was entered or
    /// left.
    let sequence: UInt32
    /// The innermost call that is open, if any.
    let call: ModuleCall?
    let takenAt: ContinuousClock.Instant
    /// CPU time that the thread has used so far; zero while it is in no call.
    let cpuTime: Duration
    /// True if the thread slept. Looked up only when the sample before shows the same call, false otherwise.
    let isAsleep: Bool

    /// True if both samples show one and the same call.
    func showsCall(of earlier: LoopSample) -> Bool {
        call != nil && call == earlier.call && sequence == earlier.sequence
    }
}
