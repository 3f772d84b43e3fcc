package import CModuleABI
import CModuleBorder

/// A CHttpModule that a module's factory made, seen from the host. All calls go through the guard; those that each walk makes
/// are in `ModuleWalk.h`.
package struct HttpModuleReference: @unchecked Sendable {
    // Safety: the object belongs to the module; the host only passes it back, on the thread that runs the exchange.
    package let object: UnsafeMutableRawPointer

    /// Slots of CHttpModule that are not notifications.
    package enum Slot {
        package static let onAsyncCompletion = Int(ModuleSlot_CHttpModule_OnAsyncCompletion)
    }

    package init(_ object: UnsafeMutableRawPointer) { self.object = object }

    /// Calls OnAsyncCompletion for the notification that is pending.
    package func asyncCompletion(
        context: UnsafeMutableRawPointer, notification: UInt32, isPost: Bool, provider: UnsafeMutableRawPointer,
        completionInfo: UnsafeMutableRawPointer
    ) -> CallOutcome<UInt32> {
        var threw: Int32 = 0
        let status = ModuleGuard_AsyncCompletion(
            object, UInt32(Slot.onAsyncCompletion), context, notification, isPost ? 1 : 0, provider, completionInfo,
            &threw)
        return CallOutcome(status, threw: threw != 0)
    }
}

/// An IHttpModuleFactory that a module registered.
package struct HttpModuleFactoryReference: @unchecked Sendable {
    // Safety: thread-safe by contract; the module owns it until Terminate.
    package let object: UnsafeMutableRawPointer

    /// Nil when the table or one of its slots is missing: such a factory could only crash.
    package init?(_ object: UnsafeMutablePointer<IHttpModuleFactory>?) {
        guard let object else { return nil }
        let raw = UnsafeMutableRawPointer(object)
        for slot in 0..<UInt32(ModuleSlot_IHttpModuleFactory_Count) where Module_HasSlot(raw, slot) == 0 { return nil }
        self.object = raw
    }

    /// The last call into the factory.
    package func terminate() -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Void(object, UInt32(ModuleSlot_IHttpModuleFactory_Terminate), &threw)
        return CallOutcome((), threw: threw != 0)
    }
}

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
        return CallOutcome(status, threw: threw != 0)
    }

    /// The last call into the object.
    package func terminate() -> CallOutcome<Void> {
        var threw: Int32 = 0
        ModuleGuard_Void(object, Self.terminateSlot, &threw)
        return CallOutcome((), threw: threw != 0)
    }
}

/// What came of a call into a module.
package struct CallOutcome<Value> {
    /// What the module returned, or the neutral value if it let an exception escape.
    package let value: Value
    /// Whether a C++ exception ended the call. `EscapedException.last()` then describes it.
    package let threw: Bool

    @inline(__always)
    init(_ value: Value, threw: Bool) {
        self.value = value
        self.threw = threw
    }
}

extension CallOutcome: Sendable where Value: Sendable {}

/// A C++ exception that a module let escape.
package struct EscapedException: Sendable, CustomStringConvertible {
    /// The C++ type as written in source, e.g. `std::runtime_error`.
    package let type: String
    /// The text of a `std::exception` or of a thrown string; empty otherwise.
    package let text: String

    package var description: String { text.isEmpty ? type : "\(type): \(text)" }

    /// The one that last ended a call on this thread.
    package static func last() -> EscapedException {
        guard let fault = ModuleGuard_LastFault() else { return EscapedException(type: "unknown", text: "") }
        return EscapedException(
            type: string(fault, at: \.type, capacity: 128), text: string(fault, at: \.what, capacity: 384))
    }

    private static func string<Characters>(
        _ fault: UnsafePointer<ModuleFault>, at path: KeyPath<ModuleFault, Characters>, capacity: Int
    ) -> String {
        // Safety: a C array of `capacity` characters that the guard always ends with a zero.
        withUnsafeBytes(of: fault.pointee[keyPath: path]) { bytes in
            String(decoding: bytes.prefix(capacity).prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
