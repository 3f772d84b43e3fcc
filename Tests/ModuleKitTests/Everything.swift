import ModuleKit

/// Conforms to every notification and notes in the response which one was called.
final class Everything {
    required init() {}

    private func note(_ name: String, _ context: HttpContext) throws -> NotificationStatus {
        try context.response.headers.add("Called", name)
        return .continue
    }
}

extension Everything: OnBeginRequest {
    func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("BeginRequest", context)
    }
}

extension Everything: OnPostBeginRequest {
    func onPostBeginRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostBeginRequest", context)
    }
}

extension Everything: OnAuthenticateRequest {
    func onAuthenticateRequest(
        _ context: HttpContext, _ provider: AuthenticationProvider
    ) throws -> NotificationStatus {
        try note("AuthenticateRequest", context)
    }
}

extension Everything: OnPostAuthenticateRequest {
    func onPostAuthenticateRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostAuthenticateRequest", context)
    }
}

extension Everything: OnAuthorizeRequest {
    func onAuthorizeRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("AuthorizeRequest", context)
    }
}

extension Everything: OnPostAuthorizeRequest {
    func onPostAuthorizeRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostAuthorizeRequest", context)
    }
}

extension Everything: OnResolveRequestCache {
    func onResolveRequestCache(_ context: HttpContext) throws -> NotificationStatus {
        try note("ResolveRequestCache", context)
    }
}

extension Everything: OnPostResolveRequestCache {
    func onPostResolveRequestCache(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostResolveRequestCache", context)
    }
}

extension Everything: OnMapRequestHandler {
    func onMapRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try note("MapRequestHandler", context)
    }
}

extension Everything: OnPostMapRequestHandler {
    func onPostMapRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostMapRequestHandler", context)
    }
}

extension Everything: OnAcquireRequestState {
    func onAcquireRequestState(_ context: HttpContext) throws -> NotificationStatus {
        try note("AcquireRequestState", context)
    }
}

extension Everything: OnPostAcquireRequestState {
    func onPostAcquireRequestState(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostAcquireRequestState", context)
    }
}

extension Everything: OnPreExecuteRequestHandler {
    func onPreExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try note("PreExecuteRequestHandler", context)
    }
}

extension Everything: OnPostPreExecuteRequestHandler {
    func onPostPreExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostPreExecuteRequestHandler", context)
    }
}

extension Everything: OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try note("ExecuteRequestHandler", context)
    }
}

extension Everything: OnPostExecuteRequestHandler {
    func onPostExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostExecuteRequestHandler", context)
    }
}

extension Everything: OnReleaseRequestState {
    func onReleaseRequestState(_ context: HttpContext) throws -> NotificationStatus {
        try note("ReleaseRequestState", context)
    }
}

extension Everything: OnPostReleaseRequestState {
    func onPostReleaseRequestState(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostReleaseRequestState", context)
    }
}

extension Everything: OnUpdateRequestCache {
    func onUpdateRequestCache(_ context: HttpContext) throws -> NotificationStatus {
        try note("UpdateRequestCache", context)
    }
}

extension Everything: OnPostUpdateRequestCache {
    func onPostUpdateRequestCache(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostUpdateRequestCache", context)
    }
}

extension Everything: OnLogRequest {
    func onLogRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("LogRequest", context)
    }
}

extension Everything: OnPostLogRequest {
    func onPostLogRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostLogRequest", context)
    }
}

extension Everything: OnEndRequest {
    func onEndRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("EndRequest", context)
    }
}

extension Everything: OnPostEndRequest {
    func onPostEndRequest(_ context: HttpContext) throws -> NotificationStatus {
        try note("PostEndRequest", context)
    }
}

extension Everything: OnSendResponse {
    func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) throws -> NotificationStatus {
        if provider.isSendingHeaders, provider.isLast { provider.flags |= 1 }
        return .continue
    }
}

extension Everything: OnMapPath {
    func onMapPath(_ context: HttpContext, _ provider: MapPathProvider) throws -> NotificationStatus {
        context.serverVariables["MAPPED"] = "\(provider.url ?? "") -> \(provider.physicalPath ?? "")"
        try provider.setPhysicalPath("/elsewhere")
        return .continue
    }
}

extension Everything: OnReadEntity {
    func onReadEntity(_ context: HttpContext, _ provider: ReadEntityProvider) throws -> NotificationStatus {
        try provider.setBytes(provider.bytes.reversed())
        return .continue
    }
}

extension Everything: OnCustomRequestNotification {
    func onCustomRequestNotification(
        _ context: HttpContext, _ provider: CustomNotificationProvider
    ) throws -> NotificationStatus {
        context.serverVariables["CUSTOM"] = provider.type
        return .continue
    }
}
