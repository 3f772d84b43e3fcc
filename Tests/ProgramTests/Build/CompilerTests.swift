import TestSupport
import Testing

@testable import Program

@Suite("CompilerSearch")
struct CompilerSearchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func program(_ name: String) throws -> String { try folder.write("", to: name, mode: 0o755) }

    private func find(
        _ language: SourceLanguage, _ variables: [String: String] = [:], runtime: String? = nil
    ) throws(BuildError) -> [String] {
        let path = "/nonexistent:\(folder.path)/first:\(folder.path)/second"
        return try CompilerSearch(
            variables: ["PATH": path].merging(variables) { $1 }, runtime: runtime
        ).find(language)
    }

    @Test("The preferred name is taken from whichever folder on PATH has it")
    func path() throws {
        let clang = try program("first/clang")
        #expect(try find(.c) == [clang])
        let cc = try program("second/cc")
        #expect(try find(.c) == [cc])
    }

    @Test("What cannot be executed is passed over")
    func notExecutable() throws {
        try folder.write("", to: "first/cc")
        try folder.write("", to: "first/gcc/file")
        let cc = try program("second/cc")
        #expect(try find(.c) == [cc])
    }

    @Test("CC and CXX go before PATH, with arguments, as a name or as a path")
    func variables() throws {
        _ = try program("first/cc")
        let ccache = try program("second/ccache")
        #expect(try find(.c, ["CC": "ccache  gcc -m64"]) == [ccache, "gcc", "-m64"])
        let other = try program("other/c++")
        #expect(try find(.cPlusPlus, ["CXX": other]) == [other])
        let error = #expect(throws: BuildError.self) { try find(.c, ["CC": "nosuch -x"]) }
        #expect(
            error?.description == "Cannot build with CC=nosuch -x: there is no such program that can be executed; "
                + "correct CC or unset it.")
        #expect(throws: BuildError.badCompilerVariable(name: "CC", value: " ")) { try find(.c, ["CC": " "]) }
    }

    @Test("An empty variable is no variable")
    func emptyVariable() throws {
        let cc = try program("first/cc")
        #expect(try find(.c, ["CC": ""]) == [cc])
    }

    @Test("The Swift compiler beside the host's runtime goes before the one on PATH")
    func swift() throws {
        let onPath = try program("first/swiftc")
        let runtime = "\(folder.path)/usr/lib/swift/linux/libswiftCore.so"
        #expect(try find(.swift, runtime: runtime) == [onPath])
        let beside = try program("usr/bin/swiftc")
        #expect(try find(.swift, runtime: runtime) == [beside])
        #expect(try find(.swift, runtime: "\(folder.path)/usr/lib/libswiftCore.so") == [onPath])
        #expect(try find(.swift, ["SWIFTC": onPath], runtime: runtime) == [onPath])
    }

    @Test("A missing compiler is named together with what to install")
    func missing() {
        let c = #expect(throws: BuildError.self) { try find(.c) }
        #expect(
            c?.description == "Cannot build C: neither cc nor gcc nor clang is on PATH; install one (on Debian and "
                + "Ubuntu: apt install gcc) or name it in CC.")
        #expect(throws: BuildError.noCompiler(.cPlusPlus)) { try find(.cPlusPlus) }
        #expect(throws: BuildError.noCompiler(.swift)) { try find(.swift) }
    }
}

@Suite("CompilerHint")
struct CompilerHintTests {
    @Test(
        "What gcc, clang and the linkers say is recognised",
        arguments: [
            (
                "t.cpp:1:14: error: ISO C++17 does not allow dynamic exception specifications",
                CompilerHint.olderStandard
            ),
            ("t.cpp:3:12: error: ISO C++17 does not allow 'register' storage class [-Wregister]", .olderStandard),
            ("m.cpp:3:10: fatal error: strsafe.h: No such file or directory", .missingWindowsHeader("strsafe.h")),
            ("m.cpp:3:10: fatal error: 'WinSock2.h' file not found", .missingWindowsHeader("WinSock2.h")),
            ("/usr/bin/ld: u.c:(.text+0x5): undefined reference to `g'", .undefinedNames),
            ("ld.lld: error: undefined symbol: g", .undefinedNames),
            (
                "t.swift:5:9: error: passing closure as a 'sending' parameter risks causing data races [#SendingClosureRisksDataRace]\n"
                    + "note: closure captures 'context' which is accessible to code in the current task", .sharedContext
            ),
            (
                "error: module compiled with Swift 6.3.1 cannot be imported by the Swift 6.4 compiler: /k/ModuleKit.swiftmodule",
                .otherSwift
            ),
        ])
    func recognises(messages: String, hint: CompilerHint) {
        #expect(CompilerHint(messages: "first line\n\(messages)\nlast line") == hint)
    }

    @Test(
        "Other messages call for no remedy of ours",
        arguments: ["", "t.c:1:1: error: expected ';'", "m.c:1:10: fatal error: mine.h: No such file or directory"])
    func ignores(messages: String) {
        #expect(CompilerHint(messages: messages) == nil)
    }
}
