/// Values that belong to one exchange and one module, one of each type: `context.storage[Session.self] = session`.
///
/// For struct modules and shared ones; a class module has its own properties.
public struct ExchangeStorage {
    private var values = [ObjectIdentifier: Any]()

    init() {}

    /// The value of type `type`; nil if none was stored.
    public subscript<Value>(type: Value.Type) -> Value? {
        get { values[ObjectIdentifier(type)] as? Value }
        set { values[ObjectIdentifier(type)] = newValue }
    }
}
