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
