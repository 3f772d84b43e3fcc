import TestSupport
import Testing

@Suite("modhost check", .serialized)
struct CheckCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("Prints for each notification the modules in their order, with priority and place, and unloads them")
    func report() throws {
        let one = try folder.module("crashes/healthy.c", as: "one")
        let two = try folder.module("crashes/null_pointer.c", as: "two")
        let process = try Program.start(["check", one, "--module", "second=\(two)"], in: folder)
        #expect(try process.end() == .exited(code: 0))
        #expect(
            process.output == """
                module 1 "one" from \(one)
                module 2 "second" from \(two)

                OnBeginRequest
                    one  priority MEDIUM, number 1 in the list
                OnExecuteRequestHandler (tried in this order until one has handled the request)
                    one  priority MEDIUM, number 1 in the list
                    second  priority MEDIUM, number 2 in the list

                """)
        #expect(process.errors.isEmpty, "\(process.errors)")
        #expect(try folder.text("record") == "two Terminate\none Terminate\n")
        #expect(try folder.leftovers() == "")
    }

    @Test("Listens nowhere, so that it can run beside a server with the same options")
    func besideServer() throws {
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer([module], in: folder)
        let port = server.addresses[0].port
        let other = try TemporaryFolder()
        let check = try Program.start(["check", "--listen", "127.0.0.1:\(port)", module], in: other)
        #expect(try check.end() == .exited(code: 0))
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("What serve could not open is refused, and nothing is made")
    func files() throws {
        let module = try folder.module("crashes/healthy.c")
        for (option, value, sentence) in [
            (
                "--log", folder.file("no/log"),
                "the log \(folder.file("no/log")) cannot be opened: No such file or directory; make its folder first."
            ),
            (
                "--access-log", folder.path,
                "the access log \(folder.path) cannot be opened: Is a directory; name a file in that folder."
            ),
            (
                "--listen", "unix:\(folder.file("no/s"))",
                "cannot listen on unix:\(folder.file("no/s")): the directory does not exist; make it first."
            ),
        ] {
            #expect(try Refusal(["check", option, value, module], in: folder).sentence == sentence)
        }
        let check = try Program.start(["check", "--log", folder.file("log"), module], in: folder)
        #expect(try check.end() == .exited(code: 0))
        #expect(try folder.shell("ls log || true").contains("No such file"))
    }

    @Test("Identical copies under names of their own are two modules, each with variables of its own")
    func copies() throws {
        let one = try folder.module("crashes/healthy.c", as: "one")
        let arguments = ["--module", "first=\(one)", "--module", "second=\(one)"]
        let process = try Program.start(["check"] + arguments, in: folder)
        #expect(try process.end() == .exited(code: 0))
        #expect(process.output.hasPrefix("module 1 \"first\" from \(one)\nmodule 2 \"second\" from \(one)\n"))
        #expect(try folder.text("record") == "one Terminate\none Terminate\n")
        #expect(
            try Refusal(["check", one, "--module", "second=\(one)"], in: folder).sentence.contains(
                "give each a name of its own with --module"))
    }

    @Test("A module that crashes at the end is told, after the report")
    func crashAtEnd() throws {
        let path = try folder.module("crashes/terminate_crashes.c")
        let process = try Program.start(["check", path], in: folder)
        #expect(try process.end() == .exited(code: 1))
        #expect(process.output.contains("OnExecuteRequestHandler"))
        #expect(
            process.errors == "modhost: Module \"terminate_crashes\" crashed (SIGSEGV at address 0x0) in Terminate; "
                + "mend the module, or remove it from the list of modules.\n")
    }

    @Test("A module without a note is loaded, with a notice")
    func notice() throws {
        let process = try Program.start(["check", folder.module("faults/without_note.c")], in: folder)
        #expect(try process.end() == .exited(code: 0))
        #expect(process.errors.contains("notice ") && process.errors.contains("It carries no modhost note"))
        #expect(process.output.hasPrefix("module 1 \"without_note\" from "))
    }

    @Test(
        "A module that asks for no notification is said to be never called, by check and in the log of serve",
        arguments: [0, 1])
    func asksForNothing(how: Int) throws {
        let path = try folder.module("behaviour/asks_for_nothing.c", as: "idle", ["-DHOW=\(how)"])
        let check = try Program.start(["check", path], in: folder)
        #expect(try check.end() == .exited(code: 0))
        #expect(
            check.output.hasPrefix(
                "module 1 \"idle\" from \(path) (asked for no notification, so it is never called)\n"),
            "\(check.output)")
        let sentence =
            "module \"idle\" asked for no notification, so it is never called: its RegisterModule must call "
            + "SetRequestNotifications or SetGlobalNotifications with the notifications that it wants"
        #expect(check.errors.contains(sentence), "\(check.errors)")
        let server = try RunningServer([path], in: folder)
        try server.process.errorLine("notice worker 1: \(sentence)")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Of a module that asks for a notification nothing is said")
    func asksForSomething() throws {
        let check = try Program.start(["check", folder.module("crashes/healthy.c")], in: folder)
        #expect(try check.end() == .exited(code: 0))
        #expect(!check.output.contains("never called") && check.errors.isEmpty, "\(check.errors)")
    }
}
