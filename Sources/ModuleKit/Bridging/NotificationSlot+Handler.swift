extension NotificationSlot {
    /// How `type` is called for this notification; nil if it does not conform to the protocol.
    func handler(of type: any HttpModule.Type) -> NotificationHandler? {
        switch self {
        case .beginRequest: (type as? any OnBeginRequest.Type)?.beginRequestHandler
        case .postBeginRequest: (type as? any OnPostBeginRequest.Type)?.postBeginRequestHandler
        case .authenticateRequest: (type as? any OnAuthenticateRequest.Type)?.authenticateRequestHandler
        case .postAuthenticateRequest: (type as? any OnPostAuthenticateRequest.Type)?.postAuthenticateRequestHandler
        case .authorizeRequest: (type as? any OnAuthorizeRequest.Type)?.authorizeRequestHandler
        case .postAuthorizeRequest: (type as? any OnPostAuthorizeRequest.Type)?.postAuthorizeRequestHandler
        case .resolveRequestCache: (type as? any OnResolveRequestCache.Type)?.resolveRequestCacheHandler
        case .postResolveRequestCache: (type as? any OnPostResolveRequestCache.Type)?.postResolveRequestCacheHandler
        case .mapRequestHandler: (type as? any OnMapRequestHandler.Type)?.mapRequestHandlerHandler
        case .postMapRequestHandler: (type as? any OnPostMapRequestHandler.Type)?.postMapRequestHandlerHandler
        case .acquireRequestState: (type as? any OnAcquireRequestState.Type)?.acquireRequestStateHandler
        case .postAcquireRequestState: (type as? any OnPostAcquireRequestState.Type)?.postAcquireRequestStateHandler
        case .preExecuteRequestHandler: (type as? any OnPreExecuteRequestHandler.Type)?.preExecuteRequestHandlerHandler
        case .postPreExecuteRequestHandler:
            (type as? any OnPostPreExecuteRequestHandler.Type)?.postPreExecuteRequestHandlerHandler
        case .executeRequestHandler: (type as? any OnExecuteRequestHandler.Type)?.executeRequestHandlerHandler
        case .postExecuteRequestHandler:
            (type as? any OnPostExecuteRequestHandler.Type)?.postExecuteRequestHandlerHandler
        case .releaseRequestState: (type as? any OnReleaseRequestState.Type)?.releaseRequestStateHandler
        case .postReleaseRequestState: (type as? any OnPostReleaseRequestState.Type)?.postReleaseRequestStateHandler
        case .updateRequestCache: (type as? any OnUpdateRequestCache.Type)?.updateRequestCacheHandler
        case .postUpdateRequestCache: (type as? any OnPostUpdateRequestCache.Type)?.postUpdateRequestCacheHandler
        case .logRequest: (type as? any OnLogRequest.Type)?.logRequestHandler
        case .postLogRequest: (type as? any OnPostLogRequest.Type)?.postLogRequestHandler
        case .endRequest: (type as? any OnEndRequest.Type)?.endRequestHandler
        case .postEndRequest: (type as? any OnPostEndRequest.Type)?.postEndRequestHandler
        case .sendResponse: (type as? any OnSendResponse.Type)?.sendResponseHandler
        case .mapPath: (type as? any OnMapPath.Type)?.mapPathHandler
        case .readEntity: (type as? any OnReadEntity.Type)?.readEntityHandler
        case .customRequestNotification:
            (type as? any OnCustomRequestNotification.Type)?.customRequestNotificationHandler
        case .asyncCompletion: (type as? any OnAsyncCompletion.Type)?.asyncCompletionHandler
        }
    }
}
