import CModuleABI
import CModuleBorder

/// A CHttpModule that a module's factory made, seen from the host. All calls go through the guard.
package struct HttpModuleReference: @unchecked Sendable {
    // Safety: the object belongs to the module; the host only passes it back, on the thread that runs the exchange.
    private let object: UnsafeMutableRawPointer

    /// Slots of CHttpModule that are not notifications.
    package enum Slot {
        package static let onAsyncCompletion = Int(ModuleSlot_CHttpModule_OnAsyncCompletion)
        package static let dispose = Int(ModuleSlot_CHttpModule_Dispose)
    }

    init(_ object: UnsafeMutableRawPointer) { self.object = object }

    /// The address of the object's table, by which its null entries are remembered.
    @inline(__always)
    package var table: UnsafeRawPointer? { Module_Table(object) }

    /// Whether the table holds a function in `slot`. A C module may leave out what it did not subscribe to.
    package func answers(slot: Int) -> Bool { Module_HasSlot(object, UInt32(slot)) != 0 }

    /// Calls the notification in `slot`. The slot must be one that the object answers.
    @inline(__always)
    package func notify(
        slot: Int, context: UnsafeMutableRawPointer, provider: UnsafeMutableRawPointer
    ) -> CallOutcome<UInt32> {
        var threw: Int32 = 0
        let status = ModuleGuard_Notify(object, UInt32(slot), context, provider, &threw)
        return CallOutcome(status, threw: threw)
    }

    /// Calls OnAsyncCompletion for the notification that is pending.
    package func asyncCompletion(
        context: UnsafeMutableRawPointer, notification: UInt32, isPost: Bool, provider: UnsafeMutableRawPointer,
        completionInfo: UnsafeMutableRawPointer
    ) -> CallOutcome<UInt32> {
        var threw: Int32 = 0
        let status = ModuleGuard_AsyncCompletion(
            object, UInt32(Slot.onAsyncCompletion), context, notification, isPost ? 1 : 0, provider, completionInfo,
            &threw)
        return CallOutcome(status, threw: threw)
    }

    /// Calls Dispose; the object must not be used afterwards. A table without Dispose is left alone.
    package func dispose() -> CallOutcome<Void> {
        var threw: Int32 = 0
        if answers(slot: Slot.dispose) { ModuleGuard_Void(object, UInt32(Slot.dispose), &threw) }
        return CallOutcome((), threw: threw)
    }
}
