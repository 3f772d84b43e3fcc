import TestSupport
import Testing

@testable import GenerateModuleHeaders

@Suite("The headers compile alone and without a warning")
struct HeaderCompilationTests {
    static let strict = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-DMODHOST_TEST_HEADERS", "-fsyntax-only"]
    static let languages = [
        ("gcc", "c11"), ("gcc", "c17"), ("clang", "c11"), ("clang", "c17"), ("g++", "c++14"), ("g++", "c++17"),
        ("g++", "c++20"), ("clang++", "c++14"), ("clang++", "c++17"), ("clang++", "c++20"),
    ]

    @Test("Each header of the contract compiles alone", arguments: languages)
    func contractHeaders(compiler: String, standard: String) throws {
        let headers = try HeaderFiles.headers(in: Repository.include)
        try #require(headers.count > 20)
        try compile(headers, compiler, standard, [])
    }

    @Test("Each of the Windows spellings compiles alone, wide and narrow", arguments: languages, [false, true])
    func windowsHeaders(language: (String, String), isWide: Bool) throws {
        let headers = try HeaderFiles.headers(in: Repository.windows)
        try #require(headers.count >= 5)
        try compile(headers, language.0, language.1, isWide ? ["-DUNICODE", "-D_UNICODE"] : [])
    }

    @Test("A user of the headers sees no warning from them", arguments: ["gcc", "clang", "g++", "clang++"])
    func quiet(compiler: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("#include <httpserv.h>\n#include <httptrace.h>\n#include <windows.h>\n", to: "user.c")
        let language = compiler.hasSuffix("++") ? "c++" : "c"
        try Compiler.named(compiler).compile(
            [
                "-x", language, "-Wall", "-Wextra", "-Wold-style-cast", "-Wconversion", "-Werror", "-fsyntax-only",
                "-Wno-unknown-warning-option", "-Wno-error=old-style-cast", "-I", Repository.include, "-I",
                Repository.windows, "\(folder.path)/user.c",
            ].filter { language == "c++" || !$0.contains("old-style-cast") })
    }

    @Test("The raw structures have the promised layout in C++", arguments: ["g++", "clang++"])
    func layoutInCxx(compiler: String) throws {
        let generator = Generator(root: Repository.root)
        let assertions = LayoutAssertions(contract: try generator.readContract(), layouts: try generator.readLayouts())
        let folder = try TemporaryFolder()
        try folder.write(assertions.cxx, to: "layout.cpp")
        try Compiler.named(compiler).compile([
            "-std=c++17", "-Wall", "-Werror", "-fsyntax-only", "-I", Repository.include, "\(folder.path)/layout.cpp",
        ])
    }

    @Test("The raw structures and the tables have the promised layout in C", arguments: ["gcc", "clang"])
    func layoutInC(compiler: String) throws {
        try Compiler.named(compiler).compile([
            "-std=c11", "-Wall", "-Werror", "-fsyntax-only", "-I", Repository.include,
            "\(Repository.root)/CModuleHeaders/layout.c",
        ])
    }

    private func compile(_ headers: [String], _ compiler: String, _ standard: String, _ more: [String]) throws {
        try Compiler.named(compiler).compile(
            ["-x", standard.hasPrefix("c++") ? "c++" : "c", "-std=\(standard)"] + Self.strict + more
                + ["-I", Repository.include] + headers)
    }
}
