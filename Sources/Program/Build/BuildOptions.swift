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
