import CModuleABI

/// The C object that the host holds for one exchange: the table, the type, the context, the address of the instance,
/// and then the instance itself unless it is shared.
///
/// The words are placed by offset, because Swift makes no promise about the layout of a struct. The memory comes from
/// the host's allocator and goes with the exchange.
struct ModuleObject {
    let address: UnsafeMutableRawPointer

    static let headSize = 4 * MemoryLayout<UnsafeRawPointer>.stride
    private static let typeOffset = 1 * MemoryLayout<UnsafeRawPointer>.stride
    private static let contextOffset = 2 * MemoryLayout<UnsafeRawPointer>.stride
    private static let valueOffset = 3 * MemoryLayout<UnsafeRawPointer>.stride

    /// Makes the object in `memory`, which has room for `type.objectSize` bytes, and an instance if none is shared.
    init(in memory: UnsafeMutableRawPointer, of type: ModuleType) {
        address = memory
        memory.storeBytes(of: UnsafeRawPointer(ModuleTable.pointer), as: UnsafeRawPointer.self)
        memory.storeBytes(
            of: Unmanaged.passUnretained(type).toOpaque(), toByteOffset: Self.typeOffset, as: UnsafeRawPointer.self)
        memory.storeBytes(
            of: (type.spareContext.take()
                ?? .passRetained(HttpContext(moduleID: type.id, configurations: type.configurations))).toOpaque(),
            toByteOffset: Self.contextOffset, as: UnsafeRawPointer.self)
        let value = type.sharedValue ?? type.module.makeInstance(after: memory + Self.headSize)
        memory.storeBytes(of: value, toByteOffset: Self.valueOffset, as: Instance.self)
    }

    /// Wraps an object that the host passes.
    init(address: UnsafeMutableRawPointer) {
        self.address = address
    }

    /// What the object is an instance of. The factory keeps it until the host unloads the module.
    var type: Unmanaged<ModuleType> {
        Unmanaged.fromOpaque(address.load(fromByteOffset: Self.typeOffset, as: UnsafeRawPointer.self))
    }

    /// The module's view of the exchange. The object keeps it until `dispose`.
    var context: Unmanaged<HttpContext> {
        Unmanaged.fromOpaque(address.load(fromByteOffset: Self.contextOffset, as: UnsafeRawPointer.self))
    }

    var value: Instance {
        address.load(fromByteOffset: Self.valueOffset, as: Instance.self)
    }

    /// Ends the instance and its context. The host calls this once, after the last notification of the exchange.
    func dispose() {
        context._withUnsafeGuaranteedRef { $0.end() }
        type._withUnsafeGuaranteedRef { type in
            if type.sharedValue == nil, !type.endsByItself {
                type.module.endInstance(value)
            }
            let place = (address + Self.contextOffset).assumingMemoryBound(to: HttpContext.self)
            type.spareContext.keep(from: place)
        }
    }
}
