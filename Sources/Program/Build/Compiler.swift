import Glibc
import ModuleFiles
import ModuleHost

/// A compiler that was found and can be started.
struct Compiler: Sendable, Equatable {
    /// Whose flags it understands.
    enum Family: Sendable, Equatable {
        case gcc
        case clang
        case swift
    }

    /// The program by its full path, then arguments that the user put into CC, CXX or SWIFTC.
    var words: [String]
    var family: Family

    /// What messages call it: the last part of the path.
    var name: String { words[0].split(separator: "/").last.map(String.init) ?? words[0] }
}

/// Finds the compilers: where a variable says, then, for Swift, beside the runtime of the host, then on PATH.
struct CompilerSearch: Sendable {
    /// PATH, CC, CXX and SWIFTC as they are set.
    let variables: [String: String]
    /// Where the host's own Swift runtime was loaded from; nil if it is linked into the host.
    let runtime: String?

    /// The search of this process.
    static func current(_ variables: [String: String]) -> CompilerSearch {
        CompilerSearch(variables: variables, runtime: HostImages.current().path(of: "libswiftCore.so"))
    }

    /// The program and its first arguments for a language, the program by its full path.
    func find(_ language: SourceLanguage) throws(BuildError) -> [String] {
        if let value = variables[language.variable], !value.isEmpty {
            let words = value.split(separator: " ").map(String.init)
            guard let first = words.first, let program = resolve(first) else {
                throw .badCompilerVariable(name: language.variable, value: value)
            }
            return [program] + words.dropFirst()
        }
        // A module must come from the very compiler that the host came from, so that one goes before PATH.
        if language == .swift, let program = compilerBesideRuntime { return [program] }
        for name in language.compilerNames {
            if let program = resolve(name) { return [program] }
        }
        throw .noCompiler(language)
    }

    /// PREFIX/bin/swiftc for a runtime at PREFIX/lib/swift/linux/libswiftCore.so.
    private var compilerBesideRuntime: String? {
        guard let runtime else { return nil }
        let folders = runtime.split(separator: "/").dropLast()
        guard folders.suffix(3) == ["lib", "swift", "linux"] else { return nil }
        return resolve("/" + (folders.dropLast(3) + ["bin", "swiftc"]).joined(separator: "/"))
    }

    private func resolve(_ name: String) -> String? {
        if name.contains("/") { return Self.isProgram(name) ? name : nil }
        for folder in (variables["PATH"] ?? "").split(separator: ":") {
            let program = "\(folder)/\(name)"
            if Self.isProgram(program) { return program }
        }
        return nil
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return access(path, X_OK) == 0
    }
}
