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
