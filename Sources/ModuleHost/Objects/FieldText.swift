/// What may stand in a header field. Checked whenever a module sets one, so that no module can split a response.
enum FieldText {
    /// Whether `name` is a token of RFC 9110.
    static func isName(_ name: UnsafeRawBufferPointer) -> Bool {
        !name.isEmpty && name.allSatisfy(isTokenCharacter)
    }

    /// Whether `value` is free of control characters other than the tab.
    static func isValue(_ value: UnsafeRawBufferPointer) -> Bool {
        value.allSatisfy { $0 >= 0x20 ? $0 != 0x7F : $0 == 0x09 }
    }

    static func isTokenCharacter(_ byte: UInt8) -> Bool {
        // Two words of a bit each for the 128 characters: letters, digits and !#$%&'*+-.^_`|~
        guard byte < 128 else { return false }
        let low: UInt64 = 0x03FF_6CFA_0000_0000
        let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
        return (byte < 64 ? low >> UInt64(byte) : high >> UInt64(byte - 64)) & 1 != 0
    }
}
