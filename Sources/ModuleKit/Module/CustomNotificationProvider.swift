import CModuleABI

/// What OnCustomRequestNotification receives beside the context. When the notification is over it answers nothing.
public struct CustomNotificationProvider {
    private let reference: ProviderReference<ICustomNotificationProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    /// What the module that raised the notification calls it.
    public var type: String? {
        guard let pointer = reference.pointer else { return nil }
        return String(wide: ICustomNotificationProvider_QueryNotificationType(pointer))
    }
}
