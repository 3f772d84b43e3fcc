/// Decides from the samples of one event loop whether a call holds it: no clock, thread or file of its own.
struct HoldDetector: Sendable {
    /// What a sample led to.
    enum Finding: Sendable, Equatable {
        /// A call was found to hold the loop, for the first time.
        case hold(Hold)
        /// A call that was reported goes on: after 1 s, 10 s, 100 s and so on.
        case prolonged(Hold)
    }

    /// The sample before, for the probe to compare with.
    private(set) var latest: LoopSample?
    private let interval: Duration
    private var callFirstSeen: ContinuousClock.Instant?
    private var nextReport: Duration?

    /// - Parameter interval: the least time between two samples that prove a hold.
    init(interval: Duration) {
        self.interval = interval
    }

    /// Takes the next sample; times never go back.
    mutating func observe(_ sample: LoopSample) -> Finding? {
        guard let before = latest, let call = sample.call, sample.showsCall(of: before) else {
            latest = sample
            callFirstSeen = sample.takenAt
            nextReport = nil
            return nil
        }
        // A sample that comes too early must not shorten the distance of the next one.
        guard sample.takenAt - before.takenAt >= interval else { return nil }
        latest = sample
        guard let activity = Self.activity(from: before, to: sample) else { return nil }
        let duration = sample.takenAt - (callFirstSeen ?? before.takenAt)
        let hold = Hold(call: call, activity: activity, duration: duration, seenAt: sample.takenAt)
        guard let due = nextReport else {
            nextReport = .seconds(1)
            return .hold(hold)
        }
        if duration < due { return nil }
        nextReport = due * 10
        return .prolonged(hold)
    }

    /// What a thread did between two samples of one call; nil if it merely did not get the CPU.
    static func activity(from earlier: LoopSample, to later: LoopSample) -> Hold.Activity? {
        if later.isAsleep { return .asleep }
        let elapsed = later.takenAt - earlier.takenAt
        return elapsed > .zero && (later.cpuTime - earlier.cpuTime) * 2 >= elapsed ? .burning : nil
    }
}

/// A call that kept an event loop from its other connections for at least one interval of the watchdog.
package struct Hold: Sendable, Equatable {
    /// What the thread did when it was seen.
    package enum Activity: String, Sendable {
        /// It waited for something inside the call.
        case asleep
        /// It computed inside the call.
        case burning = "using the CPU"
    }

    /// Who held the loop, and in what.
    package let call: ModuleCall
    /// What the thread did.
    package let activity: Activity
    /// How long the call has been under observation; it may have begun up to one interval earlier.
    package let duration: Duration
    /// When it was seen.
    package let seenAt: ContinuousClock.Instant

    /// Makes a hold; the watchdog does, and tests.
    package init(call: ModuleCall, activity: Activity, duration: Duration, seenAt: ContinuousClock.Instant) {
        self.call = call
        self.activity = activity
        self.duration = duration
        self.seenAt = seenAt
    }
}

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
