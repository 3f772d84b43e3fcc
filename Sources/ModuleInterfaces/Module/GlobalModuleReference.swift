package import CModuleABI
import CModuleBorder

/// A CGlobalModule that a module registered.
package struct GlobalModuleReference: @unchecked Sendable {
    // Safety: thread-safe by contract; the module owns it until Terminate.
    private let object: UnsafeMutableRawPointer

    private static let terminateSlot = UInt32(ModuleSlot_CGlobalModule_Terminate)

    /// Nil when there is no table, or no Terminate in it, which the class demands.
    package init?(_ object: UnsafeMutablePointer<CGlobalModule>?) {
        guard let object else { return nil }
        let raw = UnsafeMutableRawPointer(object)
        guard Module_HasSlot(raw, Self.terminateSlot) != 0 else { return nil }
        self.object = raw
    }

    /// Whether the table holds a function in `slot`.
    package func answers(slot: Int) -> Bool { Module_HasSlot(object, UInt32(slot)) != 0 }

    /// Calls the global notification in `slot`.
    package func notify(slot: Int, provider: UnsafeMutableRawPointer?) -> CallOutcome<UInt32> {
        var threw: Int32 = 0
        let status = ModuleGuard_NotifyGlobal(object, UInt32(slot), provider, &threw)
        return CallOutcome(status, threw: threw)
    }

    /// The last call into the object.
    package func terminate() -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Void(object, Self.terminateSlot, &threw)
        return CallOutcome((), threw: threw)
    }
}
