import CModuleABI

extension HttpContext {
    /// The name of the user; nil before authentication and after the end, "" for the anonymous user.
    public var userName: String? {
        guard let object, let user = IHttpContext_GetUser(object) else { return nil }
        return String(wide: IHttpUser_GetUserName(user))
    }

    /// The file that the URL stands for; nil if it stands for none.
    public var physicalPath: String? {
        guard let object else { return nil }
        return String(wide: IHttpContext_GetPhysicalPath(object, nil))
    }

    /// The number of the site; nil after the end.
    public var siteID: Int? {
        guard let object, let site = IHttpContext_GetSite(object) else { return nil }
        return Int(IHttpSite_GetSiteId(site))
    }

    /// Says that the request has been answered, so that no other handler is tried.
    public func setRequestHandled() {
        guard let object else { return }
        IHttpContext_SetRequestHandled(object)
    }

    /// Takes notifications off this exchange for this module. Only the stages can be named, and there is no way back.
    public func disable(_ notifications: RequestNotifications, post: RequestNotifications = []) {
        guard let object else { return }
        IHttpContext_DisableNotifications(object, notifications.rawValue, post.rawValue)
    }
}

/// The server variables of an exchange, by name without regard to case.
public struct ServerVariables {
    @usableFromInline let context: HttpContext

    @inlinable
    init(context: HttpContext) { self.context = context }

    /// The value of a variable; nil if there is none, or after the end. Assign nil to remove what was set.
    ///
    /// An assignment that the host refuses makes the notification fail.
    public subscript(name: String) -> String? {
        get { value(name) }
        nonmutating set { set(name, newValue) }
    }

    private func value(_ name: String) -> String? {
        guard let object = context.object else { return nil }
        var start: UnsafePointer<CChar>?
        var count: UInt32 = 0
        guard name.withCString({ IHttpContext_GetServerVariableA(object, $0, &start, &count) }) >= 0 else { return nil }
        return String(bytes: start, count: Int(count))
    }

    private func set(_ name: String, _ value: String?) {
        guard let object = context.object else { return }
        let code = name.withCString { name in
            guard let value else { return IHttpContext_SetServerVariable(object, name, nil) }
            return withWideText(value) { wide, _ in IHttpContext_SetServerVariable(object, name, wide) }
        }
        context.accept(code, "set the server variable \(name)")
    }
}

/// Values that belong to one exchange and one module, one of each type: `context.storage[Session.self] = session`.
///
/// For struct modules and shared ones; a class module has its own properties.
public struct ExchangeStorage {
    private var values = [ObjectIdentifier: Any]()

    init() {}

    /// The value of type `type`; nil if none was stored.
    public subscript<Value>(type: Value.Type) -> Value? {
        get { values[ObjectIdentifier(type)] as? Value }
        set { values[ObjectIdentifier(type)] = newValue }
    }
}
