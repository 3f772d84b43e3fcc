import Glibc
import TestSupport
import Testing

@Suite("The example global-cpp", .serialized)
struct GlobalExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("It counts requests, and says on a kept connection that the server is to end")
    func status() throws {
        let server = try RunningServer([folder.example("global-cpp"), "--threads", "2"], in: folder)
        try server.process.errorLine("trace: Application /LM/W3SVC/1/ROOT starts.")
        #expect(try server.get("/other").status == 404)
        let client = try Client(server.addresses[0])
        let answer = try client.getAndKeep("/status")
        #expect(answer.status == 200)
        #expect(answer.text == "up, 2 requests\n")
        #expect(answer["Cache-Control"] == "no-store")
        server.process.send(SIGTERM)
        try server.process.errorLine("trace: The server is to end.")
        let last = try client.getAndKeep("/status")
        #expect(last.status == 503)
        #expect(last.text == "stopping, 3 requests\n")
        #expect(try server.process.end() == .exited(code: 0))
        let errors = server.process.errors
        #expect(errors.contains("trace: Application /LM/W3SVC/1/ROOT has stopped.\n"))
        #expect(errors.contains("trace: There were 3 requests.\n"))
        #expect(errors.split(separator: "\n").filter { $0.contains("is to end") }.count == 1)
        #expect(server.complaints == [])
    }

    @Test("No request is missed when many come at once")
    func many() async throws {
        let server = try RunningServer([folder.example("global-cpp"), "--threads", "4"], in: folder)
        let address = server.addresses[0]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = try Client(address)
                    for _ in 0..<100 { #expect(try client.getAndKeep("/status").status == 200) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try server.get("/status").text == "up, 801 requests\n")
        #expect(try server.stop() == .exited(code: 0))
    }
}
