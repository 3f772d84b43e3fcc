import Foundation
import TestSupport
import Testing

@Suite("A module is built from these headers")
struct ModuleSourceTests {
    @Test(
        "A C++ source written for IIS compiles, links and exports the plain symbol",
        arguments: [
            ("g++", "gnu++14", false), ("g++", "c++17", true), ("g++", "c++20", false), ("clang++", "c++14", true),
            ("clang++", "c++20", false),
        ])
    func iisSource(compiler: String, standard: String, isWide: Bool) throws {
        let folder = try TemporaryFolder()
        let library = "\(folder.path)/hello.so"
        try Compiler.named(compiler).compile(
            ["-std=\(standard)", "-O1", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden", "-Wl,--no-undefined"]
                + Self.styleOfSuchSources + (isWide ? ["-DUNICODE", "-D_UNICODE"] : []) + Self.shared(library)
                + ["\(HeaderFiles.fixtures)/HelloModule.cpp"])
        let image = try #require(dlopen(library, RTLD_NOW | RTLD_LOCAL), "\(String(cString: dlerror()))")
        #expect(dlsym(image, "RegisterModule") != nil)
        dlclose(image)
        try expectOneNote(library, language: 2)
    }

    @Test("Two translation units give one note and one GUID", arguments: ["g++", "clang++"])
    func twoUnits(compiler: String) throws {
        let folder = try TemporaryFolder()
        let library = "\(folder.path)/two.so"
        try Compiler.named(compiler).compile(
            ["-std=c++17", "-ffunction-sections", "-Wl,--gc-sections"] + Self.shared(library)
                + ["\(HeaderFiles.fixtures)/HelloModule.cpp", "\(HeaderFiles.fixtures)/OtherUnit.cpp"])
        try expectOneNote(library, language: 2)
    }

    @Test("A module in C carries the note of a C module", arguments: ["gcc", "clang"])
    func cModule(compiler: String) throws {
        let folder = try TemporaryFolder()
        let library = "\(folder.path)/c.so"
        try Compiler.named(compiler).compile(
            ["-std=c11", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden"] + Self.shared(library)
                + ["\(HeaderFiles.fixtures)/module.c"])
        let image = try #require(dlopen(library, RTLD_NOW | RTLD_LOCAL), "\(String(cString: dlerror()))")
        #expect(dlsym(image, "RegisterModule") != nil)
        dlclose(image)
        try expectOneNote(library, language: 1)
    }

    @Test("MODHOST_NO_NOTE leaves the note out")
    func noNote() throws {
        let folder = try TemporaryFolder()
        let library = "\(folder.path)/none.so"
        try Compiler.named("gcc").compile(
            ["-DMODHOST_NO_NOTE"] + Self.shared(library) + ["\(HeaderFiles.fixtures)/module.c"])
        #expect(try ELFSections(path: library).contents(of: ".note.modhost").isEmpty)
    }

    /// Warnings about the source itself, which is as such sources are.
    private static let styleOfSuchSources = [
        "-Wno-delete-non-virtual-dtor", "-Wno-unknown-warning-option", "-Wno-delete-non-abstract-non-virtual-dtor",
        "-Wno-unused-private-field",
    ]

    private static func shared(_ library: String) -> [String] {
        ["-shared", "-fPIC", "-I", Repository.include, "-I", Repository.windows, "-o", library]
    }

    private func expectOneNote(_ library: String, language: UInt8) throws {
        let head: [UInt8] = [8, 0, 0, 0, 32, 0, 0, 0, 1, 0, 0, 0] + Array("modhost\0".utf8)
        let descriptor: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, language, 0, 0, 0]
        let notes = try ELFSections(path: library).contents(of: ".note.modhost")
        #expect(notes == [head + descriptor + [UInt8](repeating: 0, count: 16)])
    }
}

/// The sections of a 64-bit little-endian ELF file, read for what the tests ask.
struct ELFSections {
    private let bytes: [UInt8]

    init(path: String) throws {
        bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard bytes.count > 64, Array(bytes[0..<6]) == [0x7f, 0x45, 0x4c, 0x46, 2, 1] else {
            throw TestFailure("\(path) is not a 64-bit little-endian ELF file")
        }
    }

    private func number(_ offset: Int, _ width: Int) -> Int {
        (0..<width).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    /// The contents of every section of that name.
    func contents(of name: String) -> [[UInt8]] {
        let table = number(0x28, 8), size = number(0x3a, 2), count = number(0x3c, 2)
        let names = number(table + number(0x3e, 2) * size + 0x18, 8)
        return (0..<count).compactMap { index in
            let header = table + index * size
            let start = names + number(header, 4)
            guard String(decoding: bytes[start...].prefix { $0 != 0 }, as: UTF8.self) == name else { return nil }
            let offset = number(header + 0x18, 8)
            return Array(bytes[offset..<(offset + number(header + 0x20, 8))])
        }
    }
}
