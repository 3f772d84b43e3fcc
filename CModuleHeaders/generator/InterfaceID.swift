/// The 128-bit identifier of an interface, as the registry spells it.
struct InterfaceID {
    private let digits: [Character]

    /// Fails unless the text is 32 hexadecimal digits in five groups.
    init?(_ text: String) {
        let groups = text.split(separator: "-").map(\.count)
        digits = text.filter { $0 != "-" }.map { $0 }
        guard groups == [8, 4, 4, 4, 12], digits.allSatisfy(\.isHexDigit) else { return nil }
    }

    /// The members of a GUID as a C initializer.
    var initializer: String {
        let bytes = (8..<16).map { "0x" + String(digits[($0 * 2)..<($0 * 2 + 2)]) }.joined(separator: ", ")
        return "{0x\(String(digits[0..<8])), 0x\(String(digits[8..<12])), 0x\(String(digits[12..<16])), {\(bytes)}}"
    }
}
