package import CModuleABI
import CModuleBorder

/// An IHttpModuleFactory that a module registered.
package struct HttpModuleFactoryReference: @unchecked Sendable {
    // Safety: thread-safe by contract; the module owns it until Terminate.
    private let object: UnsafeMutableRawPointer

    /// Nil when the table or one of its slots is missing: such a factory could only crash.
    package init?(_ object: UnsafeMutablePointer<IHttpModuleFactory>?) {
        guard let object else { return nil }
        let raw = UnsafeMutableRawPointer(object)
        for slot in 0..<UInt32(ModuleSlot_IHttpModuleFactory_Count) where Module_HasSlot(raw, slot) == 0 { return nil }
        self.object = raw
    }

    /// Asks for the module object of one exchange. `module` is nil when the factory gave none.
    package func httpModule(
        allocator: UnsafeMutableRawPointer
    ) -> CallOutcome<(result: HRESULT, module: HttpModuleReference?)> {
        var threw: Int32 = 0
        var module: UnsafeMutableRawPointer?
        let result = ModuleGuard_GetHttpModule(object, &module, allocator, &threw)
        guard result >= 0, threw == 0, let module, Module_Table(module) != nil else {
            return CallOutcome((result, nil), threw: threw)
        }
        return CallOutcome((result, HttpModuleReference(module)), threw: threw)
    }

    /// The last call into the factory.
    package func terminate() -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Void(object, UInt32(ModuleSlot_IHttpModuleFactory_Terminate), &threw)
        return CallOutcome((), threw: threw)
    }
}
