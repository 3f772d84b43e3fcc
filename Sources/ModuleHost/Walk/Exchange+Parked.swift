/// What an exchange waits for while its notification is PENDING.
extension Exchange {
    /// A copy of what is known of a wait.
    package struct Parked: Sendable {
        /// The module whose notification is PENDING.
        package let moduleName: String
        /// The notification.
        package let notification: String
        /// The target of the request.
        package let target: String
        /// How long ago the request began.
        package let seconds: UInt64
    }

    /// The wait, if the exchange is parked at this moment. Any thread: what parks and unparks it takes the same lock, so no
    /// executor runs it in between. A thread of the module may call, which changes nothing of what is read here.
    package var parked: Parked? {
        completions.withLock { queue in
            guard case .parked = queue.state else { return nil }
            return Parked(
                moduleName: currentModule?.name ?? "none", notification: currentCallName,
                // Not the method, which a thread of the module may be changing.
                target: request.rawTarget,
                seconds: (MonotonicClock.milliseconds() &- state.pointee.startTime) / 1000)
        }
    }
}
