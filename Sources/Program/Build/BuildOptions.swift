/// What a user asked `modhost build` for: values only, nothing of it looked up yet.
struct BuildOptions: Sendable {
    /// The sources, in the order of the command line.
    var sources: [SourceFile]
    /// Where the module goes.
    var output: String
    /// Language standards by name, such as "gnu++14"; each goes to the compiler of its language.
    var standards: [String] = []
    /// Macros for C and C++, conditions for Swift.
    var defines: [String] = []
    /// Folders with headers, or with Swift modules.
    var includeFolders: [String] = []
    /// Folders with libraries.
    var libraryFolders: [String] = []
    /// Libraries to link, without "lib" before and ".so" after the name.
    var libraries: [String] = []
    /// Without optimisation, for a debugger.
    var isDebug = false
    /// Whether messages are coloured.
    var hasColor = false
    /// What goes to the compiler as it is.
    var extra: [String] = []

    /// The languages of the sources, each once.
    var languages: Set<SourceLanguage> { Set(sources.map(\.language)) }

    /// The standard for a language: the last one that was given for it, otherwise the one that suits most sources.
    func standard(for language: SourceLanguage) -> String {
        let given = standards.last { Self.language(ofStandard: $0) == language }
        return given ?? (language == .c ? "gnu11" : "gnu++17")
    }

    /// Refuses a standard that none of the sources could follow: it would be ignored without a word.
    func checkStandards() throws(BuildError) {
        for standard in standards where !languages.contains(Self.language(ofStandard: standard)) {
            throw .strayStandard(standard, language: Self.language(ofStandard: standard).rawValue)
        }
    }

    private static func language(ofStandard name: String) -> SourceLanguage {
        name.contains("++") ? .cPlusPlus : .c
    }
}

/// One source of a module: a path as the user gave it, and the language its extension stands for.
struct SourceFile: Sendable, Equatable {
    let path: String
    let language: SourceLanguage

    /// Fails if the extension stands for no language. The file itself is not looked at.
    init(path: String) throws(BuildError) {
        guard let language = SourceLanguage(path: path) else { throw .unknownExtension(path: path) }
        self.path = path
        self.language = language
    }

    /// The sources of one module. C and C++ can be mixed; Swift stands alone, because its compiler makes one unit of a
    /// whole module and links the kit into it.
    static func list(_ paths: [String]) throws(BuildError) -> [SourceFile] {
        var sources: [SourceFile] = []
        for path in paths { try sources.append(SourceFile(path: path)) }
        let swift = sources.first { $0.language == .swift }
        let other = sources.first { $0.language != .swift }
        if let swift, let other { throw .mixedLanguages(swift: swift.path, other: other.path) }
        return sources
    }
}

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
