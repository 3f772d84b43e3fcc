/// A priority for some of the notifications of a module; see `HttpModule.priorities`.
public struct NotificationPriority: Sendable {
    /// The notifications that it is for.
    public let notifications: RequestNotifications
    /// The place in the order.
    public let priority: Priority
    /// Whether it is for the `OnPost…` notifications of these stages.
    public let isPost: Bool

    /// Makes one for `notifications`, or with `isPost` for the `OnPost…` notifications of these stages.
    public init(_ notifications: RequestNotifications, _ priority: Priority, isPost: Bool = false) {
        self.notifications = notifications
        self.priority = priority
        self.isPost = isPost
    }
}
