import TestSupport
import Testing

@Suite("The page of the examples", .serialized)
struct WelcomeExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What `make run` serves.
    private func examples() throws -> [String] {
        try folder.shell("ls \(Repository.root)/Examples").split(separator: "\n").map(String.init)
    }

    @Test("It answers / with HTML that names each example, and its links lead to what the examples answer")
    func page() throws {
        // The package is built by SwiftPM, which takes minutes: `make example-package` asks it.
        let files = try examples().filter { $0 != "package-swift" }.map { try folder.example($0) }
        let server = try RunningServer(files, in: folder)
        let answer = try server.get("/")
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/html; charset=utf-8")
        for example in try examples() {
            #expect(answer.text.contains("<dt><code>\(example)</code></dt>"), "\(example)")
        }
        #expect(answer.text.split(separator: "<dt>").count - 1 == (try examples().count))
        let links = answer.text.split(separator: "<a href=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        #expect(
            Set(links) == [
                "/", "/c", "/cpp", "/swift", "/clock", "/status", "/api/notes", "/greet", "/limited", "/nothing",
                "/settings/c", "/settings/cpp", "/settings/swift", "/shout/c?hello", "/shout/cpp?hello",
                "/shout/swift?hello", "/visits/c", "/visits/cpp", "/visits/swift",
            ])
        for link in links where link != "/greet" {
            #expect(try server.get(link).status == (link == "/nothing" ? 404 : 200), "\(link)")
        }
        // Those that answer nothing themselves.
        #expect(answer["X-Request-Id"]?.count == 32)
        #expect(answer.text.hasSuffix("<code>rewrite-body-cpp</code>.</p>\n</body>\n</html>\n"))
        try server.process.errorLine("trace: GET /nothing: 404 in ")
        // The limiter is in the way of nobody else.
        for _ in 0..<20 { #expect(try server.get("/c").status == 200) }
        #expect(try server.ask("POST", "/echo", body: "hello").text == "hello")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("HEAD gets the same head without the page; other methods and paths are left to others")
    func others() throws {
        let server = try RunningServer([folder.example("welcome-c")], in: folder)
        let page = try server.get("/").text
        let client = try Client(server.addresses[0])
        try client.send("HEAD / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        let head = try client.readToEnd()
        #expect(head.hasPrefix("HTTP/1.1 200 ") && head.hasSuffix("\r\n\r\n"))
        #expect(head.contains("Content-Length: \(page.utf8.count)\r\n"))
        for method in ["POST", "DELETE"] {
            let other = try Client(server.addresses[0])
            try other.send("\(method) / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            #expect(try other.readToEnd().hasPrefix("HTTP/1.1 404 "))
        }
        #expect(try server.get("/index.html").status == 404)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("make run says where the page is")
    func makefile() throws {
        let text = try folder.shell("make -C \(Repository.root) --dry-run run ADDRESS=there:1")
        #expect(text.contains("curl -i http://there:1/  "))
    }
}
