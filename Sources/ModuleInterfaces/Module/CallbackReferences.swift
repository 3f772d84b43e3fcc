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
        return CallOutcome((), threw: threw != 0)
    }

    /// Only for an IHttpConnectionStoredContext: the client went away.
    package func notifyDisconnect() -> CallOutcome<Void> {
        var threw: Int32 = 0
        if Module_HasSlot(object, Self.disconnectSlot) != 0 { ModuleGuard_Void(object, Self.disconnectSlot, &threw) }
        return CallOutcome((), threw: threw != 0)
    }
}

/// An IHttpUser, made by the host or by an authentication module.
package struct HttpUserReference: @unchecked Sendable {
    // Safety: reference-counted and thread-safe by contract.
    package let object: UnsafeMutablePointer<IHttpUser>

    /// Nil when the table misses a slot: every slot of IHttpUser may be called by any module.
    package init?(_ object: UnsafeMutablePointer<IHttpUser>?) {
        guard let object else { return nil }
        for slot in 0..<UInt32(ModuleSlot_IHttpUser_Count) where Module_HasSlot(object, slot) == 0 { return nil }
        self.object = object
    }

    /// Gives back one reference.
    package func dereference() {
        var threw: Int32 = 0
        ModuleGuard_Void(object, UInt32(ModuleSlot_IHttpUser_DereferenceUser), &threw)
    }

    /// GetUserName; nil when the user has none.
    package func userName() -> String? { text(slot: ModuleSlot_IHttpUser_GetUserName) }

    /// GetAuthenticationType; empty for the anonymous user.
    package func authenticationType() -> String? { text(slot: ModuleSlot_IHttpUser_GetAuthenticationType) }

    private func text(slot: Int) -> String? {
        var threw: Int32 = 0
        guard let pointer = ModuleGuard_Pointer(object, UInt32(slot), &threw) else { return nil }
        return WideText.string(UnsafeRawPointer(pointer).assumingMemoryBound(to: WCHAR.self))
    }
}

/// A function that a module gave to be called when an operation has ended, with the context it wants back.
package struct CompletionCallback: @unchecked Sendable {
    // Safety: both words come from the module and go back to it unread.
    private let function: UnsafeMutableRawPointer
    private let context: UnsafeMutableRawPointer?

    package init(function: UnsafeMutableRawPointer, context: UnsafeMutableRawPointer?) {
        self.function = function
        self.context = context
    }

    /// Calls it as a PFN_ASYNC_COMPLETION.
    package func complete(
        httpContext: UnsafeMutableRawPointer, completionInfo: UnsafeMutableRawPointer
    ) -> CallOutcome<UInt32> {
        var threw: Int32 = 0
        let status = ModuleGuard_Callback(function, httpContext, completionInfo, context, &threw)
        return CallOutcome(status, threw: threw != 0)
    }

    /// Calls it as an LPOVERLAPPED_COMPLETION_ROUTINE.
    package func completeOverlapped(error: UInt32, bytes: UInt32) -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Overlapped(function, error, bytes, context, &threw)
        return CallOutcome((), threw: threw != 0)
    }
}
