import ModuleFiles
import ModuleHost

/// Why a module was not built. Each is one sentence that names the thing, the place and the remedy; what a compiler
/// itself has to say stands above it, unchanged.
enum BuildError: Error, Equatable {
    case unknownExtension(path: String)
    case mixedLanguages(swift: String, other: String)
    case noSuchSource(path: String)
    case sourceIsDirectory(path: String)
    case strayStandard(String, language: String)

    case outputIsDirectory(path: String)
    case outputIsSource(path: String)
    case noOutputFolder(path: String, reason: String)
    case noScratchFolder(reason: String)
    case notWritten(path: String, reason: String)

    case noCompiler(SourceLanguage)
    case badCompilerVariable(name: String, value: String)
    case notStarted(program: String, reason: String)
    case noHeaders(above: String)
    case badHeaderVariable(value: String)
    case noKit(beside: String, configuration: String?)
    case badKitVariable(value: String)

    case refusedSources(output: String, sources: [String], compiler: String, hint: CompilerHint?)
    case refusedLink(output: String, compiler: String, hint: CompilerHint?)
    case crashed(program: String, signal: Int32)
    case interrupted(signal: Int32)
    case unfit(output: String, reason: String)
}

extension BuildError: CustomStringConvertible {
    var description: String { inSources ?? inOutput ?? inTools ?? inResult ?? "The build failed." }

    private var inSources: String? {
        switch self {
        case .unknownExtension(let path):
            "Cannot build from \(path): its extension stands for no language that modhost builds; "
                + "use .c, .cpp, .cc, .cxx, .c++ or .swift."
        case .mixedLanguages(let swift, let other):
            "Cannot build \(swift) and \(other) into one module: Swift sources go with Swift sources only; "
                + "build two modules."
        case .noSuchSource(let path):
            "Cannot build from \(path): there is no such file, or it cannot be read; check the path and permissions."
        case .sourceIsDirectory(let path):
            "Cannot build from \(path): it is a directory; name the sources in it."
        case .strayStandard(let standard, let language):
            "Cannot follow --std \(standard): it is a standard of \(language), and no source is in \(language); "
                + "leave it out or name one for the language of the sources."
        default: nil
        }
    }

    private var inOutput: String? {
        switch self {
        case .outputIsDirectory(let path):
            "Cannot write \(path): it is a directory; give -o the name of the file, such as module.so in it."
        case .outputIsSource(let path):
            "Cannot write \(path): it is one of the sources and would be overwritten; give -o another name."
        case .noOutputFolder(let path, let reason):
            "Cannot make the folder \(path) for the module: \(reason); give -o a place that can be written to."
        case .noScratchFolder(let reason):
            "Cannot make a folder for object files: \(reason); set TMPDIR to a folder that can be written to."
        case .notWritten(let path, let reason):
            "Cannot write \(path): \(reason); give -o a place that can be written to."
        default: nil
        }
    }

    private var inTools: String? {
        switch self {
        case .noCompiler(.swift):
            "Cannot build Swift: swiftc is neither on PATH nor beside the Swift runtime of this host; "
                + "install the toolchain of Swift \(Self.hostSwiftVersion) or name its compiler in SWIFTC."
        case .noCompiler(let language):
            "Cannot build \(language.rawValue): \(Self.anyOf(language.compilerNames)) is on PATH; "
                + "install one (on Debian and Ubuntu: apt install \(language == .c ? "gcc" : "g++")) "
                + "or name it in \(language.variable)."
        case .badCompilerVariable(let name, let value):
            "Cannot build with \(name)=\(value): there is no such program that can be executed; "
                + "correct \(name) or unset it."
        case .notStarted(let program, let reason):
            "Cannot start \(program): \(reason); check the installation of the compiler."
        case .noHeaders(let folder):
            "Cannot find the module headers: no folder above \(folder) holds CModuleHeaders/include/httpserv.h or "
                + "include/modhost/httpserv.h, as where 'make install' puts modhost; start that one in place of a copy, or "
                + "set MODHOST_HEADERS to the folder with httpserv.h."
        case .badHeaderVariable(let value):
            "Cannot find the module headers: MODHOST_HEADERS is \(value), and httpserv.h is neither there nor in its "
                + "include folder; correct MODHOST_HEADERS or unset it."
        case .noKit(let folder, let configuration?):
            "Cannot build Swift: ModuleKit (libModuleKit.a and ModuleKit.swiftmodule) is not beside modhost in "
                + "\(folder); build it with 'swift build -c \(configuration) --product ModuleKit' "
                + "or set MODHOST_KIT to its folder."
        case .noKit(let folder, nil):
            "Cannot build Swift: ModuleKit (libModuleKit.a and ModuleKit.swiftmodule) is neither beside modhost in "
                + "\(folder) nor in ../lib/modhost from there, where 'make install' puts it; start the modhost that was "
                + "installed in place of a copy, or set MODHOST_KIT to its folder."
        case .badKitVariable(let value):
            "Cannot build Swift: MODHOST_KIT is \(value), and libModuleKit.a and ModuleKit.swiftmodule are not there; "
                + "correct MODHOST_KIT or unset it."
        default: nil
        }
    }

    private var inResult: String? {
        switch self {
        case .refusedSources(let output, let sources, let compiler, let hint):
            "Cannot build \(output): \(compiler) refuses \(sources.joined(separator: ", ")) for the reasons above; "
                + (hint?.remedy ?? "correct the source.")
        case .refusedLink(let output, let compiler, let hint):
            "Cannot build \(output): \(compiler) cannot link it for the reasons above; "
                + (hint?.remedy ?? "correct the sources or the libraries.")
        case .crashed(let program, let signal):
            "Cannot build: \(program) was ended by signal \(signal); a lack of memory ends a compiler like this, "
                + "otherwise report it to its makers."
        case .interrupted: "The build was interrupted; nothing was written."
        case .unfit(let output, let reason):
            "Cannot build \(output): the result would not load: \(reason)."
        default: nil
        }
    }

    private static func anyOf(_ names: [String]) -> String {
        "neither \(names.dropLast().joined(separator: " nor ")) nor \(names.last ?? "")"
    }
}

extension BuildError {
    /// The Swift that a module for this host must be compiled by.
    static var hostSwiftVersion: String { HostToolchain.swiftVersion }
}
