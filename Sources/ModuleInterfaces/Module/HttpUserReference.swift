package import CModuleABI
import CModuleBorder

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
