import TestSupport
import Testing

@Suite("The example request-timer-cpp", .serialized)
struct RequestTimerExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("Each request has one line in the log, whoever answers it, also after completions and early ends")
    func lines() throws {
        let modules = try ["request-timer-cpp", "echo-async-c", "rate-limit-c"].map { try folder.example($0) }
        let server = try RunningServer(modules + ["--workers", "2", "--threads", "2"], in: folder)
        #expect(try server.get("/nobody?a=b").status == 404)
        #expect(try server.ask("POST", "/echo", body: "hello").text == "hello")
        while try server.get("/limited").status == 200 {}
        for line in ["GET /nobody: 404 in ", "POST /echo: 200 in ", "GET /limited: 200 in ", "GET /limited: 429 in "] {
            let found = try server.process.errorLine("trace: \(line)", "module=request-timer-cpp")
            let words = found.split(separator: " in ").last?.split(separator: " ") ?? []
            #expect(words.count >= 2 && Int(words[0]) != nil && words[1] == "microseconds", "\(found)")
        }
        #expect(try server.stop() == .exited(code: 0))
        let lines = server.process.errors.split(separator: "\n").filter { $0.contains("POST /echo") }
        #expect(lines.count == 1)
        #expect(server.complaints == [])
    }

    @Test("A path of any length and any letters makes one line")
    func odd() throws {
        let server = try RunningServer([folder.example("request-timer-cpp")], in: folder)
        let long = "/" + String(repeating: "x", count: 5_000)
        #expect(try server.get(long).status == 404)
        try server.process.errorLine("GET /xxxx", "x: 404 in ")
        #expect(try server.get("/%C3%BC%20%F0%9F%90%A7").status == 404)
        try server.process.errorLine("GET /ü 🐧: 404 in ")
        #expect(try server.stop() == .exited(code: 0))
    }
}
