import ModuleTesting
import TestSupport
import Testing

@Suite("The body of a request")
struct BodyTests {
    static let text = "The quick brown fox jumps over the lazy dog."

    private func read(
        _ transport: Transport, _ path: String, _ body: [UInt8]?, _ check: (Answer) -> Void
    ) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("bodies.c", as: "a")]) { running in
            check(try await running.respond(to: TestRequest("POST", path, body: body)))
            #expect(running.log.problems == [])
        }
    }

    @Test("Synchronous reads end with ERROR_HANDLE_EOF", arguments: Transport.allCases)
    func synchronously(transport: Transport) async throws {
        try await read(transport, "/sync", Array(Self.text.utf8)) { answer in
            #expect(answer.text == Self.text)
            #expect(answer["X-End"] == "0x80070026 reads=7 before=44 after=0")
        }
        try await read(transport, "/sync", nil) { answer in
            #expect(answer["X-End"] == "0x80070026 reads=0 before=0 after=0")
        }
    }

    @Test("A large body fills the buffer where that is asked for", arguments: Transport.allCases)
    func filled(transport: Transport) async throws {
        let body = (0..<50_500).map { UInt8($0 % 251) }
        try await read(transport, "/fill", body) { answer in
            #expect(answer.body == body)
            #expect(answer["X-End"] == "0x80070026 reads=51 before=50500 after=0")
        }
    }

    @Test("Inserted bodies come before the client's", arguments: Transport.allCases)
    func inserted(transport: Transport) async throws {
        try await read(transport, "/insert", Array(Self.text.utf8)) { answer in
            #expect(answer.text == "first of all, then " + Self.text)
        }
        try await read(transport, "/insert", nil) { #expect($0.text == "first of all, then ") }
    }

    @Test(
        "Without a place for the answer each read is told by a completion", arguments: Transport.allCases,
        ["/async", "/callback"])
    func asynchronously(transport: Transport, path: String) async throws {
        let body = (0..<1_000).map { UInt8($0 % 251) }
        try await read(transport, path, body) { answer in
            #expect(answer.body == body)
            #expect(answer["X-End"] == "0x80070026 bytes=0 operation=1")
        }
    }

    @Test("A body that comes late completes the reads that wait for it", arguments: ["/async", "/callback", "/sync"])
    func late(path: String) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("bodies.c", as: "a")]) { running in
            let client = try running.connect()
            try client.send("POST \(path) HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n")
            for word in ["The ", "late ", "body"] {
                try client.send("\(word.utf8.count)\r\n\(word)\r\n")
            }
            try client.send("0\r\n\r\n")
            #expect(try client.receiveWhole().text == "The late body")
            // The connection is good for another request.
            #expect(try client.respond(to: .post("/none", "unread")).text == "nothing read")
            #expect(try client.respond(to: .post("/sync", "read")).text == "read")
        }
    }

    @Test("A client that leaves ends the read that waits for it with ERROR_NETNAME_DELETED")
    func broken() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("bodies.c", as: "a")]) { running in
            let client = try running.connect()
            let head = "POST /async HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"
            try client.send(head)
            // It is asked for, so the module reads.
            #expect(try client.receive().status == 100)
            try client.send("some")
        }
        // The host has drained: every exchange is over.
        #expect(folder.record == ["a the body ended 0x80070040"])
    }

    @Test("A client that waits for 100 Continue is asked for its body when a module reads")
    func expectation() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("bodies.c", as: "a")]) { running in
            let client = try running.connect()
            let head = "POST /sync HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
            try client.send(head)
            #expect(try client.receive().status == 100)
            try client.send("body")
            #expect(try client.receiveWhole().text == "body")
        }
    }
}
