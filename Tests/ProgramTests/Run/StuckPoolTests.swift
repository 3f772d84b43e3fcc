import Glibc
import TestSupport
import Testing

@Suite("A thread pool that modules keep", .serialized)
struct StuckPoolTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func line(_ server: RunningServer, _ part: String) throws -> String {
        try server.process.wait(for: part) { process in
            process.errors.split(separator: "\n").first { $0.contains(part) }.map(String.init)
        }
    }

    @Test("The log names module, notification and request: of the 503, and after some seconds without one as well")
    func named() throws {
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer(
            ["--threads", "1", "--limit", "threads=1", "--limit", "queue=1", module], in: folder)
        let held = try Client(server.addresses[0])
        try held.send("GET /forever?%22a HTTP/1.1\r\nHost: test\r\n\r\n")
        _ = try line(server, "a request that never ends has begun")
        let waiting = try Client(server.addresses[0])
        try waiting.send("GET /waits HTTP/1.1\r\nHost: test\r\n\r\n")
        let stall = try line(server, "no thread of the thread pool has come free for ")
        #expect(stall.contains("for one; of the 1 threads at work 1 is in module \"healthy\"; "), "\(stall)")
        #expect(stall.contains("in OnBeginRequest, asleep, for \"GET /forever?%22a"), "\(stall)")
        #expect(stall.contains("module=healthy notification=OnBeginRequest"))
        for _ in 0..<3 { #expect(try server.get("/").status == 503) }
        let full = try line(server, "the thread pool's queue is full; a request was answered 503; ")
        #expect(full.contains("held longest: the one in module \"healthy\", for "))
        #expect(full.contains("s in OnBeginRequest, asleep, for \"GET /forever?%22a"), "\(full)")
        server.process.send(SIGTERM)
        #expect(try server.stop() == .exited(code: 1))
        #expect(server.process.errors.split(separator: "\n").count { $0.contains("queue is full") } == 1)
    }

    @Test(
        "A module that waits for its client, for a body that does not come or with an answer that is not read, is not blamed",
        arguments: [
            ("bodies", "POST /sync HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\n"),
            ("output", "GET /unbuffered HTTP/1.1\r\nHost: test\r\n\r\n"),
        ])
    func client(name: String, request: String) throws {
        let module = try folder.module("behaviour/\(name).c", ["-D_GNU_SOURCE", "-pthread"])
        let limits = ["--limit", "threads=1", "--limit", "body-rate=0"]
        let server = try RunningServer(["--threads", "1"] + limits + [module], in: folder)
        var client: Client? = try Client(server.addresses[0])
        try client?.send(request)
        let stall = try line(server, "no thread of the thread pool has come free for ")
        #expect(stall.hasSuffix(" s, and 0 requests wait for one; of the 1 threads at work 1 waits for its client"))
        client = nil
        _ = try line(server, "a thread of the thread pool has come free, after ")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A loop that a module holds is told with the request as well")
    func loop() throws {
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer(["--threads", "1", module, "--execution", "healthy=inline"], in: folder)
        let held = try Client(server.addresses[0])
        try held.send("GET /forever HTTP/1.1\r\nHost: test\r\n\r\n")
        let hold = try line(server, "module \"healthy\" has held an event loop for 1 s in OnBeginRequest, asleep, for ")
        #expect(hold.contains("asleep, for \"GET /forever"), "\(hold)")
        server.process.send(SIGTERM)
        #expect(try server.stop() == .exited(code: 1))
    }
}
