import Glibc
import TestSupport
import Testing

@Suite("Modules that break while they serve", .serialized)
struct CrashTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "A module that ends the worker is named with notification and request, and the next request is answered",
        arguments: [
            ("null_pointer", "died of SIGSEGV at address 0x0 inside"),
            ("abort", "died of SIGABRT inside"),
            ("stack_overflow", "died of SIGSEGV at address 0x"),
            ("endless_recursion", "died of SIGSEGV at address 0x"),
            ("double_free", "died of SIGABRT inside"),
            ("exit_0", "exited with code 0 without being asked inside"),
        ])
    func crash(source: String, death: String) throws {
        let server = try RunningServer([folder.module("crashes/\(source).c")], in: folder)
        #expect(try server.get("/").text == "alive")
        let client = try Client(server.addresses[0])
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "", "the connection ends without an answer")
        let line = try server.process.errorLine(
            "error modhost: worker 1 (pid \(server.workers[0])) \(death)", "inside module \"\(source)\"")
        #expect(line.contains("OnExecuteRequestHandler"), "\(line)")
        #expect(line.contains("request \"GET /boom\""), "\(line)")
        #expect(try server.get("/").text == "alive")
        try server.waitForWorkers(2)
        #expect(server.workers[0] != server.workers[1])
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.leftovers() == "")
    }

    @Test(
        "What overflows a stack is named on a thread of the pool and on an event loop alike",
        arguments: [("pool", 0), ("event loop", 1500)])
    func executor(kind: String, requestsBefore: Int) throws {
        let server = try RunningServer(
            ["--threads", "1", folder.module("crashes/endless_recursion.c")], in: folder)
        let client = try Client(server.addresses[0])
        for _ in 0..<requestsBefore { #expect(try client.getAndKeep("/").text == "alive") }
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "")
        try server.process.errorLine("inside module \"endless_recursion\"", "request \"GET /boom", "(\(kind))")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A module that throws costs its request a 500, is named, and the worker goes on")
    func throwing() throws {
        let server = try RunningServer([folder.module("crashes/throws.cpp")], in: folder)
        #expect(try server.get("/boom").status == 500)
        let line = try server.process.errorLine("module \"throws\" threw ", "OnExecuteRequestHandler", "GET /boom")
        #expect(line.contains("no more tea"), "\(line)")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.workers.count == 1)
    }

    @Test("A worker killed from outside is replaced, no module is blamed, and the next request is answered")
    func killed() throws {
        let server = try RunningServer([folder.module("crashes/healthy.c")], in: folder)
        #expect(try server.get("/").text == "alive")
        kill(server.workers[0], SIGKILL)
        let line = try server.process.errorLine("was killed from outside (SIGKILL)")
        #expect(line.contains("no module is blamed") && !line.contains("healthy"), "\(line)")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A killed worker costs the connections of the other one nothing")
    func otherWorker() throws {
        let server = try RunningServer(
            ["--workers", "2", "--threads", "1", folder.module("crashes/null_pointer.c")], in: folder)
        #expect(server.workers.count == 2)
        // The system spreads the clients over the workers by chance; the one that breaks ends its own.
        let clients = try (0..<8).map { _ in try Client(server.addresses[0]) }
        for client in clients { #expect(try client.getAndKeep("/").text == "alive") }
        try clients[0].send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try clients[0].readToEnd() == "")
        let line = try server.process.errorLine("inside module \"null_pointer\"")
        #expect(line.contains("worker 1 ") || line.contains("worker 2 "), "\(line)")
        for _ in 0..<8 { #expect(try server.get("/").text == "alive") }
        try server.waitForWorkers(3)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A client that crashes the worker again and again keeps no other client from an answer")
    func crashesAgain() throws {
        let server = try RunningServer([folder.module("crashes/null_pointer.c")], in: folder)
        for _ in 1...12 {
            let client = try Client(server.addresses[0])
            try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try client.readToEnd() == "")
            #expect(try server.get("/").text == "alive")
        }
        #expect(!server.process.errors.contains("the next start waits"))
        #expect(try server.stop() == .exited(code: 0))
    }
}
