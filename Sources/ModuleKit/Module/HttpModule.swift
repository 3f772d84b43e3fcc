public import CModuleABI

/// A module: a type whose methods are called for the notifications of a request.
///
/// Conform to the notifications that you want, one protocol each (`OnBeginRequest`, `OnExecuteRequestHandler`,
/// `OnSendResponse`, ...), and export the type with one function:
///
///     @c(RegisterModule)
///     public func registerModule(
///         _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
///     ) -> RegistrationResult {
///         Hello.register(version, registration, server)
///     }
///
/// The host asks for one instance for each exchange, before the first notification that it has for it, and lets go of
/// it when the exchange is over. An instance is called by one thread at a time, not always the same. A struct suits a
/// module that keeps nothing between two notifications, a final class one that does. One instance for all exchanges:
/// `SharedModule`.
///
/// What a method throws becomes the response: a `ModuleError` gives the status it names, any other error 500. What the
/// error says goes to the log. No client ever sees the text of an error that is no `ModuleError`, since it may hold
/// anything; the details of a `ModuleError` are shown to clients on the server's own machine.
public protocol HttpModule: SendableMetatype {
    /// Makes the instance for one exchange.
    init()

    /// Where the module stands among the subscribers of its notifications; empty for the middle everywhere.
    ///
    /// Read once, while the module registers.
    static var priorities: [NotificationPriority] { get }

    /// The settings of the module, each of which is filled from a section of the configuration; empty for none.
    ///
    /// Read once, while the module registers: if the server's configuration does not fit, the module is not loaded, and the
    /// sentence about it has file and line. `HttpContext.configuration(_:)` gives them for a request.
    static var settings: [any ModuleSettings.Type] { get }

    /// The part of the module that is called for what concerns the whole process; nil if it has none.
    ///
    /// Read once, while the module registers.
    static var globalModule: (any GlobalModule.Type)? { get }
}

extension HttpModule {
    /// The middle for every notification.
    public static var priorities: [NotificationPriority] { [] }

    /// No settings.
    public static var settings: [any ModuleSettings.Type] { [] }

    /// No global part.
    public static var globalModule: (any GlobalModule.Type)? { nil }
}

/// A module of which one instance serves all exchanges.
///
/// The instance is made while the module registers and lives until the host unloads it. Several threads call it at the
/// same time, hence `Sendable`. What belongs to one exchange goes into `HttpContext.storage`.
public protocol SharedModule: HttpModule, Sendable {}

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

/// The host's version as `RegisterModule` receives it: the major number in the high 16 bits, the minor in the low ones.
public typealias ServerVersion = UInt32

/// The registration that `RegisterModule` receives. It belongs to the host and is valid until `RegisterModule` returns.
public typealias ModuleRegistration = UnsafeMutablePointer<IHttpModuleRegistrationInfo>

/// The server object that `RegisterModule` receives. It belongs to the host and lives as long as the process.
public typealias Server = UnsafeMutablePointer<IHttpServer>

/// What `RegisterModule` returns: zero or positive for success, negative for failure.
public typealias RegistrationResult = Int32
