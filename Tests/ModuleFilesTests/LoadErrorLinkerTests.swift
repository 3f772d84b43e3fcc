import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("Translating the loader's complaints")
struct LoadErrorLinkerTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// Opens a file that the loader must refuse, and translates what it says.
    private func translated(_ path: String) throws -> LoadError {
        let complaint = try #require(linkerComplaint(path))
        let file = try ModuleFile.examine(path: "/etc/modules/mine.so", readFrom: path)
        let error = try refusal { throw LoadError.fromDlerror(complaint, file: file, openedAs: path) }
        #expect(!error.description.contains(folder.path), "The copy is nobody's business: \(error)")
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
