import ModuleTesting
import TestSupport
import Testing

@Suite("Ways of sending")
struct OutputTests {
    private func with(_ transport: Transport, _ body: (RunningModules) async throws -> Void) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("output.c", as: "a")]) { running in
            try await body(running)
            #expect(running.log.problems == [])
        }
    }

    @Test("An asynchronous flush is told by a completion, or has an answer at once", arguments: Transport.allCases)
    func asynchronously(transport: Transport) async throws {
        try await with(transport) { running in
            for path in ["/async", "/inline"] {
                let answer = try await running.respond(to: .get(path))
                #expect(answer.text == "first, told 7 0x00000000")
            }
        }
    }

    @Test("An asynchronous flush of more than the client has taken completes when it has")
    func backlog() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("output.c", as: "a")]) { running in
            let answer = try await running.respond(to: .get("/backlog"))
            #expect(answer.body.count == (32 << 20) + "told 33554432 0x00000000".utf8.count)
            #expect(answer.body.suffix(24).elementsEqual("told 33554432 0x00000000".utf8))
            #expect(folder.record == ["a flush 0x00000000 expected=1"])
        }
    }

    @Test("A client that leaves completes the flush it did not take with ERROR_NETNAME_DELETED")
    func backlogOfAClientThatLeaves() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("output.c", as: "a")]) { running in
            let client = try running.connect()
            try client.send(.get("/backlog"))
            #expect(folder.hasSoon("a flush 0x00000000 expected=1"))
            withExtendedLifetime(client) {}
        }
        #expect(folder.record.last == "a told 33554432 0x80070040")
    }

    @Test(
        "A routine given to PostCompletion runs on the pool and may end the notification",
        arguments: Transport.allCases)
    func routine(transport: Transport) async throws {
        try await with(transport) { running in
            let answer = try await running.respond(to: .get("/routine"))
            #expect(answer.text == "from the routine")
        }
    }

    @Test("After the head is out, status and fields change no more", arguments: Transport.allCases)
    func afterHead(transport: Transport) async throws {
        try await with(transport) { running in
            let answer = try await running.respond(to: .get("/head-after"))
            #expect(answer.status == 200)
            #expect(answer["X-Late"] == nil)
            #expect(answer.text == "one two")
        }
    }

    @Test("A response longer than the buffer is pushed on its way", arguments: Transport.allCases)
    func large(transport: Transport) async throws {
        try await with(transport) { running in
            let answer = try await running.respond(to: .get("/large"))
            #expect(answer.body.count == 9 << 20)
            #expect(answer.body.allSatisfy { $0 == UInt8(ascii: "x") })
        }
    }

    @Test("With SuppressHeaders the entity is the whole response")
    func suppressed() async throws {
        try await with(.socket) { running in
            let client = try running.connect()
            try client.send(.get("/raw"))
            #expect(try client.readToEnd() == "HTTP/1.1 299 Mine\r\n\r\nbody")
        }
    }

    @Test("SetNeedDisconnect ends the connection after the response")
    func disconnect() async throws {
        try await with(.socket) { running in
            let client = try running.connect()
            let answer = try client.respond(to: .get("/disconnect"))
            #expect(answer.text == "bye")
            #expect(answer["Connection"]?.lowercased() == "close")
            #expect(try client.readToEnd() == "")
        }
    }

    @Test("ResetConnection and CloseConnection end it without a response", arguments: ["/reset", "/close"])
    func reset(path: String) async throws {
        try await with(.socket) { running in
            let client = try running.connect()
            try client.send(.get(path))
            #expect(throws: TestFailure.self) { try client.receiveWhole() }
            #expect(try await running.respond(to: .get("/head-after")).text == "one two")
        }
    }
}
