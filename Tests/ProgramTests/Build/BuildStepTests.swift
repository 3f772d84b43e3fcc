import Testing

@testable import Program

@Suite("BuildStep")
struct BuildStepTests {
    private let gcc = Compiler(words: ["/usr/bin/cc"], family: .gcc)
    private let clang = Compiler(words: ["/usr/bin/ccache", "clang++"], family: .clang)
    private let headers = ModuleHeaders(include: "/m/include", windows: "/m/windows")

    private func options(_ sources: String..., output: String = "m.so") throws -> BuildOptions {
        BuildOptions(sources: try SourceFile.list(sources), output: output)
    }

    private func compile(_ options: BuildOptions, with compiler: Compiler) -> [String] {
        BuildStep.compile(options.sources[0], to: "0.o", with: compiler, options, headers: headers).command
    }

    @Test("A C source is compiled for a shared library, optimised, with line numbers, headers and warnings")
    func compilesC() throws {
        #expect(
            compile(try options("hello.c"), with: gcc) == [
                "/usr/bin/cc", "-c", "-std=gnu11", "-fPIC", "-O2", "-g", "-fno-omit-frame-pointer", "-Wall",
                "-Wno-unknown-pragmas", "-isystem", "/m/include", "-isystem", "/m/windows", "-o", "0.o", "hello.c",
            ])
    }

    @Test("A C++ source shares no inline names with other modules, by the flags that each compiler knows")
    func compilesCPlusPlus() throws {
        let options = try options("hello.cpp")
        for compiler in [gcc, clang] {
            let words = compile(options, with: compiler)
            #expect(words.starts(with: compiler.words))
            #expect(words.contains("-std=gnu++17"))
            #expect(words.contains("-fvisibility-inlines-hidden"))
            #expect(words.contains("-Wno-delete-non-virtual-dtor"))
            #expect(words.contains("-fno-gnu-unique") == (compiler.family == .gcc))
        }
        #expect(!compile(try self.options("hello.c"), with: gcc).contains("-fno-gnu-unique"))
    }

    @Test("A standard goes to the compiler of its language only, and the last one counts")
    func standards() throws {
        var options = try options("a.c", "b.cpp")
        options.standards = ["c99", "gnu++14", "c11"]
        #expect(options.standard(for: .c) == "c11")
        #expect(options.standard(for: .cPlusPlus) == "gnu++14")
        #expect(throws: Never.self) { try options.checkStandards() }
    }

    @Test("A standard that no source could follow is refused")
    func strayStandards() throws {
        for (source, standard, language) in [("a.c", "c++20", "C++"), ("a.cpp", "c17", "C"), ("A.swift", "c11", "C")] {
            var options = try options(source)
            options.standards = [standard]
            let error = #expect(throws: BuildError.self) { try options.checkStandards() }
            #expect(error == .strayStandard(standard, language: language))
        }
    }

    @Test("A user's folders come before ours, and a user's own flags after everything but the files")
    func userFlags() throws {
        var options = try options("hello.c")
        options.defines = ["A", "B=2"]
        options.includeFolders = ["inc"]
        options.extra = ["-O3"]
        let words = compile(options, with: gcc)
        let places = ["-DA", "-DB=2", "-Iinc", "-isystem", "-O3", "-o"].map { words.firstIndex(of: $0) }
        #expect(!places.contains(nil))
        #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted())
    }

    @Test("Flags for the linker are kept from the compiler, which would warn of them")
    func linkerFlags() throws {
        var options = try options("hello.c")
        options.extra = [
            "-Wl,-z,now", "-lm", "-l", "dl", "-Xlinker", "--as-needed", "-L", "lib", "x.a", "-march=native",
        ]
        let compiled = compile(options, with: gcc)
        #expect(compiled.suffix(4) == ["-march=native", "-o", "0.o", "hello.c"])
        #expect(!compiled.contains("--as-needed") && !compiled.contains("dl") && !compiled.contains("lib"))
        let linked = BuildStep.link(["0.o"], to: "m.so", with: gcc, options).command
        #expect(linked.suffix(options.extra.count) == options.extra[...])
    }

    @Test("A module is linked with an identity, without an executable stack, and with nothing undefined")
    func links() throws {
        var options = try options("a.c", "b.c")
        options.libraries = ["z"]
        options.libraryFolders = ["lib"]
        #expect(
            BuildStep.link(["0.o", "1.o"], to: "m.so.tmp", with: gcc, options).command == [
                "/usr/bin/cc", "-shared", "-fPIC", "-O2", "-g", "-Wl,--build-id=sha1", "-Wl,-z,noexecstack",
                "-Wl,-z,defs", "-Llib", "-o", "m.so.tmp", "0.o", "1.o", "-lz",
            ])
    }

    @Test("A build for a debugger is not optimised")
    func debug() throws {
        var options = try options("a.c")
        options.isDebug = true
        #expect(compile(options, with: gcc).contains("-O0") && !compile(options, with: gcc).contains("-O2"))
        let swift = BuildStep.swift(
            to: "m.so", scratch: "/s", with: gcc, options, headers: headers,
            kit: KitLibrary(modules: "/k", archive: "/k/x.a")
        ).command
        #expect(swift.contains("-Onone") && !swift.contains("-O"))
    }

    @Test("Swift sources are compiled and linked in one go, with the kit inside and its names hidden")
    func swift() throws {
        let options = try options("src/Hello.swift", "More.swift")
        let swiftc = Compiler(words: ["/t/bin/swiftc"], family: .swift)
        let kit = KitLibrary(modules: "/b/Modules", archive: "/b/libModuleKit.a")
        let step = BuildStep.swift(
            to: "m.so.tmp", scratch: "/s", with: swiftc, options, headers: headers, kit: kit)
        #expect(step.purpose == .compileAndLink)
        #expect(
            step.command == [
                "/t/bin/swiftc", "-emit-library", "-parse-as-library", "-swift-version", "6", "-module-name", "Hello",
                "-emit-module-path", "/s/module.swiftmodule", "-O", "-wmo", "-g", "-no-color-diagnostics", "-I",
                "/b/Modules", "-I", "/m/include", "-o", "m.so.tmp",
                "src/Hello.swift", "More.swift", "/b/libModuleKit.a", "-Xlinker", "--build-id=sha1", "-Xlinker", "-z",
                "-Xlinker", "noexecstack", "-Xlinker", "-z", "-Xlinker", "defs", "-Xlinker", "--exclude-libs",
                "-Xlinker", "libModuleKit.a",
            ])
    }

    @Test(
        "A Swift module's name comes from the first file and is an identifier that is free",
        arguments: [
            ("Hello.swift", "Hello"), ("a/request-id.swift", "request_id"), ("2fa.swift", "_2fa"),
            ("naïve.swift", "na_ve"), ("main.swift", "mainModule"), ("ModuleKit.swift", "ModuleKitModule"),
            ("Swift.swift", "SwiftModule"), ("x.y.swift", "x_y"), ("-.swift", "_Module"), (".swift", "_Module"),
        ])
    func moduleNames(path: String, name: String) {
        #expect(BuildStep.moduleName(path) == name)
    }

    @Test("A command is shown as a shell would take it")
    func shellText() {
        let words = ["/usr/bin/cc", "-DX=\"a b\"", "-o", "it's.so", "", "$HOME/x.c"]
        let step = BuildStep(purpose: .link, compiler: "cc", command: words)
        #expect(step.shellText == #"/usr/bin/cc '-DX="a b"' -o 'it'\''s.so' '' '$HOME/x.c'"#)
    }
}
