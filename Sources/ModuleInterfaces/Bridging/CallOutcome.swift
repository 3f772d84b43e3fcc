import CModuleBorder

/// What came of a call into a module.
package struct CallOutcome<Value> {
    /// What the module returned, or the neutral value if it let an exception escape.
    package let value: Value
    /// Whether a C++ exception ended the call. `EscapedException.last()` then describes it.
    package let threw: Bool

    @inline(__always)
    init(_ value: Value, threw: Int32) {
        self.value = value
        self.threw = threw != 0
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
