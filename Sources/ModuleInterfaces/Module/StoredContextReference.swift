package import CModuleABI
import CModuleBorder

/// An IHttpStoredContext (or IHttpConnectionStoredContext) that a module left in a container.
package struct StoredContextReference: @unchecked Sendable {
    // Safety: owned by the container that keeps it, which calls CleanupStoredContext exactly once.
    package let object: UnsafeMutablePointer<IHttpStoredContext>

    private static let cleanupSlot = UInt32(ModuleSlot_IHttpStoredContext_CleanupStoredContext)
    private static let disconnectSlot = UInt32(ModuleSlot_IHttpConnectionStoredContext_NotifyDisconnect)

    /// Nil when the object has no table or no CleanupStoredContext in it.
    package init?(_ object: UnsafeMutablePointer<IHttpStoredContext>?) {
        guard let object, Module_HasSlot(object, Self.cleanupSlot) != 0 else { return nil }
        self.object = object
    }

    /// The container lets go; the object normally deletes itself.
    package func cleanUp() -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Void(object, Self.cleanupSlot, &threw)
        return CallOutcome((), threw: threw)
    }

    /// Only for an IHttpConnectionStoredContext: the client went away.
    package func notifyDisconnect() -> CallOutcome<Void> {
        var threw: Int32 = 0
        if Module_HasSlot(object, Self.disconnectSlot) != 0 { ModuleGuard_Void(object, Self.disconnectSlot, &threw) }
        return CallOutcome((), threw: threw)
    }
}
