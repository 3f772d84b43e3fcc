import CModuleABI

/// The address of an instance.
typealias Instance = UnsafeMutableRawPointer

/// What the kit knows of one type of module: how to make, call and end its instances. Made while the module registers.
final class ModuleType: Sendable {
    /// The type itself.
    let module: any HttpModule.Type
    let conformances: ModuleConformances
    // Safety: a number in the form of a pointer, which is never followed.
    /// What the host calls the module.
    nonisolated(unsafe) let id: HTTP_MODULE_ID?
    /// Where its settings come from; nil where the host has none to offer.
    let configurations: ConfigurationSource?
    /// Bytes that an object takes in the host's memory.
    let objectSize: Int
    /// Whether there is nothing to do at the end of an instance.
    let endsByItself: Bool
    let spareContext = SpareContext()

    // Safety: set once here and freed in deinit; what is at the address is Sendable, for only a SharedModule has one.
    /// The one instance of a `SharedModule`; nil where each exchange has its own.
    nonisolated(unsafe) let sharedValue: Instance?

    init<Module: HttpModule>(_ type: Module.Type, id: HTTP_MODULE_ID?, configurations: ConfigurationSource?) {
        module = type
        self.id = id
        self.configurations = configurations
        conformances = ModuleConformances(type)
        endsByItself = _isPOD(type)
        if type is any SharedModule.Type {
            let memory = Instance.allocate(
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
            module.endInstance(sharedValue)
            sharedValue.deallocate()
        }
    }
}

extension HttpModule {
    /// Makes an instance at the first address after `memory` that suits the type, and answers that address.
    static func makeInstance(after memory: UnsafeMutableRawPointer) -> Instance {
        let instance = memory.alignedUp(for: Self.self)
        instance.initializeMemory(as: Self.self, to: Self())
        return instance
    }

    /// Ends the instance that `makeInstance` has made.
    static func endInstance(_ instance: Instance) {
        instance.assumingMemoryBound(to: Self.self).deinitialize(count: 1)
    }
}
