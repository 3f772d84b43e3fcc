import HostLog
import OperatingSystem

extension LoadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .sameFileTwice(let path, let name, let otherPath, let otherName):
            let files = path == otherPath ? Self.shown(path) : "\(Self.shown(path)) and \(Self.shown(otherPath))"
            return "Cannot load modules \(Self.shown(otherName)) and \(Self.shown(name)): they are the same file, "
                + "\(files), and a module registers once; remove one of the two, or give each a name of its own with --module NAME=PATH."
        case .sameNameTwice(let name, let path, let otherPath):
            return "Cannot load \(Self.shown(path)): the name \(Self.shown(name)) is taken by "
                + "\(Self.shown(otherPath)); give one of them another with --module NAME=PATH."
        case .noRunDirectory(let tried):
            return "Cannot make a directory for private copies of modules: \(tried.joined(separator: "; ")); "
                + "set XDG_RUNTIME_DIR to a writable directory that allows execution."
        default:
            return "Cannot load \(Self.shown(path ?? "")): \(reason)."
        }
    }

    /// The file that is refused, as it was given; nil where no single file is at fault.
    package var path: String? {
        switch self {
        case .noSuchFile(let path), .directory(let path), .notRegular(let path), .unreadable(let path, _),
            .tooLarge(let path, _), .empty(let path), .notELF(let path, _), .badName(let path, _),
            .wrongMachine(let path, _), .executable(let path), .objectFile(let path), .coreDump(let path),
            .truncated(let path, _, _), .damaged(let path, _), .executableStack(let path, _), .noEntry(let path),
            .hiddenEntry(let path), .entryIsData(let path, _), .damagedNote(let path),
            .contractMismatch(let path, _), .wideCharacterSize(let path, _), .swiftVersion(let path, _),
            .staticSwiftRuntime(let path), .missingLibrary(let path, _, _, _), .undefinedSymbols(let path, _),
            .undefinedSymbolInLibrary(let path, _, _), .missingVersion(let path, _, _),
            .unusableLibrary(let path, _, _), .harmfulLibrary(let path, _, _), .libraryConflict(let path, _, _),
            .noStaticTLS(let path), .linkerRefused(let path, _),
            .sameFileTwice(let path, _, _, _), .sameNameTwice(_, let path, _), .notCopied(let path, _, _):
            return path
        case .noRunDirectory:
            return nil
        }
    }

    /// Reason and remedy, in the middle of a sentence.
    package var reason: String {
        switch self {
        case .sameFileTwice, .sameNameTwice, .noRunDirectory:
            description
        case .noSuchFile, .directory, .notRegular, .unreadable, .tooLarge, .empty, .notELF, .badName, .notCopied:
            reasonInFile
        case .wrongMachine, .executable, .objectFile, .coreDump, .truncated, .damaged, .executableStack:
            reasonInImage
        case .noEntry, .hiddenEntry, .entryIsData, .damagedNote, .contractMismatch, .wideCharacterSize,
            .swiftVersion, .staticSwiftRuntime:
            reasonInContract
        case .missingLibrary, .undefinedSymbols, .undefinedSymbolInLibrary, .missingVersion, .unusableLibrary,
            .harmfulLibrary, .libraryConflict, .noStaticTLS, .linkerRefused:
            reasonInNeeds
        }
    }

    /// What is said of a case that stands in no group below, which is a mistake here.
    private static let unexplained = "modhost refuses it and has no words for the reason; report this"

    private var reasonInFile: String {
        switch self {
        case .noSuchFile: "there is no such file; check the path"
        case .directory: "it is a directory; name the shared library itself"
        case .notRegular: "it is a device, socket or pipe; name a regular file"
        case .unreadable(_, let code):
            "it cannot be read (\(FileFault.text(of: code))); "
                + (SystemCallError.remedy(for: code) ?? "give this user read permission on it and on its directories")
        case .tooLarge(_, let limit): "it has more than \(limit >> 20) MiB; strip it of debug information"
        case .empty: "it is empty; build or copy it again"
        case .notELF(_, let kind): "it is \(kind.description); \(kind.remedy)"
        case .badName(_, let name):
            "\"\(Self.shown(name))\" cannot be a module's name; give it one of 1 to 255 printable characters "
                + "with --module NAME=PATH"
        case .notCopied(_, let destination, let fault):
            "its private copy \(Self.shown(destination)) cannot be written (\(fault.text)); "
                + Self.remedy(forCopying: fault)
        default: Self.unexplained
        }
    }

    private var reasonInImage: String {
        switch self {
        case .wrongMachine(_, let machine):
            "it is for another machine (\(machine)) and this host is for \(HostMachine.name), 64 bits; "
                + "build it for this one"
        case .executable: "it is a program, not a shared library; link it with -shared"
        case .objectFile: "it is an object file, not a shared library; link it with -shared"
        case .coreDump: "it is a core dump, not a shared library; name the module itself"
        case .truncated(_, let needed, let size):
            "it is truncated (its headers speak of \(needed) bytes, it has \(size)); copy or build it again"
        case .damaged(_, let detail): "it is damaged: its \(detail); copy or build it again"
        case .executableStack(_, let headerMissing):
            (headerMissing ? "it does not say that its stack is not executable" : "it asks for an executable stack")
                + ", which would weaken the whole process; link it with -Wl,-z,noexecstack and avoid nested functions"
        default: Self.unexplained
        }
    }

    private var reasonInContract: String {
        switch self {
        case .noEntry:
            "it exports no RegisterModule, so it is not a module; define that function and include httpserv.h"
        case .hiddenEntry:
            "it has a RegisterModule but does not export it; include httpserv.h before the definition, "
                + "or declare it with default visibility; in Swift write public before it"
        case .entryIsData(_, let symbol): "its \(symbol) is a variable; make it a function"
        case .damagedNote: "its modhost note cannot be read; rebuild it with this host's headers"
        case .contractMismatch(_, let module):
            "it was built for version \(module) of the module contract and this host has \(ContractVersion.current); "
                + (module.major == ContractVersion.current.major
                    ? "update the host or rebuild the module with this host's headers"
                    : "rebuild it with this host's headers")
        case .wideCharacterSize(_, let bytes):
            "its WCHAR has \(bytes) bytes and this host's has \(ContractVersion.wideCharacterSize); "
                + "rebuild it without -fshort-wchar"
        case .swiftVersion(_, let module):
            "it was built by Swift \(module.isEmpty ? "of unknown version" : module) and this host by Swift "
                + "\(HostToolchain.swiftVersion); rebuild it with Swift \(HostToolchain.swiftVersion)"
        case .staticSwiftRuntime:
            "the Swift runtime is linked into it statically, and two runtimes in one process break each other; "
                + "link it without -static-stdlib"
        default: Self.unexplained
        }
    }

    private var reasonInNeeds: String {
        switch self {
        case .missingLibrary(_, let library, let requiredBy, _) where SwiftRuntime.contains(library):
            "\(requiredBy.map { "\($0), which it needs," } ?? "it") needs \(library) of the Swift runtime, which is neither "
                + "beside the libswiftCore.so of this host nor where the module says; put that of Swift "
                + "\(HostToolchain.swiftVersion) there, as its toolchain has it, or build the module without it"
        case .missingLibrary(_, let library, let requiredBy, let reason):
            "\(requiredBy.map { "\($0), which it needs," } ?? "it") needs the library \(library), which cannot be "
                + "opened (\(reason)); install it, or put it beside the module and link with -Wl,-rpath,'$ORIGIN'"
        case .undefinedSymbols(_, let names): Self.undefined(names)
        case .undefinedSymbolInLibrary(_, let library, let name):
            "\(library), which it needs, uses \(name), which nothing defines; install the version of "
                + "\(library) that the module was built with"
        case .missingVersion(_, let library, let version):
            "it needs version \(version) of \(library), which is older here; build the module on this system, "
                + "or on one no newer"
        case .unusableLibrary(_, let library, let reason):
            "\(library), which it needs, cannot be used (\(reason)); install that library again for \(HostMachine.name)"
        case .harmfulLibrary(_, let library, .executableStack):
            "\(library), which it needs, asks for an executable stack, which would weaken the whole process; "
                + "link that library with -Wl,-z,noexecstack"
        case .harmfulLibrary(_, let library, .staticSwiftRuntime):
            "\(library), which it needs, has a Swift runtime of its own, and two in one process break each other; "
                + "link that library without -static-stdlib"
        case .libraryConflict(_, let library, let otherPath):
            "it and \(Self.shown(otherPath)) each bring a library \(library), the two differ, and a process holds only "
                + "one of a name; bring the same one with both, or put the modules into different pools"
        case .noStaticTLS:
            "there is no room left for its static thread-local variables; compile it without "
                + "-ftls-model=initial-exec"
        case .linkerRefused(_, let text): "the system's loader says: \(text)"
        default: Self.unexplained
        }
    }

    private static func remedy(forCopying fault: FileFault) -> String {
        if let remedy = fault.remedy, !fault.isOutOfSpace { return remedy }
        return "make room there, or set XDG_RUNTIME_DIR to another directory"
    }

    private static func undefined(_ names: [String]) -> String {
        let listed = names.prefix(8).joined(separator: ", ")
        let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
        return "nothing defines \(listed)\(rest), which it uses; link it with the library that does, "
            + "and with -Wl,-z,defs to see this when it is built"
    }

    private static func shown(_ text: String) -> String { PrintableText.of(text) }
}
