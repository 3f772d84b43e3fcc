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
