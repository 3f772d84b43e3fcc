import CModuleABI

/// What OnCustomRequestNotification receives beside the context. When the notification is over it answers nothing.
public struct CustomNotificationProvider {
    private let call: NotificationCall

    init(_ call: NotificationCall) {
        self.call = call
    }

    /// What the module that raised the notification calls it.
    public var type: String? {
        guard let pointer = call.provider(as: ICustomNotificationProvider.self) else { return nil }
        return String(wide: ICustomNotificationProvider_QueryNotificationType(pointer))
    }
}
