/// A set of request notifications: the twelve stages in order, then those that depend on what happens.
public struct RequestNotifications: OptionSet, Sendable {
    /// The RQ_ bits.
    public let rawValue: UInt32

    /// Makes a set of RQ_ bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// RQ_BEGIN_REQUEST
    public static let beginRequest = Self(rawValue: 0x1)
    /// RQ_AUTHENTICATE_REQUEST
    public static let authenticateRequest = Self(rawValue: 0x2)
    /// RQ_AUTHORIZE_REQUEST
    public static let authorizeRequest = Self(rawValue: 0x4)
    /// RQ_RESOLVE_REQUEST_CACHE
    public static let resolveRequestCache = Self(rawValue: 0x8)
    /// RQ_MAP_REQUEST_HANDLER
    public static let mapRequestHandler = Self(rawValue: 0x10)
    /// RQ_ACQUIRE_REQUEST_STATE
    public static let acquireRequestState = Self(rawValue: 0x20)
    /// RQ_PRE_EXECUTE_REQUEST_HANDLER
    public static let preExecuteRequestHandler = Self(rawValue: 0x40)
    /// RQ_EXECUTE_REQUEST_HANDLER
    public static let executeRequestHandler = Self(rawValue: 0x80)
    /// RQ_RELEASE_REQUEST_STATE
    public static let releaseRequestState = Self(rawValue: 0x100)
    /// RQ_UPDATE_REQUEST_CACHE
    public static let updateRequestCache = Self(rawValue: 0x200)
    /// RQ_LOG_REQUEST
    public static let logRequest = Self(rawValue: 0x400)
    /// RQ_END_REQUEST
    public static let endRequest = Self(rawValue: 0x800)
    /// RQ_CUSTOM_NOTIFICATION
    public static let customRequestNotification = Self(rawValue: 0x1000_0000)
    /// RQ_SEND_RESPONSE
    public static let sendResponse = Self(rawValue: 0x2000_0000)
    /// RQ_READ_ENTITY
    public static let readEntity = Self(rawValue: 0x4000_0000)
    /// RQ_MAP_PATH
    public static let mapPath = Self(rawValue: 0x8000_0000)
}
