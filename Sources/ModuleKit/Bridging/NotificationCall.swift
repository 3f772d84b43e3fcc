import CModuleABI

/// One call of a module by the host: what the host passed beside the instance.
struct NotificationCall {
    let slot: NotificationSlot
    // Safety: the module's object keeps the context until the exchange ends, and a call is over by then. Whoever may be
    // kept longer, as a provider can, has a reference of its own.
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
