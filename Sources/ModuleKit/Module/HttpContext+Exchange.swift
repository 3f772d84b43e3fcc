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
