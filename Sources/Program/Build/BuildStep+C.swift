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
