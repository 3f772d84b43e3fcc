import TestSupport
import Testing

@testable import GenerateModuleHeaders

@Suite("Text and values of the configuration interfaces")
struct VariantTests {
    @Test(
        "BSTR and VARIANT are made, copied, changed and ended",
        arguments: [
            ("gcc", "c11", "variants.c"), ("clang", "c11", "variants.c"), ("g++", "c++14", "variants.cpp"),
            ("clang++", "c++20", "variants.cpp"),
        ])
    func values(compiler: String, standard: String, source: String) throws {
        let folder = try TemporaryFolder()
        try Compiler.named(compiler).compile([
            "-std=\(standard)", "-Wall", "-Wextra", "-Werror", "-I", Repository.include, "-o", folder.file("variants"),
            "\(HeaderFiles.fixtures)/\(source)",
        ])
        let run = try FinishedProcess([folder.file("variants")], in: folder.path)
        #expect(run.output == "0 failures\n")
        #expect(run.code == 0)
    }
}
