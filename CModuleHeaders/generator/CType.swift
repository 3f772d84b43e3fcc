/// A type as the interface description spells it: an optional `const`, a name, stars.
struct CType: Equatable {
    let isConst: Bool
    let name: String
    let stars: Int

    init(_ text: String) {
        let words = text.filter { $0 != "*" }.split(separator: " ").map(String.init)
        isConst = words.first == "const"
        stars = text.count(where: { $0 == "*" })
        name = words.dropFirst(isConst ? 1 : 0).joined(separator: " ")
    }

    /// The spelling in C, such as `const BYTE *`.
    var spelling: String {
        (isConst ? "const " : "") + name + (stars > 0 ? " " + String(repeating: "*", count: stars) : "")
    }

    func declaring(_ variable: String) -> String {
        spelling + (stars > 0 ? "" : " ") + variable
    }

    var isVoid: Bool { name == "void" && stars == 0 }
    var isPointer: Bool { stars > 0 || Self.pointerNames.contains(name) }
    var isEnumeration: Bool { stars == 0 && Self.enumerations.contains(name) }

    /// Names that stand for a pointer by themselves.
    private static let pointerNames: Set = [
        "PCSTR", "PCWSTR", "PWSTR", "PVOID", "HANDLE", "PSID", "PBYTE", "LPCWSTR", "LPCGUID", "PSOCKADDR",
        "HTTP_MODULE_ID", "REFGUID", "BSTR", "PFN_ASYNC_COMPLETION", "LPOVERLAPPED_COMPLETION_ROUTINE",
    ]

    private static let enumerations: Set = [
        "REQUEST_NOTIFICATION_STATUS", "GLOBAL_NOTIFICATION_STATUS", "CACHE_OPERATION", "HTTP_HEADER_ID",
        "HTTP_SERVER_INTERFACE_VERSION", "HTTP_CONTEXT_INTERFACE_VERSION", "WPF_SETTINGS_STRING_ENUM",
        "WPF_SETTINGS_DWORD_ENUM", "WPF_SETTINGS_ULONGLONG_ENUM", "WPF_SETTINGS_BOOL_ENUM", "WPF_SETTINGS_HANDLE_ENUM",
    ]

    private static let structures: Set = ["ULARGE_INTEGER", "FILETIME", "VARIANT"]

    /// Types that the headers only name: Swift sees a pointer to one as opaque.
    static let opaque: Set = ["IAppHostConfigManager", "IAppHostMethodCollection", "SAFEARRAY"]

    /// The spelling in Swift as the importer of C gives it, every pointer optional.
    var swift: String {
        var remaining = stars
        var text = name
        switch name {
        case "int": text = "Int32"
        case "bool": text = "Bool"
        case "void" where stars > 0:
            text = isConst && stars == 1 ? "UnsafeRawPointer?" : "UnsafeMutableRawPointer?"
            remaining -= 1
        case "void": text = "Void"
        case _ where Self.opaque.contains(name):
            text = "OpaquePointer?"
            remaining -= 1
        case _ where Self.pointerNames.contains(name): text += "?"
        default: break
        }
        for level in 0..<max(remaining, 0) {
            text = (level == 0 && isConst ? "UnsafePointer<" : "UnsafeMutablePointer<") + text + ">?"
        }
        return text
    }

    /// The value in Swift that says nothing: `nil`, 0, `false`.
    var swiftNeutral: String {
        if isPointer { return "nil" }
        if name == "bool" { return "false" }
        if isEnumeration || Self.enumerations.contains(name) { return "\(name)(rawValue: 0)" }
        return Self.structures.contains(name) ? "\(name)()" : "0"
    }

    /// What a pointer of this type points at.
    var pointee: CType { CType((isConst ? "const " : "") + name + String(repeating: "*", count: max(stars - 1, 0))) }
}
