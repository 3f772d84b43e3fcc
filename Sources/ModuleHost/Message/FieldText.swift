import CModuleBorder
import Glibc

/// What may stand in a header field. Checked whenever a module sets one, so that no module can split a response.
enum FieldText {
    /// Whether `name` is a token of RFC 9110.
    static func isName(_ name: UnsafeRawBufferPointer) -> Bool { FieldText_IsName(name.baseAddress, name.count) != 0 }

    /// Whether `value` is free of control characters other than the tab.
    static func isValue(_ value: UnsafeRawBufferPointer) -> Bool {
        FieldText_IsValue(value.baseAddress, value.count) != 0
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a C string without its zero.
    init(cString: UnsafePointer<CChar>) {
        self.init(start: cString, count: strlen(cString))
    }
}
