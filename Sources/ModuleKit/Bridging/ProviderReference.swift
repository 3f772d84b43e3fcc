/// A provider as a module may keep it: it ends with its call, while the reference may live on.
struct ProviderReference<Provider> {
    let context: HttpContext
    private let number: UInt64
    private let address: UnsafeMutableRawPointer?

    /// Refers to the provider of `call`, which the host has made as the interface `Provider`.
    init(_ call: NotificationCall) {
        context = call.context
        number = call.number
        address = call.provider
    }

    /// The host's object, as long as the call lasts or its notification is pending; nil after that.
    var pointer: UnsafeMutablePointer<Provider>? {
        guard context.isCurrent(number) else { return nil }
        return address?.assumingMemoryBound(to: Provider.self)
    }
}
