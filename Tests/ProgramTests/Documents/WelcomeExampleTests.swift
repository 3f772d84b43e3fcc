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
        let files = try examples().filter { !$0.hasSuffix("-swift") }.map { example in
            _ = try folder.shell(
                "mkdir \(example) && cp \(Repository.root)/Examples/\(example)/*.c* \(example)")
            _ = try folder.shell("\(Program.path()) build \(example)/* -o \(example).so")
            return folder.file("\(example).so")
        }
        let server = try RunningServer(files, in: folder)
        let answer = try server.get("/")
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "text/html; charset=utf-8")
        for example in try examples() {
            #expect(answer.text.contains("<dt><code>\(example)</code></dt>"), "\(example)")
        }
        #expect(answer.text.split(separator: "<dt>").count - 1 == (try examples().count))
        let links = answer.text.split(separator: "<a href=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        #expect(Set(links) == ["/", "/c", "/cpp", "/swift", "/nothing"])
        for link in links where link != "/swift" {
            #expect(try server.get(link).status == (link == "/nothing" ? 404 : 200), "\(link)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("HEAD gets the same head without the page; other methods and paths are left to others")
    func others() throws {
        _ = try folder.shell("cp \(Repository.root)/Examples/welcome-c/welcome.c .")
        _ = try folder.shell("\(Program.path()) build welcome.c -o welcome.so")
        let server = try RunningServer([folder.file("welcome.so")], in: folder)
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
