/// What a source of a module is written in.
enum SourceLanguage: String, Sendable, CaseIterable {
    case c = "C"
    case cPlusPlus = "C++"
    case swift = "Swift"

    /// The language that a file's extension stands for; nil if it stands for none that can be built.
    init?(path: String) {
        let file = path.split(separator: "/").last ?? ""
        guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return nil }
        switch file[file.index(after: dot)...] {
        case "c": self = .c
        case "cpp", "cc", "cxx", "c++": self = .cPlusPlus
        case "swift": self = .swift
        default: return nil
        }
    }

    /// The variable by which a user names another compiler.
    var variable: String {
        switch self {
        case .c: "CC"
        case .cPlusPlus: "CXX"
        case .swift: "SWIFTC"
        }
    }

    /// The compilers that are looked for on PATH, the preferred one first.
    var compilerNames: [String] {
        switch self {
        case .c: ["cc", "gcc", "clang"]
        case .cPlusPlus: ["c++", "g++", "clang++"]
        case .swift: ["swiftc"]
        }
    }
}
