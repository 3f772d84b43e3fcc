import Glibc
import TestSupport
import Testing

/// A module in Swift whose tasks wait for clients.
@Suite("Swift modules that wait for their clients", .serialized, .timeLimit(.minutes(10)))
struct SwiftModuleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let cores = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)

    /// A client that the module reads from by now: it has been asked for its body.
    private func slowBody(_ server: RunningServer, _ path: String, length: Int) throws -> Client {
        let client = try Client(server.addresses[0])
        try client.send(
            "POST \(path) HTTP/1.1\r\nHost: test\r\nContent-Length: \(length)\r\nExpect: 100-continue\r\n"
                + "Connection: close\r\n\r\n")
        #expect(try client.read()?.hasPrefix("HTTP/1.1 100 ") == true)
        return client
    }

    /// A client that has begun to read an answer, and stops.
    private func slowReader(_ server: RunningServer, _ path: String) throws -> Client {
        let client = try Client(server.addresses[0])
        try client.send("GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        #expect(try client.read()?.hasPrefix("HTTP/1.1 200 ") == true)
        return client
    }

    @Test("Clients that are slow to send or to read keep no other request waiting, however many they are")
    func slowClients() throws {
        let server = try RunningServer(["--threads", "1", folder.swiftModule("waits")], in: folder)
        let bodies = try (0...Self.cores).map { _ in try slowBody(server, "/body", length: 8) }
        for client in bodies { try client.send("1234") }
        let echoes = try (0...Self.cores).map { _ in try slowBody(server, "/echo", length: 8) }
        let readers = try (0...Self.cores).flatMap { _ in
            try [slowReader(server, "/stream"), slowReader(server, "/large")]
        }
        #expect(try server.get("/quick").text == "quick\n")
        for client in bodies {
            try client.send("5678")
            #expect(try client.readToEnd().hasSuffix("\r\n\r\n8\n"))
        }
        for client in echoes {
            try client.send("abcdefgh")
            let answer = try client.readToEnd()
            #expect(answer.contains("abcdefgh"), "\(answer)")
        }
        // Those that read on get all of it.
        for client in readers.prefix(2) { #expect(try client.countToEnd() > 63 << 20) }
        for client in readers { client.reset() }
        #expect(try server.get("/quick").text == "quick\n")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Trailers are there when an asynchronous read has come to the end of a chunked body")
    func trailers() throws {
        let server = try RunningServer([folder.swiftModule("waits")], in: folder)
        let client = try Client(server.addresses[0])
        try client.send(
            "POST /body HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
                + "Connection: close\r\n\r\n")
        #expect(try client.read()?.hasPrefix("HTTP/1.1 100 ") == true)
        try client.send("3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n")
        #expect(try client.readToEnd().hasSuffix("\r\n\r\n3 X-Sum=6\n"))
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("When the client breaks off, work that waits for something else is cancelled")
    func clientLeaves() throws {
        let server = try RunningServer([folder.swiftModule("waits")], in: folder)
        let client = try slowReader(server, "/left")
        client.reset()
        try server.process.errorLine("the task was cancelled")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("What OnSendResponse writes while a task flushes goes out with what the task has written")
    func writesWhileTaskFlushes() throws {
        let server = try RunningServer([folder.swiftModule("waits")], in: folder)
        let answer = try server.get("/stamped")
        #expect(answer.status == 200)
        #expect(answer.text.contains("letter\n") && answer.text.contains("stamp\n"), "\(answer.text)")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A program that a task starts has no signal blocked")
    func programsOfTasks() throws {
        let server = try RunningServer([folder.swiftModule("waits")], in: folder)
        for _ in 1...8 {
            let slow = try slowBody(server, "/mask", length: 4)
            try slow.send("1234")
            #expect(try slow.readToEnd().hasSuffix("\r\n\r\n4 SigBlk:\t0000000000000000\n"))
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("When the client ends its side, work that has sent nothing yet is cancelled, and no half answer goes out")
    func clientEnds() throws {
        let server = try RunningServer([folder.swiftModule("waits")], in: folder)
        let client = try Client(server.addresses[0])
        try client.send("GET /asleep HTTP/1.1\r\nHost: test\r\n\r\n")
        try server.process.errorLine("a task sleeps")
        client.endSending()
        try server.process.errorLine("the sleep was cancelled")
        #expect(try client.readToEnd() == "")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("One client with a slow body does not cost a module the event loops, whether it waits in a task or not")
    func slowBodyOnce() throws {
        for path in ["/body", "/thread"] {
            let server = try RunningServer(["--threads", "1", folder.swiftModule("waits")], in: folder)
            let slow = try slowBody(server, path, length: 4)
            try slow.send("1234")
            #expect(try slow.readToEnd().hasSuffix("\r\n\r\n4\n"))
            let client = try Client(server.addresses[0])
            for _ in 0..<1_500 { #expect(try client.getAndKeep("/none").status == 404) }
            try server.process.errorLine("module \"waits\" moves to the event loops")
            #expect(!server.process.errors.contains("stays on the thread pool"))
            // On the loops its bodies are still waited for.
            let another = try slowBody(server, path, length: 4)
            try another.send("1234")
            #expect(try another.readToEnd().hasSuffix("\r\n\r\n4\n"))
            #expect(try server.stop() == .exited(code: 0))
        }
    }

    @Test("A module in Swift has the settings that are in force")
    func settings() throws {
        let server = try RunningServer([folder.swiftModule("settings")], in: folder)
        #expect(try server.get("/a/b").text == "false Date, Time, Size, Extension 5 true 0\n")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("The compiler refuses in a task what would wait on its thread")
    func blockingCalls() throws {
        let source = try folder.copy("swift/blocks.swift", to: "blocks.swift")
        let build = try FinishedProcess([Program.path(), "build", source, "-o", folder.file("blocks.so")])
        #expect(build.code == 1)
        let lines = build.output.split(separator: "\n")
        let calls = try folder.text("blocks.swift").split(separator: "\n", omittingEmptySubsequences: false)
        let refused = calls.indices.filter { calls[$0].hasSuffix("// refused") }
        #expect(refused.count == 5)
        for index in refused {
            let line = lines.first { $0.contains("blocks.swift:\(index + 1):") } ?? ""
            let isRefused = line.contains("unavailable from asynchronous contexts") && line.contains("try await")
            #expect(isRefused, "\(calls[index]): \(build.output)")
        }
    }
}
