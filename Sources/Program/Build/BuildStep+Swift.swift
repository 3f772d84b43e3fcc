extension BuildStep {
    /// Compiles and links a module in Swift, the kit linked into it.
    ///
    /// The kit's names stay inside the module, so that two modules with two versions of the kit live in one process. The
    /// runtime is the toolchain's own, shared with the host: the compiler puts its folder into RUNPATH.
    static func swift(
        to file: String, with compiler: Compiler, _ options: BuildOptions, headers: ModuleHeaders, kit: KitLibrary
    ) -> BuildStep {
        let sources = options.sources.map(\.path)
        var words = compiler.words + ["-emit-library", "-parse-as-library", "-swift-version", "6"]
        words += ["-module-name", moduleName(sources.first ?? "")]
        words += options.isDebug ? ["-Onone", "-g"] : ["-O", "-wmo", "-g"]
        words.append(options.hasColor ? "-color-diagnostics" : "-no-color-diagnostics")
        words += options.defines.map { "-D\($0)" } + options.includeFolders.flatMap { ["-I", $0] }
        words += ["-I", kit.modules, "-I", headers.include]
        words += options.libraryFolders.map { "-L\($0)" } + ["-o", file] + sources
        words += [kit.archive] + options.libraries.map { "-l\($0)" }
        let flags = linkerFlags + [["--exclude-libs", KitLibrary.archiveName]]
        words += flags.joined().flatMap { ["-Xlinker", $0] } + options.extra
        return BuildStep(purpose: .compileAndLink, compiler: compiler.name, command: words)
    }

    /// A Swift module's name out of a file's name: letters, digits and underscores, not a name that is taken.
    static func moduleName(_ path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
        var name = ""
        for character in stem {
            let fits = character.isASCII && (character.isLetter || character.isNumber)
            name.append(fits ? character : "_")
        }
        if name.isEmpty || name.first?.isNumber == true { name = "_\(name)" }
        if name.allSatisfy({ $0 == "_" }) { name += "Module" }
        return takenNames.contains(name) ? "\(name)Module" : name
    }

    /// What a module may import, and what the compiler keeps for itself.
    private static let takenNames: Set<String> = [
        "main", "Swift", "SwiftShims", "Builtin", "Glibc", "Foundation", "FoundationEssentials", "Dispatch",
        "Synchronization", "RegexBuilder", "Observation", "Distributed", "ModuleKit", "CModuleABI",
    ]
}
