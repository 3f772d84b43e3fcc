/// The notifications in the order of their slots in the table of a module.
enum NotificationSlot: Int, CaseIterable {
    case beginRequest
    case postBeginRequest
    case authenticateRequest
    case postAuthenticateRequest
    case authorizeRequest
    case postAuthorizeRequest
    case resolveRequestCache
    case postResolveRequestCache
    case mapRequestHandler
    case postMapRequestHandler
    case acquireRequestState
    case postAcquireRequestState
    case preExecuteRequestHandler
    case postPreExecuteRequestHandler
    case executeRequestHandler
    case postExecuteRequestHandler
    case releaseRequestState
    case postReleaseRequestState
    case updateRequestCache
    case postUpdateRequestCache
    case logRequest
    case postLogRequest
    case endRequest
    case postEndRequest
    case sendResponse
    case mapPath
    case readEntity
    case customRequestNotification
    case asyncCompletion

    /// The RQ_ bit of the notification; 0 for completions, to which nobody subscribes.
    var notification: UInt32 {
        switch self {
        case .sendResponse: 0x2000_0000
        case .mapPath: 0x8000_0000
        case .readEntity: 0x4000_0000
        case .customRequestNotification: 0x1000_0000
        case .asyncCompletion: 0
        default: 1 << UInt32(rawValue / 2)
        }
    }

    /// Whether it follows a stage.
    var isPost: Bool {
        rawValue < Self.sendResponse.rawValue && rawValue % 2 == 1
    }

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
