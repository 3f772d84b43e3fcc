// The twelve stages of a request in order, each with what follows it. `.continue` goes on with the next module,
// `.finishRequest` skips to the logging of the request, `.pending` keeps it until `HttpContext.completion` completes.

/// BEGIN_REQUEST: the host has read the head of the request.
public protocol OnBeginRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnBeginRequest, when all modules have had it.
public protocol OnPostBeginRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostBeginRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// AUTHENTICATE_REQUEST: the host asks who makes the request.
public protocol OnAuthenticateRequest: HttpModule {
    /// Called on one thread at a time; `provider` takes the user and is valid until the method returns.
    func onAuthenticateRequest(
        _ context: HttpContext, _ provider: AuthenticationProvider
    ) throws -> NotificationStatus
}

/// Follows OnAuthenticateRequest, when all modules have had it.
public protocol OnPostAuthenticateRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostAuthenticateRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// AUTHORIZE_REQUEST: the host decides whether the user may make this request.
public protocol OnAuthorizeRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onAuthorizeRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnAuthorizeRequest, when all modules have had it.
public protocol OnPostAuthorizeRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostAuthorizeRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// RESOLVE_REQUEST_CACHE: the host looks for a response that is kept already.
public protocol OnResolveRequestCache: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onResolveRequestCache(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnResolveRequestCache, when all modules have had it.
public protocol OnPostResolveRequestCache: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostResolveRequestCache(_ context: HttpContext) throws -> NotificationStatus
}

/// MAP_REQUEST_HANDLER: the host chooses who will answer.
public protocol OnMapRequestHandler: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onMapRequestHandler(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnMapRequestHandler, when all modules have had it.
public protocol OnPostMapRequestHandler: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostMapRequestHandler(_ context: HttpContext) throws -> NotificationStatus
}

/// ACQUIRE_REQUEST_STATE: the host fetches the state that the handler needs, such as a session.
public protocol OnAcquireRequestState: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onAcquireRequestState(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnAcquireRequestState, when all modules have had it.
public protocol OnPostAcquireRequestState: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostAcquireRequestState(_ context: HttpContext) throws -> NotificationStatus
}

/// PRE_EXECUTE_REQUEST_HANDLER: the host is about to call the handler.
public protocol OnPreExecuteRequestHandler: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPreExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnPreExecuteRequestHandler, when all modules have had it.
public protocol OnPostPreExecuteRequestHandler: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostPreExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus
}

/// EXECUTE_REQUEST_HANDLER: the host calls for the answer.
public protocol OnExecuteRequestHandler: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnExecuteRequestHandler, when all modules have had it.
public protocol OnPostExecuteRequestHandler: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus
}

/// RELEASE_REQUEST_STATE: the host stores the state again.
public protocol OnReleaseRequestState: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onReleaseRequestState(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnReleaseRequestState, when all modules have had it.
public protocol OnPostReleaseRequestState: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostReleaseRequestState(_ context: HttpContext) throws -> NotificationStatus
}

/// UPDATE_REQUEST_CACHE: the host may keep the response for later requests.
public protocol OnUpdateRequestCache: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onUpdateRequestCache(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnUpdateRequestCache, when all modules have had it.
public protocol OnPostUpdateRequestCache: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostUpdateRequestCache(_ context: HttpContext) throws -> NotificationStatus
}

/// LOG_REQUEST: the host is about to log the request; called even if a module finished the request early.
public protocol OnLogRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onLogRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnLogRequest, when all modules have had it.
public protocol OnPostLogRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostLogRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// END_REQUEST: the host ends the request; called even if a module finished it early.
public protocol OnEndRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onEndRequest(_ context: HttpContext) throws -> NotificationStatus
}

/// Follows OnEndRequest, when all modules have had it.
public protocol OnPostEndRequest: HttpModule {
    /// Called on one thread at a time; what it throws becomes the response.
    func onPostEndRequest(_ context: HttpContext) throws -> NotificationStatus
}

// The notifications that do not come in the order of the stages, but when something happens. They may come while
// another one is on the stack, and none of them but the last two may return `.pending`.

/// SEND_RESPONSE: the host sends the response or a part of it. Comes for each flush and for the end.
public protocol OnSendResponse: HttpModule {
    /// Called on the thread that sends; headers can be changed as long as `provider.isSendingHeaders`.
    func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) throws -> NotificationStatus
}

/// MAP_PATH: the host turns a URL into the path of a file.
public protocol OnMapPath: HttpModule {
    /// Called on the thread that asks; `provider` has the URL and takes another path.
    func onMapPath(_ context: HttpContext, _ provider: MapPathProvider) throws -> NotificationStatus
}

/// READ_ENTITY: a module has read a piece of the request's entity.
public protocol OnReadEntity: HttpModule {
    /// Called on the thread that reads; `provider` has the bytes and takes others.
    func onReadEntity(_ context: HttpContext, _ provider: ReadEntityProvider) throws -> NotificationStatus
}

/// CUSTOM_NOTIFICATION: another module has raised a notification of its own.
public protocol OnCustomRequestNotification: HttpModule {
    /// Called on the thread that raises it; `provider` tells which one it is.
    func onCustomRequestNotification(
        _ context: HttpContext, _ provider: CustomNotificationProvider
    ) throws -> NotificationStatus
}

/// The way back of `Completion.post`: comes once for each, while the notification is pending.
public protocol OnAsyncCompletion: HttpModule {
    /// Called on one thread at a time. `.pending` goes on waiting; any other status ends the notification.
    func onAsyncCompletion(_ context: HttpContext, _ completion: CompletionInfo) throws -> NotificationStatus
}
