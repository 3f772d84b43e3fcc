import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("The example events-swift", .serialized)
struct EventsExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let get = "GET /clock/events HTTP/1.1\r\nHost: test\r\n"

    private func start() throws -> RunningServer {
        try RunningServer(
            [folder.example("events-swift"), "--threads", "2"], in: folder,
            variables: ["MODHOST_LOG_LEVEL": "debug"])
    }

    @Test("Events come one by one, and who comes back gets those after the last that it has seen")
    func stream() throws {
        let server = try start()
        let client = try Client(server.addresses[0])
        try client.send(Self.get + "\r\n")
        let answer = try client.read { $0.contains("id: 2\n") }
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("\r\nContent-Type: text/event-stream\r\n"))
        #expect(answer.contains("\r\nCache-Control: no-store\r\n"))
        #expect(answer.contains("id: 1\nevent: tick\ndata: 20") && answer.contains("Z\n\n"))
        let back = try Client(server.addresses[0])
        try back.send(Self.get + "Last-Event-ID: 41\r\n\r\n")
        #expect(try !back.read { $0.contains("id: 42\n") }.contains("id: 41\n"))
        for strange in ["many", "99999999999999999999", "\(Int.max)"] {
            let other = try Client(server.addresses[0])
            try other.send(Self.get + "Last-Event-ID: \(strange)\r\n\r\n")
            _ = try other.read { $0.contains("id: 1\n") }
        }
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("A client that leaves, in either way, ends its stream and is no error")
    func leaves() throws {
        let server = try start()
        for isReset in [true, false] {
            let client = try Client(server.addresses[0])
            try client.send(Self.get + "\r\n")
            _ = try client.read { $0.contains("id: 1\n") }
            if isReset { client.reset() } else { client.endSending() }
            _ = try server.process.wait(for: "the end of the stream") { process in
                let ends = process.errors.split(separator: "\n").filter { $0.contains("trace: The client left") }
                return ends.count == (isReset ? 1 : 2) ? true : nil
            }
        }
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("A server that is to end ends its streams, and they are whole")
    func end() throws {
        let server = try start()
        let client = try Client(server.addresses[0])
        try client.send(Self.get + "\r\n")
        _ = try client.read { $0.contains("id: 1\n") }
        server.process.send(SIGTERM)
        #expect(try client.readToEnd().hasSuffix("0\r\n\r\n"))
        #expect(try server.process.end() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("The stream is for GET alone")
    func methods() throws {
        let server = try start()
        for method in ["HEAD", "POST"] {
            let answer = try server.ask(method, "/clock/events")
            #expect(answer.status == 405)
            #expect(answer["Allow"] == "GET")
        }
        #expect(try server.get("/clock/more").status == 404)
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    private static let browser = ["chromium", "chromium-browser", "google-chrome"].map { "/usr/bin/\($0)" }
        .first { FileTree.exists($0) }

    @Test(
        "A browser listens on the page, and is no error when it is closed",
        .enabled(if: browser != nil, "there is no Chromium in /usr/bin"))
    func page() throws {
        let server = try start()
        let url = "http://127.0.0.1:\(server.addresses[0].port)/clock"
        // Without a port for debugging it would end when the page is there. It prints what the page tells its console.
        let browser = try RunningProcess(
            #require(Self.browser),
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--user-data-dir=\(folder.makeFolder("profile"))", "--remote-debugging-port=0",
                "--enable-logging=stderr", url,
            ],
            environment: ["HOME": folder.path])
        for number in 1...3 { try browser.errorLine("CONSOLE", "tick \(number)\"") }
        browser.send(SIGTERM)
        _ = try browser.end()
        try server.process.errorLine("trace: The client left")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }
}
