import TestSupport
import Testing

@Suite("The example rate-limit-c", .serialized)
struct RateLimitExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A server that believes what the test says of the client's address.
    private func start(_ options: String...) throws -> RunningServer {
        try RunningServer(
            [folder.example("rate-limit-c"), "--trust-proxy", "127.0.0.1"] + options, in: folder)
    }

    private func ask(_ server: RunningServer, _ path: String = "/limited", from address: String) throws -> Answer {
        try server.ask("GET", path, [("X-Forwarded-For", address)])
    }

    /// Asks until the answer has this status; returns it.
    private func ask(_ server: RunningServer, until status: Int, from address: String) throws -> Answer {
        while true {
            let answer = try ask(server, from: address)
            if answer.status == status { return answer }
            #expect(answer.status == (status == 200 ? 429 : 200))
        }
    }

    @Test("Who asks too often is refused, is told when to come again, and is served then; others do not notice")
    func refusal() throws {
        let server = try start()
        for _ in 0..<5 {
            let answer = try ask(server, from: "192.0.2.1")
            #expect(answer.status == 200)
            #expect(answer.text == "Within the limit\n")
        }
        let refused = try ask(server, until: 429, from: "192.0.2.1")
        #expect(refused["Retry-After"] == "1")
        #expect(refused.text == "429 Too Many Requests\n")
        #expect(try ask(server, "/limited/below", from: "192.0.2.1").status == 429)
        #expect(try ask(server, from: "192.0.2.2").status == 200)
        // Asking in vain costs nothing, so this ends a second after the last request that was served.
        _ = try ask(server, until: 200, from: "192.0.2.1")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("Of IPv6 the first 64 bits are one client")
    func networks() throws {
        let server = try start()
        _ = try ask(server, until: 429, from: "2001:db8::1")
        #expect(try ask(server, from: "2001:db8::ffff:2").status == 429)
        #expect(try ask(server, from: "2001:db8:0:1::1").status == 200)
        // Another spelling of an IPv4 address is the same client.
        _ = try ask(server, until: 429, from: "192.0.2.1")
        #expect(try ask(server, from: "::ffff:192.0.2.1").status == 429)
        #expect(try ask(server, from: "::ffff:192.0.2.2").status == 200)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("All event loops of a process count together")
    func loops() async throws {
        let server = try start("--threads", "4")
        let clock = ContinuousClock()
        let begin = clock.now
        let address = server.addresses[0]
        let served = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let client = try Client(address)
                    var served = 0
                    for _ in 0..<50 where try client.getAndKeep("/limited").status == 200 { served += 1 }
                    return served
                }
            }
            return try await group.reduce(0, +)
        }
        // Five at once, and one for each second that has passed.
        #expect(served >= 5)
        #expect(served <= 5 + Int((clock.now - begin).components.seconds) + 1)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Other paths have no limit, however many clients are known")
    func others() throws {
        let server = try start()
        let client = try Client(server.addresses[0])
        for _ in 0..<20 {
            #expect(try client.getAndKeep("/limitless").status == 404)
            #expect(try client.getAndKeep("/").status == 404)
        }
        // More than the table has places for: each is new, or has been forgotten.
        for number in 0..<6_000 {
            let from = "X-Forwarded-For: 10.\(number / 256).\(number % 256).1"
            try client.send("GET /limited HTTP/1.1\r\nHost: test\r\n\(from)\r\n\r\n")
            #expect(try client.receive().status == 200)
        }
        #expect(try server.stop() == .exited(code: 0))
    }
}
