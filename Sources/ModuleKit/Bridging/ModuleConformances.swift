/// The notifications that a type conforms to, found once by a cast each, so that a call needs none.
///
/// Metatypes are not counted by reference, so that threads which call one module do not meet at a counter.
struct ModuleConformances: Sendable {
    let beginRequest: (any OnBeginRequest.Type)?
    let postBeginRequest: (any OnPostBeginRequest.Type)?
    let authenticateRequest: (any OnAuthenticateRequest.Type)?
    let postAuthenticateRequest: (any OnPostAuthenticateRequest.Type)?
    let authorizeRequest: (any OnAuthorizeRequest.Type)?
    let postAuthorizeRequest: (any OnPostAuthorizeRequest.Type)?
    let resolveRequestCache: (any OnResolveRequestCache.Type)?
    let postResolveRequestCache: (any OnPostResolveRequestCache.Type)?
    let mapRequestHandler: (any OnMapRequestHandler.Type)?
    let postMapRequestHandler: (any OnPostMapRequestHandler.Type)?
    let acquireRequestState: (any OnAcquireRequestState.Type)?
    let postAcquireRequestState: (any OnPostAcquireRequestState.Type)?
    let preExecuteRequestHandler: (any OnPreExecuteRequestHandler.Type)?
    let postPreExecuteRequestHandler: (any OnPostPreExecuteRequestHandler.Type)?
    let executeRequestHandler: (any OnExecuteRequestHandler.Type)?
    let postExecuteRequestHandler: (any OnPostExecuteRequestHandler.Type)?
    let releaseRequestState: (any OnReleaseRequestState.Type)?
    let postReleaseRequestState: (any OnPostReleaseRequestState.Type)?
    let updateRequestCache: (any OnUpdateRequestCache.Type)?
    let postUpdateRequestCache: (any OnPostUpdateRequestCache.Type)?
    let logRequest: (any OnLogRequest.Type)?
    let postLogRequest: (any OnPostLogRequest.Type)?
    let endRequest: (any OnEndRequest.Type)?
    let postEndRequest: (any OnPostEndRequest.Type)?
    let sendResponse: (any OnSendResponse.Type)?
    let mapPath: (any OnMapPath.Type)?
    let readEntity: (any OnReadEntity.Type)?
    let customRequestNotification: (any OnCustomRequestNotification.Type)?
    let asyncCompletion: (any OnAsyncCompletion.Type)?

    init(_ type: any HttpModule.Type) {
        beginRequest = type as? any OnBeginRequest.Type
        postBeginRequest = type as? any OnPostBeginRequest.Type
        authenticateRequest = type as? any OnAuthenticateRequest.Type
        postAuthenticateRequest = type as? any OnPostAuthenticateRequest.Type
        authorizeRequest = type as? any OnAuthorizeRequest.Type
        postAuthorizeRequest = type as? any OnPostAuthorizeRequest.Type
        resolveRequestCache = type as? any OnResolveRequestCache.Type
        postResolveRequestCache = type as? any OnPostResolveRequestCache.Type
        mapRequestHandler = type as? any OnMapRequestHandler.Type
        postMapRequestHandler = type as? any OnPostMapRequestHandler.Type
        acquireRequestState = type as? any OnAcquireRequestState.Type
        postAcquireRequestState = type as? any OnPostAcquireRequestState.Type
        preExecuteRequestHandler = type as? any OnPreExecuteRequestHandler.Type
        postPreExecuteRequestHandler = type as? any OnPostPreExecuteRequestHandler.Type
        executeRequestHandler = type as? any OnExecuteRequestHandler.Type
        postExecuteRequestHandler = type as? any OnPostExecuteRequestHandler.Type
        releaseRequestState = type as? any OnReleaseRequestState.Type
        postReleaseRequestState = type as? any OnPostReleaseRequestState.Type
        updateRequestCache = type as? any OnUpdateRequestCache.Type
        postUpdateRequestCache = type as? any OnPostUpdateRequestCache.Type
        logRequest = type as? any OnLogRequest.Type
        postLogRequest = type as? any OnPostLogRequest.Type
        endRequest = type as? any OnEndRequest.Type
        postEndRequest = type as? any OnPostEndRequest.Type
        sendResponse = type as? any OnSendResponse.Type
        mapPath = type as? any OnMapPath.Type
        readEntity = type as? any OnReadEntity.Type
        customRequestNotification = type as? any OnCustomRequestNotification.Type
        asyncCompletion = type as? any OnAsyncCompletion.Type
    }
}
