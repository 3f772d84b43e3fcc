import CModuleABI

/// The table of functions that every module object of the kit points at. Which notifications mean something is decided
/// by the subscription; a call of another one answers `.continue`.
enum ModuleTable {
    // Safety: written once, before its first use, and never again; it lives as long as the process.
    nonisolated(unsafe) static let pointer: UnsafePointer<CHttpModuleVtbl> = {
        var table = CHttpModuleVtbl()
        fillStages(&table)
        fillPostStages(&table)
        fillEvents(&table)
        fillOthers(&table)
        let pointer = UnsafeMutablePointer<CHttpModuleVtbl>.allocate(capacity: 1)
        pointer.initialize(to: table)
        return UnsafePointer(pointer)
    }()

    /// What has no provider: the end of an operation, and of the object.
    private static func fillOthers(_ table: inout CHttpModuleVtbl) {
        table.OnAsyncCompletion = { module, context, notification, isPost, provider, completion in
            deliverNotification(
                .asyncCompletion, module, context, provider,
                completion: completion, notification: notification, isPost: isPost != 0
            ) { try $0.conformances.asyncCompletion?.deliver($1, $2, $3) }
        }
        table.Dispose = { module in
            guard let module else { return }
            ModuleObject(address: UnsafeMutableRawPointer(module)).dispose()
        }
    }
}

/// Calls the method of a notification; nil if the type has none.
typealias NotificationMethod =
    (ModuleType, Instance, HttpContext, NotificationCall) throws -> NotificationStatus?

/// The way of every notification from the host into the author's code.
func deliverNotification(
    _ slot: NotificationSlot,
    _ module: UnsafeMutablePointer<CHttpModule>?,
    _ context: UnsafeMutablePointer<IHttpContext>?,
    _ provider: UnsafeMutableRawPointer?,
    completion: UnsafeMutablePointer<IHttpCompletionInfo>? = nil,
    notification: UInt32 = 0,
    isPost: Bool = false,
    _ method: NotificationMethod
) -> REQUEST_NOTIFICATION_STATUS {
    guard let module, let context else { return RQ_NOTIFICATION_CONTINUE }
    let object = ModuleObject(address: UnsafeMutableRawPointer(module))
    // The host does not end the object during a call, so nothing needs a reference of its own here.
    return object.type._withUnsafeGuaranteedRef { type in
        object.context._withUnsafeGuaranteedRef { httpContext in
            let call = NotificationCall(
                slot: slot, context: httpContext, number: httpContext.nextCallNumber(), provider: provider,
                completion: completion, notification: notification, isPost: isPost)
            return httpContext.perform(call, on: context, type, object.value, method).abi
        }
    }
}

/// One call of a module by the host: what the host passed beside the instance.
struct NotificationCall {
    let slot: NotificationSlot
    // Safety: the module's object keeps the context until the exchange ends, and a call is over by then. What may be
    // kept longer, as a provider, has a reference of its own.
    unowned(unsafe) let context: HttpContext
    /// Which call of this context it is, so that a provider can tell whether its time is over.
    let number: UInt64
    /// The IHttpEventProvider, or one that derives from it.
    let provider: UnsafeMutableRawPointer?
    /// For a completion: how the operation ended.
    let completion: UnsafeMutablePointer<IHttpCompletionInfo>?
    /// For a completion: the RQ_ bit of the notification that waited.
    let notification: UInt32
    /// For a completion: whether it was the one that follows the stage.
    let isPost: Bool
}

extension NotificationSlot {
    /// Whether `.pending` means something there.
    var canWait: Bool {
        switch self {
        case .sendResponse, .mapPath, .readEntity: false
        default: true
        }
    }

    /// Whether the response has been made by then, so that an error can no longer become one.
    var isAfterResponse: Bool {
        switch self {
        case .logRequest, .postLogRequest, .endRequest, .postEndRequest: true
        default: false
        }
    }
}
