import CModuleABI

/// The part of a module that is called for what concerns the whole process, through the protocols `OnGlobal…`.
///
/// One instance lives from the registration until the host unloads the module. Any thread may call it, several at once.
public protocol GlobalModule: Sendable {
    /// Makes the instance, while the module registers.
    init()

    /// Where it stands among the subscribers of its notifications.
    static var priority: Priority { get }

    /// Called once, last of all, when the host unloads the module.
    func terminate()
}

extension GlobalModule {
    /// The middle.
    public static var priority: Priority { .medium }

    /// Nothing to do.
    public func terminate() {}
}

/// GL_PRE_BEGIN_REQUEST: a request has come and has not begun its stages.
public protocol OnGlobalPreBeginRequest: GlobalModule {
    /// Called on the thread of the request; the context is valid until the method returns.
    func onGlobalPreBeginRequest(_ context: HttpContext) throws -> GlobalNotificationStatus
}

/// GL_APPLICATION_START: the worker starts, and has the application; all modules have registered, no request has come yet.
public protocol OnGlobalApplicationStart: GlobalModule {
    /// Called once for each application.
    func onGlobalApplicationStart(_ application: Application) throws -> GlobalNotificationStatus
}

/// GL_APPLICATION_STOP: an application ends.
public protocol OnGlobalApplicationStop: GlobalModule {
    /// Called when the requests of the application are over.
    func onGlobalApplicationStop(_ application: Application) throws -> GlobalNotificationStatus
}

/// GL_STOP_LISTENING: the worker takes no more requests and finishes those that it has.
public protocol OnGlobalStopListening: GlobalModule {
    /// Called once. `isGraceful` says that requests in flight may take their time. Must not wait.
    func onGlobalStopListening(isGraceful: Bool) throws -> GlobalNotificationStatus
}

/// An application: a part of a site with its own root folder and modules. A copy of what the host says of it.
public struct Application: Sendable, Hashable {
    /// Its identity, such as "/LM/W3SVC/1/ROOT".
    public let id: String
    /// Its root folder.
    public let physicalPath: String
    /// Its path in the configuration.
    public let configPath: String

    init(_ provider: UnsafeMutablePointer<IHttpApplicationProvider>?) {
        let object = provider.flatMap { IHttpApplicationProvider_GetApplication($0) }
        id = object.flatMap { String(wide: IHttpApplication_GetApplicationId($0)) } ?? ""
        physicalPath = object.flatMap { String(wide: IHttpApplication_GetApplicationPhysicalPath($0)) } ?? ""
        configPath = object.flatMap { String(wide: IHttpApplication_GetAppConfigPath($0)) } ?? ""
    }
}
