import ModuleKit
import ModuleTesting
import OperatingSystem
import Testing

@Suite("A request under the control of its test")
struct TestExchangeTests {
    /// Answers with what it sees of the client.
    private struct Mirror: HttpModule, OnExecuteRequestHandler {
        func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
            let request = context.request
            context.response.setStatus(200)
            context.response.write("from \(request.remoteAddress?.description ?? "nowhere")\n")
            context.response.write("to \(request.localAddress?.description ?? "nowhere")\n")
            context.response.write("version \(request.version.major).\(request.version.minor)\n")
            context.response.write("HTTPS=\(context.serverVariables["HTTPS"] ?? "")\n")
            for (name, value) in request.headers.all { context.response.write("\(name): \(value)\n") }
            return .finishRequest
        }
    }

    /// Answers with the sizes of the pieces of the body, as they come.
    private struct Pieces: HttpModule, OnExecuteRequestHandler {
        func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
            if context.request.path == "/threads" {
                while let piece = try context.request.readBody(maximum: 4) { context.response.write("\(piece.count) ") }
                return .finishRequest
            }
            return context.pending { context in
                for try await piece in context.request.pieces() { try await context.response.write("\(piece.count) ") }
                return .finishRequest
            }
        }
    }

    /// Flushes three pieces, and records what becomes of it.
    private struct Slow: HttpModule, OnExecuteRequestHandler {
        static let record = Lock<[String]>([])

        func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
            let path = context.request.path
            return context.pending { context in
                do {
                    for piece in ["one", "two", "three"] {
                        try await context.response.write(piece)
                        try await context.response.flush()
                        Slow.record.withLock { $0.append("\(path) \(piece)") }
                    }
                } catch {
                    Slow.record.withLock { $0.append("\(path) gone") }
                    throw error
                }
                return .finishRequest
            }
        }
    }

    @Test("Addresses, version, protocol and fields are those of the request")
    func request() async throws {
        try await TestHost.with(Mirror.self) { host in
            var request = TestRequest.get("/", headers: [("X-One", "1"), ("X-One", "2")])
            request.client = try TestAddress("2001:db8::7", port: 4711)
            request.local = try TestAddress("192.0.2.1", port: 8443)
            request.rawHeaders = [(Array("X-Raw".utf8), [0x61, 0xE9])]
            request.isSecure = true
            let text = await host.respond(to: request).text
            let lines = [
                "from [2001:db8::7]:4711", "to 192.0.2.1:8443", "version 1.1", "HTTPS=on", "X-One: 1", "Host: test",
            ]
            for line in lines { #expect(text.contains(line + "\n"), "\(line)") }
            #expect(text.contains("X-Raw: a"))
            request.version = (1, 0)
            request.client = .unix("/run/client")
            let old = await host.respond(to: request).text
            #expect(old.contains("from nowhere\n"))
            #expect(old.contains("version 1.0\n"))
            #expect(!old.contains("Host:"))
        }
    }

    @Test("A text that is no address is refused in a sentence")
    func address() {
        let mistake = #expect(throws: TestAddress.Mistake.self) { try TestAddress("localhost", port: 1) }
        #expect(mistake?.description.contains("\"localhost\" is no address") == true)
    }

    @Test("Each piece of a body is read on its own", arguments: ["/tasks", "/threads"])
    func pieces(path: String) async throws {
        try await TestHost.with(Pieces.self) { host in
            let exchange = host.begin(TestRequest("POST", path), bodyInPieces: true)
            #expect(await exchange.send("abc"))
            #expect(await exchange.send("de"))
            #expect(await exchange.send("f"))
            exchange.endBody()
            #expect(await exchange.response().text == "3 2 1 ")
            #expect(await exchange.send("late") == false)
        }
    }

    @Test("A body of known length ends with its last byte, and breaks off before it", arguments: [true, false])
    func length(isWhole: Bool) async throws {
        try await TestHost.with(Pieces.self) { host in
            let request = TestRequest("POST", "/tasks", headers: [("Content-Length", "5")])
            let exchange = host.begin(request, bodyInPieces: true)
            #expect(await exchange.send("abc"))
            if isWhole { await exchange.send("de") } else { exchange.endBody() }
            let response = await exchange.response()
            #expect(response.status == (isWhole ? 200 : 400))
            #expect(response.keepsConnection == isWhole)
            if isWhole { #expect(response.text == "3 2 ") }
        }
    }

    @Test("A slow client takes one piece after the other, and each flush waits for it")
    func response() async throws {
        try await TestHost.with(Slow.self) { host in
            let exchange = host.begin(.get("/slow"), responseInPieces: true)
            #expect(await exchange.nextPiece() == Array("one".utf8))
            #expect(Slow.record.withLock { !$0.contains("/slow two") })
            #expect(exchange.responseSoFar.status == 200)
            #expect(await exchange.nextPiece() == Array("two".utf8))
            #expect(Slow.record.withLock { !$0.contains("/slow three") })
            let response = await exchange.response()
            #expect(response.pieces == ["one", "two", "three"].map { Array($0.utf8) })
            #expect(response.text == "onetwothree")
            #expect(response.keepsConnection)
            #expect(await exchange.nextPiece() == Array("three".utf8))
            #expect(await exchange.nextPiece() == nil)
        }
    }

    @Test("A client leaves before its answer, amid its body, or amid the response")
    func leaving() async throws {
        try await TestHost.with(.type(Pieces.self), .type(Slow.self)) { host in
            let body = host.begin(TestRequest("POST", "/tasks"), bodyInPieces: true)
            #expect(await body.send("abc"))
            body.leave()
            let response = await body.response()
            #expect(response.pushes == 0)
            #expect(!response.keepsConnection)
        }
        try await TestHost.with(Slow.self) { host in
            let amid = host.begin(.get("/amid"), responseInPieces: true)
            #expect(await amid.nextPiece() == Array("one".utf8))
            amid.leave()
            let response = await amid.response()
            #expect(response.text.hasPrefix("one"))
            #expect(Slow.record.withLock { $0.contains("/amid gone") })
            var request = TestRequest.get("/before")
            request.leavesAtOnce = true
            #expect(await host.respond(to: request).status == 0)
            #expect(Slow.record.withLock { $0.contains("/before gone") })
        }
    }

    @Test("A test that throws amid a request is thrown out of it, and the host waits for its end")
    func throwing() async throws {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await TestHost.with(.type(Pieces.self)) { host in
                #expect(await host.begin(TestRequest("POST", "/threads"), bodyInPieces: true).send("abc"))
                throw Failure()
            }
        }
    }

    @Test("The connection ends when either side says so", arguments: ["close", "keep-alive"])
    func connection(wish: String) async throws {
        try await TestHost.with(Mirror.self) { host in
            let response = await host.respond(to: .get("/", headers: [("Connection", wish)]))
            #expect(response.keepsConnection == (wish == "keep-alive"))
            var old = TestRequest.get("/")
            old.version = (1, 0)
            #expect(!(await host.respond(to: old).keepsConnection))
        }
    }
}
