import ModuleHost
import TestSupport
import Testing

@testable import Program

@Suite("ModuleHeaders and KitLibrary")
struct ModuleHeadersTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("In a development tree the headers are found from any folder below it")
    func developmentTree() throws {
        try folder.write("", to: "CModuleHeaders/include/httpserv.h")
        try folder.write("", to: "CModuleHeaders/windows/include/windows.h")
        let root = "\(folder.path)/CModuleHeaders"
        let headers = try ModuleHeaders.find(executable: "\(folder.path)/.build/x/release/modhost", override: nil)
        #expect(headers == ModuleHeaders(include: "\(root)/include", windows: "\(root)/windows/include"))
    }

    @Test("Installed headers are found in the prefix of the program")
    func prefix() throws {
        try folder.write("", to: "include/modhost/httpserv.h")
        try folder.write("", to: "include/modhost/windows/windows.h")
        let include = "\(folder.path)/include/modhost"
        let headers = try ModuleHeaders.find(executable: "\(folder.path)/bin/modhost", override: nil)
        #expect(headers == ModuleHeaders(include: include, windows: "\(include)/windows"))
    }

    @Test("MODHOST_HEADERS goes before the program's own place, and may name the folder above")
    func variable() throws {
        try folder.write("", to: "include/modhost/httpserv.h")
        try folder.write("", to: "other/include/httpserv.h")
        let include = "\(folder.path)/other/include"
        for value in [include, "\(folder.path)/other"] {
            let headers = try ModuleHeaders.find(executable: "\(folder.path)/bin/modhost", override: value)
            #expect(headers == ModuleHeaders(include: include, windows: nil))
        }
        let error = #expect(throws: BuildError.self) {
            try ModuleHeaders.find(executable: "\(folder.path)/bin/modhost", override: "/nonexistent")
        }
        #expect(error == .badHeaderVariable(value: "/nonexistent"))
    }

    @Test("Headers that are nowhere are a sentence that names the place and the variable")
    func missing() {
        let error = #expect(throws: BuildError.self) {
            try ModuleHeaders.find(executable: "/nonexistent/bin/modhost", override: nil)
        }
        #expect(
            error?.description.hasPrefix("Cannot find the module headers: no folder above /nonexistent/bin ") == true)
        #expect(error?.description.contains("start that one in place of a copy, or set MODHOST_HEADERS") == true)
    }

    @Test("The kit lies beside the program where it was built, and under lib/modhost where it is installed")
    func kit() throws {
        try folder.write("", to: "release/libModuleKit.a")
        try folder.write("", to: "release/Modules/ModuleKit.swiftmodule")
        let built = try KitLibrary.find(executable: "\(folder.path)/release/modhost", override: nil)
        #expect(built.archive == "\(folder.path)/release/libModuleKit.a")
        #expect(built.modules == "\(folder.path)/release/Modules")
        try folder.write("", to: "lib/modhost/libModuleKit.a")
        try folder.write("", to: "lib/modhost/ModuleKit.swiftmodule")
        let installed = try KitLibrary.find(executable: "\(folder.path)/bin/modhost", override: nil)
        let place = "\(folder.path)/lib/modhost"
        #expect(installed == KitLibrary(modules: place, archive: "\(place)/libModuleKit.a"))
        #expect(try KitLibrary.find(executable: "/x/modhost", override: place) == installed)
    }

    @Test("A kit that was not built is a sentence with the command that builds it")
    func missingKit() throws {
        try folder.write("", to: "release/libModuleKit.a")
        let error = #expect(throws: BuildError.self) {
            try KitLibrary.find(executable: "\(folder.path)/release/modhost", override: nil)
        }
        #expect(error?.description.contains("'swift build -c release --product ModuleKit'") == true)
        let moved = #expect(throws: BuildError.self) { try KitLibrary.find(executable: "/opt/modhost", override: nil) }
        #expect(moved?.description.contains("start the modhost that was installed in place of a copy") == true)
        #expect(throws: BuildError.badKitVariable(value: "/nonexistent")) {
            try KitLibrary.find(executable: "\(folder.path)/release/modhost", override: "/nonexistent")
        }
    }
}
