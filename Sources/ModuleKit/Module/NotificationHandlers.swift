/// A notification of one module type, ready to be called: the address of the instance, then what the host passed.
typealias NotificationHandler = @Sendable (UnsafeMutableRawPointer, NotificationCall) throws -> NotificationStatus

// A protocol's own extension knows `Self`, so the conversion of the address needs no cast at the time of the call. The
// instance at the address was made by `ModuleType` from the same type.

extension OnBeginRequest {
    static var beginRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onBeginRequest($1.context) }
    }
}

extension OnPostBeginRequest {
    static var postBeginRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostBeginRequest($1.context) }
    }
}

extension OnAuthenticateRequest {
    static var authenticateRequestHandler: NotificationHandler {
        {
            try $0.assumingMemoryBound(to: Self.self)
                .pointee.onAuthenticateRequest($1.context, AuthenticationProvider($1))
        }
    }
}

extension OnPostAuthenticateRequest {
    static var postAuthenticateRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostAuthenticateRequest($1.context) }
    }
}

extension OnAuthorizeRequest {
    static var authorizeRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onAuthorizeRequest($1.context) }
    }
}

extension OnPostAuthorizeRequest {
    static var postAuthorizeRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostAuthorizeRequest($1.context) }
    }
}

extension OnResolveRequestCache {
    static var resolveRequestCacheHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onResolveRequestCache($1.context) }
    }
}

extension OnPostResolveRequestCache {
    static var postResolveRequestCacheHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostResolveRequestCache($1.context) }
    }
}

extension OnMapRequestHandler {
    static var mapRequestHandlerHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onMapRequestHandler($1.context) }
    }
}

extension OnPostMapRequestHandler {
    static var postMapRequestHandlerHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostMapRequestHandler($1.context) }
    }
}

extension OnAcquireRequestState {
    static var acquireRequestStateHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onAcquireRequestState($1.context) }
    }
}

extension OnPostAcquireRequestState {
    static var postAcquireRequestStateHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostAcquireRequestState($1.context) }
    }
}

extension OnPreExecuteRequestHandler {
    static var preExecuteRequestHandlerHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPreExecuteRequestHandler($1.context) }
    }
}

extension OnPostPreExecuteRequestHandler {
    static var postPreExecuteRequestHandlerHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostPreExecuteRequestHandler($1.context) }
    }
}

extension OnExecuteRequestHandler {
    static var executeRequestHandlerHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onExecuteRequestHandler($1.context) }
    }
}

extension OnPostExecuteRequestHandler {
    static var postExecuteRequestHandlerHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostExecuteRequestHandler($1.context) }
    }
}

extension OnReleaseRequestState {
    static var releaseRequestStateHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onReleaseRequestState($1.context) }
    }
}

extension OnPostReleaseRequestState {
    static var postReleaseRequestStateHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostReleaseRequestState($1.context) }
    }
}

extension OnUpdateRequestCache {
    static var updateRequestCacheHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onUpdateRequestCache($1.context) }
    }
}

extension OnPostUpdateRequestCache {
    static var postUpdateRequestCacheHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostUpdateRequestCache($1.context) }
    }
}

extension OnLogRequest {
    static var logRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onLogRequest($1.context) }
    }
}

extension OnPostLogRequest {
    static var postLogRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostLogRequest($1.context) }
    }
}

extension OnEndRequest {
    static var endRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onEndRequest($1.context) }
    }
}

extension OnPostEndRequest {
    static var postEndRequestHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onPostEndRequest($1.context) }
    }
}

extension OnSendResponse {
    static var sendResponseHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onSendResponse($1.context, SendResponseProvider($1)) }
    }
}

extension OnMapPath {
    static var mapPathHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onMapPath($1.context, MapPathProvider($1)) }
    }
}

extension OnReadEntity {
    static var readEntityHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onReadEntity($1.context, ReadEntityProvider($1)) }
    }
}

extension OnCustomRequestNotification {
    static var customRequestNotificationHandler: NotificationHandler {
        {
            try $0.assumingMemoryBound(to: Self.self)
                .pointee.onCustomRequestNotification($1.context, CustomNotificationProvider($1))
        }
    }
}

extension OnAsyncCompletion {
    static var asyncCompletionHandler: NotificationHandler {
        { try $0.assumingMemoryBound(to: Self.self).pointee.onAsyncCompletion($1.context, CompletionInfo($1)) }
    }
}
