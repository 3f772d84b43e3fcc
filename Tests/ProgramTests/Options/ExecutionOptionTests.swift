import TestSupport
import Testing

@Suite("Where modules run", .serialized)
struct ExecutionOptionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A module that was told to run on the loops holds one, and the log advises the option that there is")
    func inline() throws {
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer(
            ["--threads", "1", "--module", "my=\(module)", "--execution", "my=inline"], in: folder)
        #expect(try server.get("/slow").text == "late but whole")
        _ = try server.process.wait(for: "the hold") { process in
            process.errors.contains(
                "stays there because of --execution my=inline; --execution my=auto or my=pool would keep the other "
                    + "connections from waiting") ? true : nil
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A module that was told to run in the pool stays there, whatever it does")
    func pool() throws {
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer([module, "--execution", "healthy=pool"], in: folder)
        let client = try Client(server.addresses[0])
        for _ in 0..<1_100 { #expect(try client.getAndKeep("/").status == 200) }
        #expect(try server.stop() == .exited(code: 0))
        #expect(!server.process.errors.contains("moves to the event loops"), "\(server.process.errors)")
    }

    @Test("A name that no module has is one sentence, with the names that there are", arguments: ["serve", "check"])
    func unknown(command: String) throws {
        let module = try folder.module("crashes/healthy.c")
        let sentence = try Refusal([command, module, "--execution", "helthy=pool"], in: folder).sentence
        #expect(sentence == "--execution names the module 'helthy', which is not there; the modules are 'healthy'.")
        let nothing = try Refusal([command, "--execution", "a=pool"], in: folder).sentence
        #expect(nothing == "--execution names the module 'a', which is not there; no module is loaded.")
    }

    @Test("check takes the option")
    func check() throws {
        let module = try folder.module("crashes/healthy.c")
        let process = try Program.start(["check", module, "--execution", "healthy=inline"], in: folder)
        #expect(try process.end() == .exited(code: 0))
        #expect(process.errors.isEmpty, "\(process.errors)")
    }
}
