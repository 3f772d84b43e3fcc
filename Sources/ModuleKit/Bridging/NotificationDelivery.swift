// How each notification reaches its method. A protocol's own extension knows `Self`, so the address of the instance,
// which `ModuleType` made from the same type, needs no cast.

/// The address of an instance.
typealias Instance = UnsafeMutableRawPointer

extension OnBeginRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onBeginRequest(call.context)
    }
}

extension OnPostBeginRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostBeginRequest(call.context)
    }
}

extension OnAuthenticateRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self)
            .pointee.onAuthenticateRequest(call.context, AuthenticationProvider(call))
    }
}

extension OnPostAuthenticateRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostAuthenticateRequest(call.context)
    }
}

extension OnAuthorizeRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onAuthorizeRequest(call.context)
    }
}

extension OnPostAuthorizeRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostAuthorizeRequest(call.context)
    }
}

extension OnResolveRequestCache {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onResolveRequestCache(call.context)
    }
}

extension OnPostResolveRequestCache {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostResolveRequestCache(call.context)
    }
}

extension OnMapRequestHandler {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onMapRequestHandler(call.context)
    }
}

extension OnPostMapRequestHandler {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostMapRequestHandler(call.context)
    }
}

extension OnAcquireRequestState {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onAcquireRequestState(call.context)
    }
}

extension OnPostAcquireRequestState {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostAcquireRequestState(call.context)
    }
}

extension OnPreExecuteRequestHandler {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPreExecuteRequestHandler(call.context)
    }
}

extension OnPostPreExecuteRequestHandler {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostPreExecuteRequestHandler(call.context)
    }
}

extension OnExecuteRequestHandler {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onExecuteRequestHandler(call.context)
    }
}

extension OnPostExecuteRequestHandler {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostExecuteRequestHandler(call.context)
    }
}

extension OnReleaseRequestState {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onReleaseRequestState(call.context)
    }
}

extension OnPostReleaseRequestState {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostReleaseRequestState(call.context)
    }
}

extension OnUpdateRequestCache {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onUpdateRequestCache(call.context)
    }
}

extension OnPostUpdateRequestCache {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostUpdateRequestCache(call.context)
    }
}

extension OnLogRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onLogRequest(call.context)
    }
}

extension OnPostLogRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostLogRequest(call.context)
    }
}

extension OnEndRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onEndRequest(call.context)
    }
}

extension OnPostEndRequest {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onPostEndRequest(call.context)
    }
}

extension OnSendResponse {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onSendResponse(call.context, SendResponseProvider(call))
    }
}

extension OnMapPath {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onMapPath(call.context, MapPathProvider(call))
    }
}

extension OnReadEntity {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onReadEntity(call.context, ReadEntityProvider(call))
    }
}

extension OnCustomRequestNotification {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self)
            .pointee.onCustomRequestNotification(call.context, CustomNotificationProvider(call))
    }
}

extension OnAsyncCompletion {
    static func deliver(_ value: Instance, _ call: NotificationCall) throws -> NotificationStatus {
        try value.assumingMemoryBound(to: Self.self).pointee.onAsyncCompletion(call.context, CompletionInfo(call))
    }
}
