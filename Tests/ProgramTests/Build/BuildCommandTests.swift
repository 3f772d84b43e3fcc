import ArgumentParser
import Testing

@testable import Program

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
