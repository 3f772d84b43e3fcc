extension NotificationSlot {
    /// Whether `.pending` means something there.
    var canWait: Bool {
        switch self {
        case .sendResponse, .mapPath, .readEntity: false
        default: true
        }
    }

    /// Whether the response has been made by then, so that an error can no longer become one.
    var isAfterResponse: Bool {
        switch self {
        case .logRequest, .postLogRequest, .endRequest, .postEndRequest: true
        default: false
        }
    }
}
