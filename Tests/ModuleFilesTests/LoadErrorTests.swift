import Glibc
import ModuleFiles
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
