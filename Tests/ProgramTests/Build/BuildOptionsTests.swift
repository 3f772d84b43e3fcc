import ArgumentParser
import Testing

@testable import Program

@Suite("SourceFile")
struct SourceFileTests {
    @Test(
        "The extension tells the language",
        arguments: [
            ("hello.c", SourceLanguage.c), ("a/b.d/hello.cpp", .cPlusPlus), ("x.cc", .cPlusPlus), ("x.cxx", .cPlusPlus),
            ("x.c++", .cPlusPlus), ("Sources/Hello.swift", .swift),
        ])
    func language(path: String, language: SourceLanguage) throws {
        #expect(try SourceFile(path: path).language == language)
    }

    @Test(
        "An extension that stands for no language is refused by name",
        arguments: ["notes.txt", "Makefile", "folder.c/file", ".c", "hello.h", "hello.C", "hello.", ""])
    func unknown(path: String) {
        let error = #expect(throws: BuildError.self) { try SourceFile(path: path) }
        #expect(error == .unknownExtension(path: path))
        #expect(error?.description.contains("Cannot build from \(path): ") == true)
    }

    @Test("C and C++ sources make one module together, in their order")
    func mixes() throws {
        #expect(try SourceFile.list(["b.cpp", "a.c"]).map(\.path) == ["b.cpp", "a.c"])
    }

    @Test("Swift sources and others are not mixed, and the sentence names one of each")
    func refusesMixture() {
        let error = #expect(throws: BuildError.self) { try SourceFile.list(["A.swift", "B.swift", "c.c"]) }
        #expect(error == .mixedLanguages(swift: "A.swift", other: "c.c"))
        #expect(
            error?.description == "Cannot build A.swift and c.c into one module: Swift sources go with Swift sources "
                + "only; build two modules.")
    }
}

@Suite("BuildCommand")
struct BuildCommandTests {
    @Test("A joined -DNAME=VALUE is taken apart for build, before -- only")
    func separates() {
        let arguments = ["build", "a.c", "-DA=1", "-DB", "-D", "C=2", "--", "-DE=3"]
        #expect(
            BuildCommand.separated(arguments)
                == ["build", "a.c", "-D", "A=1", "-DB", "-D", "C=2", "--", "-DE=3"])
        #expect(BuildCommand.separated(["serve", "-DA=1"]) == ["serve", "-DA=1"])
        #expect(BuildCommand.separated([]) == [])
    }

    @Test("Sources and options may come in any order, and flags follow --")
    func parses() throws {
        let command = try BuildCommand.parse(["-o", "m.so", "a.c", "-Iinc", "-g", "b.cpp", "--", "-O3", "x.a"])
        #expect(command.operands == ["a.c", "b.cpp", "-O3", "x.a"])
        #expect(command.output == "m.so")
        #expect(command.includeFolders == ["inc"])
        #expect(command.isDebug)
    }
}
