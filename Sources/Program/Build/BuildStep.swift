/// One run of a compiler.
struct BuildStep: Sendable, Equatable {
    /// What it is for, which decides what is said when it fails.
    enum Purpose: Sendable, Equatable {
        /// One source into one object file.
        case compile(source: String)
        /// The object files into the module.
        case link
        /// Swift sources into the module, in one go.
        case compileAndLink
    }

    let purpose: Purpose
    /// What messages call the compiler.
    let compiler: String
    /// Program and arguments.
    let command: [String]

    /// The command as one can paste it into a shell.
    var shellText: String { command.map(Self.quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-_=+./,:@%".utf8.contains(byte)
            }
        }
        if plain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

extension BuildStep {
    /// Compiles one source in C or C++.
    ///
    /// Line numbers and frame pointers stay in optimised modules too, so that the report of a crash can name functions
    /// and lines. A C++ module shares no inline function or variable with another by accident: see `-fno-gnu-unique`,
    /// without which two copies of one module have one singleton.
    static func compile(
        _ source: SourceFile, to object: String, with compiler: Compiler, _ options: BuildOptions,
        headers: ModuleHeaders
    ) -> BuildStep {
        var words = compiler.words + ["-c", "-std=\(options.standard(for: source.language))", "-fPIC"]
        words += optimization(options) + ["-fno-omit-frame-pointer", "-Wall", "-Wno-unknown-pragmas"]
        if source.language == .cPlusPlus {
            // Sources for IIS end their factories with `delete this`, and the contract has no virtual destructors there.
            words += ["-fvisibility-inlines-hidden", "-Wno-delete-non-virtual-dtor"]
            if compiler.family == .gcc { words.append("-fno-gnu-unique") }
        }
        if options.hasColor { words.append("-fdiagnostics-color=always") }
        words += options.defines.map { "-D\($0)" } + options.includeFolders.map { "-I\($0)" }
        // After the user's own folders: a source may bring a windows.h that suits it better.
        for folder in [headers.include, headers.windows].compactMap({ $0 }) { words += ["-isystem", folder] }
        words += compileFlags(options.extra) + ["-o", object, source.path]
        return BuildStep(purpose: .compile(source: source.path), compiler: compiler.name, command: words)
    }

    /// Links object files. A name that nothing defines is an error here, not when the host loads the module.
    static func link(
        _ objects: [String], to file: String, with compiler: Compiler, _ options: BuildOptions
    ) -> BuildStep {
        var words = compiler.words + ["-shared", "-fPIC"] + optimization(options)
        if options.hasColor { words.append("-fdiagnostics-color=always") }
        words += linkerFlags.map { "-Wl,\($0.joined(separator: ","))" }
        words += options.libraryFolders.map { "-L\($0)" } + ["-o", file] + objects
        words += options.libraries.map { "-l\($0)" } + options.extra
        return BuildStep(purpose: .link, compiler: compiler.name, command: words)
    }

    /// What every module is linked with: an identity for crash reports, no executable stack, nothing undefined.
    static let linkerFlags = [["--build-id=sha1"], ["-z", "noexecstack"], ["-z", "defs"]]

    private static func optimization(_ options: BuildOptions) -> [String] {
        options.isDebug ? ["-O0", "-g3"] : ["-O2", "-g"]
    }

    /// The user's own flags without those for the linker, which clang warns of while it compiles.
    private static func compileFlags(_ flags: [String]) -> [String] {
        var kept: [String] = []
        var isValue = false
        for flag in flags {
            defer { isValue = !isValue && ["-Xlinker", "-L", "-l", "-T"].contains(flag) }
            if isValue { continue }
            let isForLinker =
                ["-Wl,", "-L", "-l", "-Xlinker", "-fuse-ld="].contains { flag.hasPrefix($0) } || flag == "-T"
            let isFile = !flag.hasPrefix("-") && [".o", ".a", ".so"].contains { flag.hasSuffix($0) }
            if !isForLinker, !isFile { kept.append(flag) }
        }
        return kept
    }
}

extension BuildStep {
    /// Compiles and links a module in Swift, the kit linked into it.
    ///
    /// The kit's names stay inside the module, so that two modules with two versions of the kit live in one process. The
    /// runtime is the toolchain's own, shared with the host: the compiler puts its folder into RUNPATH.
    ///
    /// What describes the Swift module goes to the folder `scratch`: from three sources on the compiler would leave it in the
    /// working folder.
    static func swift(
        to file: String, scratch: String, with compiler: Compiler, _ options: BuildOptions, headers: ModuleHeaders,
        kit: KitLibrary
    ) -> BuildStep {
        let sources = options.sources.map(\.path)
        var words = compiler.words + ["-emit-library", "-parse-as-library", "-swift-version", "6"]
        words += ["-module-name", moduleName(sources.first ?? "")]
        words += ["-emit-module-path", "\(scratch)/module.swiftmodule"]
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
