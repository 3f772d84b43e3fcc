import CModuleABI
import ModuleInterfaces

/// What the four SetHeader slots have in common: nothing that a module gives is taken unchecked.
extension HeaderFields {
    /// Sets a field by name. ERROR_INVALID_PARAMETER for a null pointer or a name that is no token, ERROR_INVALID_DATA for a
    /// value with control characters (it could split the message).
    func setChecked(name: PCSTR?, value: PCSTR?, count: USHORT, replace: BOOL) -> HRESULT {
        guard let name, let value else { return HResult.invalidParameter }
        let nameBytes = UnsafeRawBufferPointer(cString: name)
        guard FieldText.isName(nameBytes), nameBytes.count <= Int(USHORT.max) else { return HResult.invalidParameter }
        let valueBytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        guard FieldText.isValue(valueBytes) else { return HResult.invalidData }
        return set(name: nameBytes, value: valueBytes, replace: replace != 0)
    }

    /// Sets a field by HTTP_HEADER_ID.
    func setChecked(id: HTTP_HEADER_ID, value: PCSTR?, count: USHORT, replace: BOOL) -> HRESULT {
        guard let value, id.rawValue < names.count else { return HResult.invalidParameter }
        let valueBytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        guard FieldText.isValue(valueBytes) else { return HResult.invalidData }
        return set(Int(id.rawValue), value: valueBytes, replace: replace != 0)
    }
}
