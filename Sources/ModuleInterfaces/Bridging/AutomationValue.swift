package import CModuleABI

/// Text in the form of the configuration interfaces: with its length before it, owned by whoever it is given to.
package enum AutomationText {
    /// A copy of `text`, which its receiver ends with `SysFreeString`. Nil when there is no memory left.
    package static func make(_ text: String) -> BSTR? {
        let scalars = text.unicodeScalars
        guard let made = SysAllocStringLen(nil, UINT(truncatingIfNeeded: scalars.count)) else { return nil }
        // Safety: there is room for that many characters; the zero behind them is there already.
        let target = UnsafeMutableRawPointer(made)
        for (index, scalar) in scalars.enumerated() {
            target.storeBytes(of: scalar.value, toByteOffset: index * MemoryLayout<WCHAR>.size, as: UInt32.self)
        }
        return made
    }

    /// What a module has given: up to its first zero, so that plain text is taken too. Nil for a null pointer.
    package static func read(_ text: BSTR?) -> String? { WideText.string(text.map { UnsafePointer($0) }) }
}

extension VARIANT {
    private init(_ type: VARENUM, _ fill: (inout VARIANT) -> Void) {
        self.init()
        vt = VARTYPE(type.rawValue)
        fill(&self)
    }

    package static func bool(_ value: Bool) -> VARIANT { VARIANT(VT_BOOL) { $0.boolVal = value ? -1 : 0 } }
    package static func int(_ value: Int32) -> VARIANT { VARIANT(VT_I4) { $0.lVal = value } }
    package static func uint(_ value: UInt32) -> VARIANT { VARIANT(VT_UI4) { $0.ulVal = value } }
    package static func int64(_ value: Int64) -> VARIANT { VARIANT(VT_I8) { $0.llVal = value } }
    package static func uint64(_ value: UInt64) -> VARIANT { VARIANT(VT_UI8) { $0.ullVal = value } }

    /// Text, which the receiver ends with `VariantClear`. Nil when there is no memory left.
    package static func text(_ value: String) -> VARIANT? {
        AutomationText.make(value).map { made in VARIANT(VT_BSTR) { $0.bstrVal = made } }
    }

    /// The whole number that it holds, in any type for them; nil for what is none.
    package var wholeNumber: Int64? {
        switch VARENUM(rawValue: UInt32(vt)) {
        case VT_I1: Int64(cVal)
        case VT_UI1: Int64(bVal)
        case VT_I2: Int64(iVal)
        case VT_UI2: Int64(uiVal)
        case VT_I4, VT_INT: Int64(lVal)
        case VT_UI4, VT_UINT: Int64(ulVal)
        case VT_I8: llVal
        case VT_UI8: Int64(exactly: ullVal)
        default: nil
        }
    }

    /// The text that it holds; nil for what is none. A module owns it.
    package var text: String? { vt == VARTYPE(VT_BSTR.rawValue) ? AutomationText.read(bstrVal) : nil }
}
