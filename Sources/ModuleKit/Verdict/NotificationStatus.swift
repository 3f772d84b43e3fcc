import CModuleABI

/// What a notification returns.
public enum NotificationStatus: Sendable {
    /// The host goes on with the next module.
    case `continue`
    /// The host keeps the request until `HttpContext.completion` is completed.
    case pending
    /// The host skips to the logging of the request; the response is sent as it stands.
    case finishRequest

    /// The value as it crosses the border.
    var abi: REQUEST_NOTIFICATION_STATUS {
        switch self {
        case .continue: RQ_NOTIFICATION_CONTINUE
        case .pending: RQ_NOTIFICATION_PENDING
        case .finishRequest: RQ_NOTIFICATION_FINISH_REQUEST
        }
    }
}

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
