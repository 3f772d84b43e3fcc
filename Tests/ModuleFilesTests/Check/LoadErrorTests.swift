import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("Refusals as sentences")
struct LoadErrorTests {
    @Test("Many undefined symbols are counted, not listed")
    func manySymbols() {
        let names = (1...20).map { "symbol_\($0)" }
        let text = LoadError.undefinedSymbols(path: "m.so", names: names).description
        #expect(text.contains("symbol_8 and 12 more") && !text.contains("symbol_9"))
    }

    @Test("Unprintable characters of a path are shown, not sent to the terminal")
    func unprintable() {
        let text = LoadError.noSuchFile(path: "m\u{1b}[2J\n.so").description
        #expect(text == "Cannot load m\\u{1b}[2J\\u{a}.so: there is no such file; check the path.")
    }

    @Test("A later minor version asks for a new host, another major one for a new module")
    func contractRemedies() {
        let major = ContractVersion.current.major
        let later = LoadError.contractMismatch(path: "m", module: ContractVersion(major: major, minor: 99))
        let other = LoadError.contractMismatch(path: "m", module: ContractVersion(major: major + 1, minor: 0))
        #expect(later.description.contains("update the host"))
        #expect(!other.description.contains("update the host"))
    }

    @Test("Every reason reads on after a colon and ends in a remedy")
    func form() throws {
        let errors: [LoadError] = [
            .unreadable(path: "m", code: EACCES), .tooLarge(path: "m", limit: 1 << 30), .coreDump(path: "m"),
            .truncated(path: "m", needed: 2, size: 1), .damaged(path: "m", detail: "x is y"),
            .executableStack(path: "m", headerMissing: true), .noStaticTLS(path: "m"),
            .harmfulLibrary(path: "m", library: "l", harm: .executableStack),
            .harmfulLibrary(path: "m", library: "l", harm: .staticSwiftRuntime),
            .unusableLibrary(path: "m", library: "l", reason: "x"), .swiftVersion(path: "m", module: ""),
            .notCopied(path: "m", destination: "d", fault: .missing),
            .missingLibrary(path: "m", library: "l", requiredBy: "k", reason: "x"),
        ]
        for error in errors {
            #expect(try refusal { throw error } == error)
            #expect(error.description == "Cannot load m: \(error.reason).")
        }
    }

    @Test("A run directory that cannot be made names every place that was tried")
    func runDirectory() {
        let error = LoadError.noRunDirectory(tried: ["/a is mounted noexec", "/b: Permission denied"])
        #expect(error.path == nil)
        #expect(error.description.contains("/a is mounted noexec; /b: Permission denied"))
    }
}

@Suite("Translating the loader's complaints")
struct LoadErrorLinkerTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Opens a file that the loader must refuse, and translates what it says.
    private func translated(_ path: String) throws -> LoadError {
        let complaint = try #require(linkerComplaint(path))
        let file = try ModuleFile.examine(path: "/etc/modules/mine.so", readFrom: path)
        let error = try refusal { throw LoadError.fromDlerror(complaint, file: file, openedAs: path) }
        #expect(!error.description.contains(folder.path), "The sentence must not name the copy: \(error)")
        return error
    }

    /// A module linked with a library beside it.
    private func module(neighbour flags: [String]) throws -> String {
        try folder.library("faults/neighbour.c", to: folder.neighbour, ["-Wl,-soname,\(folder.neighbour)"] + flags)
        let libraries = [folder.file(folder.neighbour), "-Wl,-rpath,$ORIGIN", "-Wl,--allow-shlib-undefined"]
        return try folder.library("faults/needs_library.c", to: "module.so", libraries)
    }

    @Test("Undefined symbols: all of them, though the loader names one")
    func undefined() throws {
        let error = try translated(try folder.library("faults/undefined_symbol.c"))
        guard case .undefinedSymbols("/etc/modules/mine.so", let names) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(Set(names) == ["nobody_defines_this", "nor_this"])
    }

    @Test("A missing library is named")
    func missing() throws {
        let path = try module(neighbour: [])
        try folder.remove(folder.neighbour)
        #expect(
            try translated(path)
                == .missingLibrary(
                    path: "/etc/modules/mine.so", library: folder.neighbour, requiredBy: nil,
                    reason: "No such file or directory"))
    }

    @Test("An undefined symbol of a library is not the module's")
    func undefinedInLibrary() throws {
        #expect(
            try translated(try module(neighbour: ["-DNEEDS_UNDEFINED"]))
                == .undefinedSymbolInLibrary(
                    path: "/etc/modules/mine.so", library: folder.neighbour, name: "nobody_defines_this_either"))
    }

    @Test("A library that is none is named")
    func unusable() throws {
        let path = try module(neighbour: [])
        try folder.remove(folder.neighbour)
        _ = try folder.write([UInt8](repeating: 0x20, count: 4096), to: folder.neighbour)
        #expect(
            try translated(path)
                == .unusableLibrary(
                    path: "/etc/modules/mine.so", library: folder.neighbour, reason: "invalid ELF header"))
    }

    @Test("A version that a library lacks is named with it")
    func version() throws {
        let path = try module(neighbour: ["-Wl,--version-script=\(Repository.modules)/faults/version_2.map"])
        let old = [
            "-Wl,-soname,\(folder.neighbour)", "-Wl,--version-script=\(Repository.modules)/faults/version_1.map",
        ]
        try folder.library("faults/neighbour.c", to: folder.neighbour, old)
        #expect(
            try translated(path)
                == .missingVersion(path: "/etc/modules/mine.so", library: folder.neighbour, version: "LIB_2.0"))
    }

    @Test("Thread-local variables without room are a case of their own")
    func staticTLS() throws {
        #expect(try translated(try folder.library("faults/static_tls.c")) == .noStaticTLS(path: "/etc/modules/mine.so"))
    }

    @Test("Other texts are passed on under the module's own path")
    func others() throws {
        let path = try folder.library("faults/well_formed.c")
        let file = try ModuleFile.examine(path: "/etc/modules/mine.so", readFrom: path)
        for text in ["\(path): cannot enable something: new", "something: new", "", ":", "\(path): ", "x:y"] {
            let error = LoadError.fromDlerror(text, file: file, openedAs: path)
            guard case .linkerRefused("/etc/modules/mine.so", let shown) = error else {
                Issue.record("\(text): \(error)")
                continue
            }
            #expect(!shown.contains(path))
        }
        let glibc = "/lib/libc.so.6: version `GLIBC_2.99' not found (required by \(path))"
        #expect(
            LoadError.fromDlerror(glibc, file: file, openedAs: path)
                == .missingVersion(path: file.path, library: "libc.so.6", version: "GLIBC_2.99"))
    }
}
