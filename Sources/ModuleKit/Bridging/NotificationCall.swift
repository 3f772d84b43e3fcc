import CModuleABI

/// One call of a module by the host: what the host passed beside the instance.
struct NotificationCall {
    let slot: NotificationSlot
    let context: HttpContext
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

    /// The host's provider as the interface `Provider`, as long as the call lasts or its notification is pending.
    func provider<Provider>(as type: Provider.Type) -> UnsafeMutablePointer<Provider>? {
        guard context.isCurrent(self) else { return nil }
        return provider?.assumingMemoryBound(to: type)
    }
}
