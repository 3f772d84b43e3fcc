import TestSupport
import Testing

@Suite("Tests of modules in C and C++")
struct TestHeaderTests {
    private static let compilers = [["gcc", "-std=c11"], ["g++", "-x", "c++", "-std=c++14"]]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Compiles a source without a warning, and runs it.
    private func run(
        _ source: String, _ compiler: [String], _ modules: [String], modhost: String? = nil
    ) throws -> FinishedProcess {
        let program = folder.file("test")
        let flags = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I\(Repository.include)"]
        try FinishedProcess.succeeding(compiler + flags + ["\(Repository.root)/\(source)", "-o", program])
        var environment = try Program.environment(folder)
        environment["MODHOST"] = try modhost ?? Program.path()
        return try FinishedProcess([program] + modules, environment: environment, in: folder.path)
    }

    @Test("The test of the example passes", arguments: compilers)
    func example(compiler: [String]) throws {
        try FinishedProcess.succeeding(
            [Program.path(), "build", "\(Repository.root)/Examples/hello-c/hello.c", "-o", folder.file("hello.so")])
        let run = try run("Examples/hello-c/Tests/test_hello.c", compiler, [folder.file("hello.so")])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.isEmpty)
    }

    @Test("Clients, bodies in pieces, early ends and pieces of responses are as the test says", arguments: compilers)
    func everyFunction(compiler: [String]) throws {
        let modules = try ["variables", "bodies", "recorder"].map { (name: String) in
            try folder.module("behaviour/\(name).c", as: name, ["-std=c11", "-pthread", "-D_GNU_SOURCE"])
        }
        let run = try run("Tests/Modules/testing/every_function.c", compiler, modules)
        #expect(run.code == 0, "\(run.output)")
    }

    @Test("A server that does not start makes the test fail, and the reason is said")
    func refusal() throws {
        let source = "Tests/Modules/testing/every_function.c"
        let refused = try run(source, Self.compilers[0], ["/dev/null"])
        #expect(refused.code == 1)
        #expect(refused.output.contains("Cannot load /dev/null"))
        #expect(refused.output.contains("modhost did not start; the reason stands above."))
        let missing = try run(source, Self.compilers[0], ["/dev/null"], modhost: "/no/such/modhost")
        #expect(missing.code == 1)
        #expect(missing.output.contains("modhost was not found: set MODHOST to its path, or add its folder to PATH."))
    }
}
