import CModuleABI

/// The table of functions that every module object of the kit points at. Which notifications mean something is decided
/// by the subscription; a call of another one answers `.continue`.
enum ModuleTable {
    // Safety: written once, before its first use, and never again; it lives as long as the process.
    nonisolated(unsafe) static let pointer: UnsafePointer<CHttpModuleVtbl> = {
        var table = CHttpModuleVtbl()
        fillStages(&table)
        fillPostStages(&table)
        fillOthers(&table)
        let pointer = UnsafeMutablePointer<CHttpModuleVtbl>.allocate(capacity: 1)
        pointer.initialize(to: table)
        return UnsafePointer(pointer)
    }()

    private static func fillStages(_ table: inout CHttpModuleVtbl) {
        table.OnBeginRequest = {
            deliver(.beginRequest, $0, $1, $2) { try $0.beginRequest?.deliver($1, $2) }
        }
        table.OnAuthenticateRequest = {
            deliver(.authenticateRequest, $0, $1, $2) { try $0.authenticateRequest?.deliver($1, $2) }
        }
        table.OnAuthorizeRequest = {
            deliver(.authorizeRequest, $0, $1, $2) { try $0.authorizeRequest?.deliver($1, $2) }
        }
        table.OnResolveRequestCache = {
            deliver(.resolveRequestCache, $0, $1, $2) { try $0.resolveRequestCache?.deliver($1, $2) }
        }
        table.OnMapRequestHandler = {
            deliver(.mapRequestHandler, $0, $1, $2) { try $0.mapRequestHandler?.deliver($1, $2) }
        }
        table.OnAcquireRequestState = {
            deliver(.acquireRequestState, $0, $1, $2) { try $0.acquireRequestState?.deliver($1, $2) }
        }
        table.OnPreExecuteRequestHandler = {
            deliver(.preExecuteRequestHandler, $0, $1, $2) { try $0.preExecuteRequestHandler?.deliver($1, $2) }
        }
        table.OnExecuteRequestHandler = {
            deliver(.executeRequestHandler, $0, $1, $2) { try $0.executeRequestHandler?.deliver($1, $2) }
        }
        table.OnReleaseRequestState = {
            deliver(.releaseRequestState, $0, $1, $2) { try $0.releaseRequestState?.deliver($1, $2) }
        }
        table.OnUpdateRequestCache = {
            deliver(.updateRequestCache, $0, $1, $2) { try $0.updateRequestCache?.deliver($1, $2) }
        }
        table.OnLogRequest = {
            deliver(.logRequest, $0, $1, $2) { try $0.logRequest?.deliver($1, $2) }
        }
        table.OnEndRequest = {
            deliver(.endRequest, $0, $1, $2) { try $0.endRequest?.deliver($1, $2) }
        }
    }

    private static func fillPostStages(_ table: inout CHttpModuleVtbl) {
        table.OnPostBeginRequest = {
            deliver(.postBeginRequest, $0, $1, $2) { try $0.postBeginRequest?.deliver($1, $2) }
        }
        table.OnPostAuthenticateRequest = {
            deliver(.postAuthenticateRequest, $0, $1, $2) { try $0.postAuthenticateRequest?.deliver($1, $2) }
        }
        table.OnPostAuthorizeRequest = {
            deliver(.postAuthorizeRequest, $0, $1, $2) { try $0.postAuthorizeRequest?.deliver($1, $2) }
        }
        table.OnPostResolveRequestCache = {
            deliver(.postResolveRequestCache, $0, $1, $2) { try $0.postResolveRequestCache?.deliver($1, $2) }
        }
        table.OnPostMapRequestHandler = {
            deliver(.postMapRequestHandler, $0, $1, $2) { try $0.postMapRequestHandler?.deliver($1, $2) }
        }
        table.OnPostAcquireRequestState = {
            deliver(.postAcquireRequestState, $0, $1, $2) { try $0.postAcquireRequestState?.deliver($1, $2) }
        }
        table.OnPostPreExecuteRequestHandler = {
            deliver(.postPreExecuteRequestHandler, $0, $1, $2) { try $0.postPreExecuteRequestHandler?.deliver($1, $2) }
        }
        table.OnPostExecuteRequestHandler = {
            deliver(.postExecuteRequestHandler, $0, $1, $2) { try $0.postExecuteRequestHandler?.deliver($1, $2) }
        }
        table.OnPostReleaseRequestState = {
            deliver(.postReleaseRequestState, $0, $1, $2) { try $0.postReleaseRequestState?.deliver($1, $2) }
        }
        table.OnPostUpdateRequestCache = {
            deliver(.postUpdateRequestCache, $0, $1, $2) { try $0.postUpdateRequestCache?.deliver($1, $2) }
        }
        table.OnPostLogRequest = {
            deliver(.postLogRequest, $0, $1, $2) { try $0.postLogRequest?.deliver($1, $2) }
        }
        table.OnPostEndRequest = {
            deliver(.postEndRequest, $0, $1, $2) { try $0.postEndRequest?.deliver($1, $2) }
        }
    }

    private static func fillOthers(_ table: inout CHttpModuleVtbl) {
        table.OnSendResponse = {
            deliver(.sendResponse, $0, $1, $2) { try $0.sendResponse?.deliver($1, $2) }
        }
        table.OnMapPath = {
            deliver(.mapPath, $0, $1, $2) { try $0.mapPath?.deliver($1, $2) }
        }
        table.OnReadEntity = {
            deliver(.readEntity, $0, $1, $2) { try $0.readEntity?.deliver($1, $2) }
        }
        table.OnCustomRequestNotification = {
            deliver(.customRequestNotification, $0, $1, $2) { try $0.customRequestNotification?.deliver($1, $2) }
        }
        table.OnAsyncCompletion = { module, context, notification, isPost, provider, completion in
            deliver(
                .asyncCompletion, module, context, provider,
                completion: completion, notification: notification, isPost: isPost != 0
            ) { try $0.asyncCompletion?.deliver($1, $2) }
        }
        table.Dispose = { module in
            guard let module else { return }
            ModuleObject(address: UnsafeMutableRawPointer(module)).dispose()
        }
    }
}

/// The way of every notification from the host into the author's code. `method` answers nil if the type has none.
private func deliver(
    _ slot: NotificationSlot,
    _ module: UnsafeMutablePointer<CHttpModule>?,
    _ context: UnsafeMutablePointer<IHttpContext>?,
    _ provider: UnsafeMutableRawPointer?,
    completion: UnsafeMutablePointer<IHttpCompletionInfo>? = nil,
    notification: UInt32 = 0,
    isPost: Bool = false,
    _ method: (ModuleConformances, Instance, NotificationCall) throws -> NotificationStatus?
) -> REQUEST_NOTIFICATION_STATUS {
    guard let module, let context else { return RQ_NOTIFICATION_CONTINUE }
    let object = ModuleObject(address: UnsafeMutableRawPointer(module))
    // The host does not end the object during a call, so nothing needs a reference of its own here.
    return object.type._withUnsafeGuaranteedRef { type in
        object.context._withUnsafeGuaranteedRef { httpContext in
            let call = NotificationCall(
                slot: slot, context: httpContext, number: httpContext.nextCallNumber(), provider: provider,
                completion: completion, notification: notification, isPost: isPost)
            return httpContext.perform(call, on: context) {
                try method(type.conformances, object.value, call) ?? .continue
            }.abi
        }
    }
}
