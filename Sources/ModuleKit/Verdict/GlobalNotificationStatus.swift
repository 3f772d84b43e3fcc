import CModuleABI

/// What a global notification returns.
public enum GlobalNotificationStatus: Sendable {
    /// The host goes on with the next global module.
    case `continue`
    /// No other global module gets this notification.
    case handled

    /// The value as it crosses the border.
    var abi: GLOBAL_NOTIFICATION_STATUS {
        switch self {
        case .continue: GL_NOTIFICATION_CONTINUE
        case .handled: GL_NOTIFICATION_HANDLED
        }
    }
}
