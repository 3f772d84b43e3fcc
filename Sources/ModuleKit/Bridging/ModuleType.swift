import CModuleABI

/// What the kit knows of one type of module: how to make, call and end its instances. Made while the module registers.
final class ModuleType: Sendable {
    /// One entry for each `NotificationSlot`; nil where the type does not conform.
    let handlers: [NotificationHandler?]
    /// The subscription of the stages and the other notifications: RQ_ bits.
    let notifications: UInt32
    /// The subscription of what follows the stages: RQ_ bits.
    let postNotifications: UInt32
    /// Bytes that an object takes in the host's memory.
    let objectSize: Int
    let valueAlignment: Int
    let makeValue: @Sendable (UnsafeMutableRawPointer) -> Void
    let destroyValue: @Sendable (UnsafeMutableRawPointer) -> Void

    // Safety: set once here and freed in deinit; what is at the address is Sendable, for only a SharedModule has one.
    /// The one instance of a `SharedModule`; nil where each exchange has its own.
    nonisolated(unsafe) let sharedValue: UnsafeMutableRawPointer?

    init<Module: HttpModule>(_ type: Module.Type) {
        let handlers = NotificationSlot.allCases.map { $0.handler(of: type) }
        self.handlers = handlers
        let subscribed = NotificationSlot.allCases.filter { handlers[$0.rawValue] != nil }
        notifications = subscribed.filter { !$0.isPost }.reduce(0) { $0 | $1.notification }
        postNotifications = subscribed.filter(\.isPost).reduce(0) { $0 | $1.notification }
        valueAlignment = MemoryLayout<Module>.alignment
        makeValue = { $0.initializeMemory(as: Module.self, to: Module()) }
        destroyValue = { $0.assumingMemoryBound(to: Module.self).deinitialize(count: 1) }
        if type is any SharedModule.Type {
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: max(MemoryLayout<Module>.size, 1), alignment: MemoryLayout<Module>.alignment)
            memory.initializeMemory(as: Module.self, to: Module())
            sharedValue = memory
            objectSize = ModuleObject.headSize
        } else {
            sharedValue = nil
            objectSize = ModuleObject.headSize + MemoryLayout<Module>.size + MemoryLayout<Module>.alignment
        }
    }

    deinit {
        if let sharedValue {
            destroyValue(sharedValue)
            sharedValue.deallocate()
        }
    }

    /// Whether the type has asked for anything. One that has not has surely forgotten to name a protocol.
    var isSubscribed: Bool {
        notifications != 0 || postNotifications != 0
    }
}
