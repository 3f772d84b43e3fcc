import TestSupport
import Testing

@Suite("The example json-api-swift", .serialized)
struct JSONAPIExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func start(_ options: String...) throws -> RunningServer {
        try RunningServer([folder.example("json-api-swift")] + options, in: folder)
    }

    private func send(
        _ server: RunningServer, _ method: String, _ path: String, _ body: String,
        type: String = "application/json; charset=utf-8"
    ) throws -> Answer {
        try server.ask(method, path, [("Content-Type", type)], body: body)
    }

    @Test("Notes are made, listed, read, changed and removed")
    func life() throws {
        let server = try start()
        #expect(try server.get("/api/notes").text == "[]\n")
        let made = try send(server, "POST", "/api/notes", #"{"text": "buy milk"}"#)
        #expect(made.status == 201)
        #expect(made["Location"] == "/api/notes/1")
        #expect(made["Content-Type"] == "application/json")
        #expect(made.text == #"{"id":1,"text":"buy milk"}"# + "\n")
        #expect(try send(server, "POST", "/api/notes", #"{"text": "zwölf/12 \"…\""}"#).status == 201)
        #expect(try server.get("/api/notes/2").text == #"{"id":2,"text":"zwölf/12 \"…\""}"# + "\n")
        let changed = try send(server, "PUT", "/api/notes/1", #"{"text": "buy bread"}"#)
        #expect(changed.status == 200)
        #expect(changed.text == #"{"id":1,"text":"buy bread"}"# + "\n")
        let removed = try server.ask("DELETE", "/api/notes/2")
        #expect(removed.status == 204)
        #expect(removed.body == [])
        #expect(try server.get("/api/notes").text == #"[{"id":1,"text":"buy bread"}]"# + "\n")
        #expect(try server.ask("HEAD", "/api/notes").status == 200)
        // A number is not given a second time.
        #expect(try send(server, "POST", "/api/notes", #"{"text": "new"}"#)["Location"] == "/api/notes/3")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("Every error has its status, and says in JSON what is wrong")
    func errors() throws {
        let server = try start()
        let note = #"{"text": "a"}"#
        let long = #"{"text": ""# + String(repeating: "x", count: 70_000) + #""}"#
        let answers = try [
            (404, server.get("/api/notes/1")), (404, send(server, "PUT", "/api/notes/1", note)),
            (404, server.ask("DELETE", "/api/notes/1")), (405, server.ask("DELETE", "/api/notes")),
            (405, send(server, "POST", "/api/notes/1", note)),
            (400, send(server, "POST", "/api/notes", #"{"text": "#)),
            (400, send(server, "POST", "/api/notes", #"{"words": "a"}"#)),
            (400, send(server, "POST", "/api/notes", "")),
            (422, send(server, "POST", "/api/notes", #"{"text": ""}"#)),
            (413, send(server, "POST", "/api/notes", long)),
            (415, send(server, "POST", "/api/notes", note, type: "text/plain")),
            (415, server.ask("POST", "/api/notes", body: note)),
        ]
        for (status, answer) in answers {
            #expect(answer.status == status)
            #expect(answer["Content-Type"] == "application/json", "\(status)")
            #expect(answer.text.hasPrefix(#"{"error":""#) && answer.text.hasSuffix("\"}\n"), "\(answer.text)")
            #expect((answer["Allow"] != nil) == (status == 405))
        }
        #expect(try server.get("/api/notes").text == "[]\n")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("Paths that are not its own are left to other modules")
    func others() throws {
        let server = try start()
        for path in ["/api", "/api/notesandmore", "/api/notes/", "/api/notes/x", "/api/notes/1/2"] {
            #expect(try server.get(path).text == "404 Not Found\n", "\(path)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Of many notes that come at once each is kept once, and beyond the limit they are refused")
    func many() async throws {
        let server = try start("--threads", "4")
        let address = server.addresses[0]
        let counts = try await withThrowingTaskGroup(of: [Int: Int].self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let client = try Client(address)
                    var counts: [Int: Int] = [:]
                    for number in 0..<130 {
                        let body = "{\"text\": \"\(writer).\(number)\"}"
                        try client.send(
                            "POST /api/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
                                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                        counts[try client.receiveWhole().status, default: 0] += 1
                    }
                    return counts
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
        #expect(counts == [201: 1_000, 507: 40])
        let notes = try server.get("/api/notes").text
        let ids = notes.split(separator: "\"id\":").dropFirst().map { Int($0.prefix { $0.isNumber }) }
        #expect(ids == (1...1_000).map { $0 })
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }
}
