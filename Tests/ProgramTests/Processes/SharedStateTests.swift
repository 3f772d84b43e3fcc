import Glibc
import TestSupport
import Testing

@Suite("What a module changes for all", .serialized)
struct SharedStateTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func serve(_ flag: String, _ arguments: [String] = []) throws -> RunningServer {
        try RunningServer(arguments + [folder.module("process/changes.c", as: "changes", ["-D\(flag)"])], in: folder)
    }

    @Test(
        "What a module changes while it is loaded is put back, and the module is named",
        arguments: [
            ("FOLDER", "the working folder"), ("UMASK", "the umask"), ("MASK", "the signals that its thread blocks"),
            ("SIGTERM_TAKEN", "the handler of SIGTERM"), ("SIGPIPE_IGNORED", "the handler of SIGPIPE"),
            ("SIGCHLD_IGNORED", "that the ends of children are noted"), ("FILES", "the limit of open files"),
            ("OUTPUT_CLOSED", "standard descriptor 1"),
        ])
    func atStart(flag: String, what: String) throws {
        let server = try serve(flag)
        try server.process.errorLine("module \"changes\" changed \(what) in RegisterModule; that was put back")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.text("record") == "changes Terminate\n")
    }

    @Test("A server of which a module has taken SIGTERM while it served ends when it is asked to")
    func later() throws {
        let server = try serve("NOTHING")
        #expect(try server.get("/later").text == "alive")
        try server.process.errorLine("module \"changes\" changed the working folder while it served; that was put back")
        try server.process.errorLine(
            "module \"changes\" changed the handler of SIGTERM while it served; that was put back")
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.text("record") == "changes Terminate\n")
    }

    @Test("Signals that a module leaves blocked on a thread are let through again, and the module is named")
    func blockedSignals() throws {
        let server = try serve("NOTHING", ["--execution", "changes=pool", "--limit", "threads=1"])
        #expect(try server.get("/blocks").text == "alive")
        let client = try Client(server.addresses[0])
        for _ in 0..<64 { #expect(try client.getAndKeep("/").text == "alive") }
        try server.process.errorLine("module \"changes\" left signals blocked on a thread of the host")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("An access log on standard output goes there still when a module has closed that, and to no client")
    func closedOutput() throws {
        let server = try serve("NOTHING", ["--access-log", "-", "--access-log-format", "combined"])
        #expect(try server.get("/closes").text == "alive")
        let next = try Client(server.addresses[0])
        try next.send("GET /next HTTP/1.1\r\nHost: test\r\n\r\n")
        server.process.send(SIGTERM)
        #expect(try !next.readToEnd().contains("\"GET /"))
        #expect(try server.process.end() == .exited(code: 0))
        #expect(server.process.output.contains("\"GET /closes HTTP/1.1\" 200"), "\(server.process.output)")
    }

    @Test("A crash is put down to the module although it has a crash handler of its own")
    func crashHandler() throws {
        let server = try serve("CRASHES")
        try server.process.errorLine("module \"changes\" changed the handler of SIGSEGV in RegisterModule")
        let client = try Client(server.addresses[0])
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "")
        let line = try server.process.errorLine(
            "died of SIGSEGV inside module \"changes\"", "the only call that was open")
        #expect(line.contains("OnExecuteRequestHandler") && line.contains("GET /boom"), "\(line)")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("The access log stands where it was named, also opened anew, with the mode it has without the module")
    func accessLog() throws {
        let module = try folder.module("process/changes.c", as: "changes", ["-DFOLDER", "-DUMASK"])
        let work = try folder.makeFolder("work")
        let socket = folder.file("server.sock")
        let line =
            "cd \(work) && umask 022 && exec \(try Program.path()) serve \(module) --listen unix:\(socket) --access-log a.log"
        let process = try RunningProcess("/bin/sh", ["-c", line], environment: Program.environment(folder))
        _ = try process.wait(for: "the greeting") { $0.output.contains("Ctrl-C ends it.\n") ? true : nil }
        let address = Address.unix(path: socket)
        #expect(try Client(address).get("/later").text == "alive")
        #expect(try folder.shell("stat -c '%a %n' work/*") == "640 work/a.log\n")
        _ = try folder.shell("mv work/a.log work/a.log.1")
        process.send(SIGUSR1)
        try process.errorLine("was opened anew")
        #expect(try folder.shell("stat -c '%a %n' work/*") == "640 work/a.log\n640 work/a.log.1\n")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
    }

    @Test("A module finds what lies beside it, also when it was named by a relative path")
    func folderOfModule() throws {
        try folder.module("process/finds_folder.c")
        try folder.write(Array("a setting".utf8), to: "beside.txt")
        let line = "cd \(folder.path) && exec \(try Program.path()) serve finds_folder.so --listen 127.0.0.1:0"
        let process = try RunningProcess("/bin/sh", ["-c", line], environment: Program.environment(folder))
        let address = try process.wait(for: "the greeting") { process -> Address? in
            guard process.output.contains("Ctrl-C ends it.\n") else { return nil }
            return try? process.output.split(separator: "\n").first.flatMap {
                try Address(parsing: $0.split(separator: " ").last ?? "")
            }
        }
        #expect(try Client(address).get("/").text == "a setting")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
    }
}
