import CModuleABI

/// The C object that makes the instances of one module type: the table, then the type. It lives from the registration
/// until the host calls `Terminate`.
enum FactoryObject {
    // Safety: written once, before its first use, and never again; it lives as long as the process.
    private nonisolated(unsafe) static let table: UnsafePointer<IHttpModuleFactoryVtbl> = {
        let pointer = UnsafeMutablePointer<IHttpModuleFactoryVtbl>.allocate(capacity: 1)
        pointer.initialize(
            to: IHttpModuleFactoryVtbl(
                GetHttpModule: { factory, out, allocator in make(factory, out, allocator) },
                Terminate: { factory in free(factory) }))
        return UnsafePointer(pointer)
    }()

    private static let typeOffset = MemoryLayout<UnsafeRawPointer>.stride

    /// Makes the factory of `type`. The host frees it by `Terminate`, the caller by `free` if the host refuses it.
    static func make(for type: ModuleType) -> UnsafeMutablePointer<IHttpModuleFactory> {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * typeOffset, alignment: typeOffset)
        memory.storeBytes(of: UnsafeRawPointer(table), as: UnsafeRawPointer.self)
        memory.storeBytes(
            of: Unmanaged.passRetained(type).toOpaque(), toByteOffset: typeOffset, as: UnsafeRawPointer.self)
        return memory.bindMemory(to: IHttpModuleFactory.self, capacity: 1)
    }

    /// Ends the factory and with it the type.
    static func free(_ factory: UnsafeMutablePointer<IHttpModuleFactory>?) {
        guard let factory else { return }
        let memory = UnsafeMutableRawPointer(factory)
        let word = memory.load(fromByteOffset: typeOffset, as: UnsafeRawPointer.self)
        memory.deallocate()
        Unmanaged<ModuleType>.fromOpaque(word).release()
    }

    private static func make(
        _ factory: UnsafeMutablePointer<IHttpModuleFactory>?,
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<CHttpModule>?>?,
        _ allocator: UnsafeMutablePointer<IModuleAllocator>?
    ) -> Int32 {
        guard let factory, let out, let allocator else { return ResultCode.invalidArgument.rawValue }
        out.pointee = nil
        let word = UnsafeMutableRawPointer(factory).load(fromByteOffset: typeOffset, as: UnsafeRawPointer.self)
        // The factory keeps the type; without a reference here, threads do not meet at its counter.
        return Unmanaged<ModuleType>.fromOpaque(word)._withUnsafeGuaranteedRef { makeObject(of: $0, out, allocator) }
    }

    private static func makeObject(
        of type: ModuleType, _ out: UnsafeMutablePointer<UnsafeMutablePointer<CHttpModule>?>,
        _ allocator: UnsafeMutablePointer<IModuleAllocator>
    ) -> Int32 {
        guard let size = UInt32(exactly: type.objectSize),
            let memory = IModuleAllocator_AllocateMemory(allocator, size)
        else { return ResultCode.outOfMemory.rawValue }
        out.pointee = ModuleObject(in: memory, of: type).address.assumingMemoryBound(to: CHttpModule.self)
        return ResultCode.ok.rawValue
    }
}
