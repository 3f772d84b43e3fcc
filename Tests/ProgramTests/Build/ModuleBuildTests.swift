import HostLog
import ModuleFiles
import ModuleHost
import TestSupport
import Testing

@testable import Program

/// The command as a user calls it, on sources in a folder outside the repository.
@Suite("modhost build")
struct ModuleBuildTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func examine(_ name: String) throws -> ModuleFile {
        try ModuleFile.examine(path: "\(folder.path)/\(name)")
    }

    @Test("A C source becomes a module that the host would load, in a folder that is made for it")
    func c() throws {
        try folder.copy("build/plain.c", to: "module.c")
        let (text, status) = try folder.run("$modhost build module.c -o made/for/it/module.so")
        #expect(status == 0, "\(text)")
        #expect(text.hasPrefix("Wrote made/for/it/module.so; try it: "))
        #expect(text.hasSuffix("/modhost serve made/for/it/module.so\n"))
        let module = try examine("made/for/it/module.so")
        #expect(module.notes.map(\.language) == [.c])
        #expect(module.image.buildID?.count == 40)
        #expect(module.notices.isEmpty)
        #expect(try folder.buildLeftovers() == "")
    }

    @Test("A C++ source becomes a module that shares nothing, with the plain entry")
    func cPlusPlus() throws {
        try folder.copy("build/plain.cpp", to: "module.cpp")
        let (text, status) = try folder.run("$modhost build module.cpp -DANSWER_SPECIFICATION=noexcept -o module.so")
        #expect(status == 0, "\(text)")
        let module = try examine("module.so")
        #expect(module.notes.map(\.language) == [.cPlusPlus])
        #expect(module.entry == .plain)
        #expect(module.image.uniqueNames.isEmpty)
    }

    @Test("C and C++ sources, a folder with headers and a library make one module")
    func mixture() throws {
        try folder.copy("build/plain.c", to: "module.c")
        try folder.write("#include <mine.h>\nint more() { return std::strlen(MINE); }\n", to: "more.cc")
        try folder.write("#include <cstring>\n#define MINE \"mine\"\n", to: "inc/mine.h")
        let (text, status) = try folder.run("$modhost build module.c more.cc -Iinc -lm -v -o module.so -- -O1")
        #expect(status == 0, "\(text)")
        #expect(text.contains(" -c -std=gnu11 ") && text.contains(" -c -std=gnu++17 ") && text.contains(" -O1 "))
        #expect(try examine("module.so").image.exported("_Z4morev") != nil)
    }

    @Test("Swift sources become a module with the kit inside and one name outside")
    func swift() throws {
        try folder.copy("build/plain.swift", to: "first-one.swift")
        let (text, status) = try folder.run("$modhost build first-one.swift -o module.so")
        #expect(status == 0, "\(text)")
        let module = try examine("module.so")
        #expect(module.notes.map(\.language) == [.swift])
        #expect(module.notes.map(\.swiftVersion) == [HostToolchain.swiftVersion])
        let exported = module.image.symbols.filter { $0.isExported && $0.isCode }.map(\.name)
        #expect(exported.contains("RegisterModule"))
        #expect(!exported.contains { $0.contains("9ModuleKit") }, "\(exported)")
    }

    @Test("Of several Swift sources nothing is left but the module")
    func swiftSources() throws {
        try folder.copy("build/plain.swift", to: "one.swift")
        for name in ["two", "three"] { try folder.write("struct \(name) {}\n", to: "\(name).swift") }
        let (text, status) = try folder.run("$modhost build one.swift two.swift three.swift -o module.so && rm *.swift")
        #expect(status == 0, "\(text)")
        #expect(try folder.run("ls").text == "module.so\ntmp\n")
        #expect(try folder.buildLeftovers() == "")
    }

    @Test("An error of the compiler is passed on, and one sentence follows it")
    func compileError() throws {
        try folder.write("int broken( {\n", to: "broken.c")
        try folder.write("#include <nothing.h>\n", to: "also.cpp")
        let (text, status) = try folder.run("$modhost build broken.c also.cpp -o module.so")
        #expect(status == 1)
        #expect(text.contains("broken.c:1:"))
        #expect(text.contains("nothing.h"))
        let last = text.split(separator: "\n").last ?? ""
        #expect(last.contains("Cannot build module.so: "))
        #expect(last.contains(" refuses broken.c, also.cpp for the reasons above; correct the source."))
        #expect(!folder.has("module.so"))
        #expect(try folder.buildLeftovers() == "")
    }

    @Test("A source in an older C++ builds with the standard that the sentence names")
    func olderStandard() throws {
        try folder.copy("build/plain.cpp", to: "old.cpp")
        let build = "$modhost build old.cpp '-DANSWER_SPECIFICATION=throw(int)' -o old.so"
        let (text, status) = try folder.run(build)
        #expect(status == 1)
        #expect(text.hasSuffix("; try --std gnu++14, in which they are still allowed.\n"))
        #expect(try folder.run("\(build) -std=gnu++14").status == 0)
        #expect(try folder.run("\(build) --std gnu++14").status == 0)
    }

    @Test("A name that nothing defines is found while building, not while loading")
    func undefinedName() throws {
        try folder.copy("build/undefined_name.c", to: "m.c")
        let (text, status) = try folder.run("$modhost build m.c -o m.so")
        #expect(status == 1)
        #expect(text.contains("nowhere"))
        #expect(text.contains("cannot link it for the reasons above; add the source that defines the missing names"))
    }

    @Test("A result that is no module is refused, and the last good one stays")
    func notAModule() throws {
        try folder.copy("build/plain.c", to: "module.c")
        #expect(try folder.run("$modhost build module.c -o module.so").status == 0)
        let good = try examine("module.so")
        try folder.write("int nothing;\n", to: "module.c")
        let (text, status) = try folder.run("$modhost build module.c -o module.so; status=$?; ls; exit $status")
        #expect(status == 1)
        #expect(text.contains("Cannot build module.so: the result would not load: it exports no RegisterModule"))
        #expect(try examine("module.so").identity == good.identity)
        #expect(text.split(separator: "\n").suffix(3) == ["module.c", "module.so", "tmp"])
    }

    @Test("A new build is a new file, so that a host that has the old one open is not disturbed")
    func replaces() throws {
        try folder.copy("build/plain.c", to: "module.c")
        let build = "$modhost build module.c -o module.so"
        #expect(try folder.run("\(build) && ln module.so old.so && \(build)").status == 0)
        let (old, new) = (try examine("old.so"), try examine("module.so"))
        #expect(old.identity != new.identity)
        #expect(old.contentHash == new.contentHash)
    }

    @Test("An interrupted build cleans up and says so")
    func interrupted() throws {
        try folder.copy("build/plain.c", to: "module.c")
        // Answers what it is, and dies of the interrupt when it is to compile.
        let compiler = "#!/bin/sh\ncase \"$*\" in *-dM*) exit 0 ;; esac\nkill -INT $$\n"
        try folder.write(compiler, to: "cc", mode: 0o755)
        let (text, status) = try folder.run("CC=./cc $modhost build module.c -o module.so")
        #expect(status == 130)
        #expect(text == "The build was interrupted; nothing was written.\n")
        #expect(try folder.buildLeftovers() == "")
    }

    @Test(
        "What cannot be built is refused in one sentence",
        arguments: [
            ("none.c -o m.so", "Cannot build from none.c: there is no such file, or it cannot be read"),
            ("notes.txt -o m.so", "Cannot build from notes.txt: its extension stands for no language"),
            ("folder.c -o m.so", "Cannot build from folder.c: it is a directory"),
            ("a.c B.swift -o m.so", "Cannot build B.swift and a.c into one module"),
            ("a.c -o ./a.c", "Cannot write ./a.c: it is one of the sources and would be overwritten"),
            ("a.c -o folder.c", "Cannot write folder.c: it is a directory"),
            ("a.c -o new/", "Cannot write new/: it is a directory"),
            ("a.c -o a.c/m.so", "Cannot make the folder a.c for the module: it is a file"),
            ("a.c --std c++20 -o m.so", "Cannot follow --std c++20: it is a standard of C++, and no source is in C++"),
        ])
    func refuses(arguments: String, sentence: String) throws {
        try folder.write("", to: "a.c")
        try folder.write("", to: "B.swift")
        try folder.write("", to: "notes.txt")
        try folder.write("", to: "folder.c/x")
        let (text, status) = try folder.run("$modhost build \(arguments)")
        #expect(status == 1)
        #expect(text.contains(sentence))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test("A machine without a compiler is told what to install")
    func noCompiler() throws {
        try folder.copy("build/plain.c", to: "module.c")
        let (text, status) = try folder.run("PATH=/nonexistent $modhost build module.c -o module.so")
        #expect(status == 1)
        #expect(text.contains("apt install gcc"))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test("A call without a source or an output is a wrong use")
    func wrongUse() throws {
        #expect(try folder.run("$modhost build -o m.so").status == 2)
        #expect(try folder.run("$modhost build a.c").status == 2)
        #expect(try folder.run("$modhost build a.c -o m.so --nonsense").status == 2)
    }
}
