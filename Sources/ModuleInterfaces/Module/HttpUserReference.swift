package import CModuleABI
import CModuleBorder

/// An IHttpUser, made by the host or by an authentication module.
package struct HttpUserReference: @unchecked Sendable {
    // Safety: reference-counted and thread-safe by contract.
    package let object: UnsafeMutablePointer<IHttpUser>

    private static let lastSlot: UInt32 = 10

    /// Nil when the table misses a slot: every slot of IHttpUser may be called by any module.
    package init?(_ object: UnsafeMutablePointer<IHttpUser>?) {
        guard let object else { return nil }
        for slot in 0...Self.lastSlot where Module_HasSlot(object, slot) == 0 { return nil }
        self.object = object
    }

    /// Gives back one reference.
    package func dereference() {
        var threw: Int32 = 0
        ModuleGuard_Void(object, 7, &threw)
    }

    /// GetUserName; nil when the user has none.
    package func userName() -> String? { text(slot: 1) }

    /// GetAuthenticationType; empty for the anonymous user.
    package func authenticationType() -> String? { text(slot: 2) }

    private func text(slot: UInt32) -> String? {
        var threw: Int32 = 0
        guard let pointer = ModuleGuard_Pointer(object, slot, &threw) else { return nil }
        return WideText.string(UnsafeRawPointer(pointer).assumingMemoryBound(to: WCHAR.self))
    }
}
