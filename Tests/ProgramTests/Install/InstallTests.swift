import ModuleFiles
import ModuleHost
import TestSupport
import Testing

@testable import Program

/// What an author does who has no checkout.
@Suite("An installed modhost")
struct InstallTests {
    private let folder: TemporaryFolder
    private let installation: Installation

    init() throws {
        folder = try TemporaryFolder()
        installation = try Installation.shared()
    }

    @Test(
        "It builds a module in each language with its own headers and kit, and loads it",
        arguments: ["plain.c", "plain.cpp", "plain.swift"])
    func build(source: String) throws {
        try folder.copy("build/\(source)", to: source)
        let define = source == "plain.cpp" ? "-DANSWER_SPECIFICATION=noexcept" : ""
        let text = try folder.shell("\(installation.program) build -v \(source) \(define) -o module.so")
        #expect(text.contains(" \(installation.prefix)/include/modhost "), "\(text)")
        #expect(!text.contains(Repository.root), "\(text)")
        #expect(source != "plain.swift" || text.contains(" \(installation.prefix)/lib/modhost/libModuleKit.a "))
        // The modules in C and C++ refuse themselves, but only when they are loaded.
        let check = try FinishedProcess([installation.program, "check", folder.file("module.so")])
        let isSwift = source == "plain.swift"
        #expect(check.output.contains(isSwift ? "module 1 \"module\"" : "RegisterModule"), "\(check.output)")
    }

    @Test("It is found by its own place, whatever link it is started by")
    func link() throws {
        try folder.copy("build/plain.c", to: "plain.c")
        let text = try folder.shell("ln -s \(installation.program) mine && ./mine build -v plain.c -o module.so")
        #expect(text.contains(" \(installation.prefix)/include/modhost "))
    }

    @Test("A copy of the program alone says what it lacks, and which one to start")
    func copied() throws {
        try folder.copy("build/plain.c", to: "plain.c")
        try folder.copy("build/plain.swift", to: "plain.swift")
        let library = "LD_LIBRARY_PATH=\(installation.prefix)/lib/modhost"
        _ = try folder.shell("cp -L \(installation.program) alone")
        let run = try folder.run("\(library) ./alone build plain.c -o module.so")
        #expect(run.status == 1 && run.text.split(separator: "\n").count == 1)
        #expect(run.text.contains("Cannot find the module headers: no folder above \(folder.path) holds "))
        let headers = "MODHOST_HEADERS=\(installation.prefix)/include/modhost"
        let swift = try folder.run("\(library) \(headers) ./alone build plain.swift -o module.so")
        #expect(swift.status == 1 && swift.text.split(separator: "\n").count == 1)
        #expect(swift.text.contains("is neither beside modhost in \(folder.path) nor in ../lib/modhost from there"))
    }

    @Test("It shares the Swift runtime in its own folder with modules")
    func runtime() throws {
        let module = try folder.swiftModule("waits")
        let text = try FinishedProcess.succeeding([installation.program, "inspect", module])
        #expect(text.contains(" \(installation.prefix)/lib/modhost/libswiftCore.so (in the host)\n"), "\(text)")
        #expect(text.contains("\n  runtime     here, of Swift \(HostToolchain.swiftVersion)\n"))
        #expect(text.contains("Swift version \(HostToolchain.swiftVersion) "), "its compiler")
    }

    @Test("pkg-config gives a C compiler what it needs for a module that the server loads")
    func pkgConfig() throws {
        _ = try folder.shell(
            """
            export PKG_CONFIG_PATH=\(installation.prefix)/lib/pkgconfig
            gcc -Wall -Wextra -Werror -shared -fPIC $(pkg-config --cflags --libs modhost) \
                \(Repository.root)/Examples/hello-c/hello.c -o hello.so
            g++ -Wall -shared -fPIC $(pkg-config --cflags --libs modhost) \
                \(Repository.root)/Examples/hello-cpp/hello.cpp -o hello-cpp.so
            """)
        let text = try FinishedProcess.succeeding(
            [installation.program, "check", folder.file("hello.so"), folder.file("hello-cpp.so")])
        #expect(text.contains("module 1 \"hello\"") && text.contains("module 2 \"hello-cpp\""))
        let places = "PKG_CONFIG_PATH=\(installation.prefix)/lib/pkgconfig PATH=\(installation.prefix)/bin:$PATH"
        _ = try folder.shell("cp -r \(Repository.root)/Examples/hello-c . && \(places) make -C hello-c check")
        let version = try folder.shell(
            "PKG_CONFIG_PATH=\(installation.prefix)/lib/pkgconfig pkg-config --modversion modhost")
        #expect("modhost \(version)" == "\(Modhost.configuration.version)\n")
    }

    @Test("CMake finds the package and builds modules by it", .enabled(if: Installation.hasTool("cmake"), "no cmake"))
    func cmake() throws {
        try folder.write(
            """
            cmake_minimum_required(VERSION 3.15)
            project(mine C CXX)
            find_package(modhost 0.1 REQUIRED)
            modhost_add_module(hello \(Repository.root)/Examples/hello-c/hello.c)
            modhost_add_module(hello-cpp \(Repository.root)/Examples/hello-cpp/hello.cpp)

            """, to: "CMakeLists.txt")
        _ = try folder.shell("cmake -S . -B out -DCMAKE_PREFIX_PATH=\(installation.prefix) && cmake --build out")
        let example = "\(Repository.root)/Examples/hello-cpp"
        _ = try folder.shell(
            "cmake -S \(example) -B example -DCMAKE_PREFIX_PATH=\(installation.prefix) && cmake --build example")
        #expect(folder.has("example/hello.so"))
        let modules = [folder.file("out/hello.so"), folder.file("out/hello-cpp.so")]
        let text = try FinishedProcess.succeeding([installation.program, "check"] + modules)
        #expect(text.contains("module 1 \"hello\"") && text.contains("module 2 \"hello-cpp\""))
        #expect(try ModuleFile.examine(path: modules[1]).notices == [])
    }
}
