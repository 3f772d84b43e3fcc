/// What an exchange waits for while its notification is PENDING.
extension Exchange {
    /// A copy of what is known of a wait.
    package struct Parked: Sendable {
        /// The module whose notification is PENDING.
        package let moduleName: String
        /// The notification.
        package let notification: String
        /// Method and target of the request.
        package let request: String
        /// How long ago the request began.
        package let seconds: UInt64
    }

    /// The wait, if the exchange is parked at this moment. Any thread: what parks and unparks it takes the same lock, and nobody
    /// runs it in between.
    package var parked: Parked? {
        completions.withLock { queue in
            guard case .parked = queue.state else { return nil }
            return Parked(
                moduleName: currentModule?.name ?? "none", notification: currentCallName,
                request: "\(request.methodName) \(request.rawTarget)",
                seconds: (MonotonicClock.milliseconds() &- state.pointee.startTime) / 1000)
        }
    }
}
