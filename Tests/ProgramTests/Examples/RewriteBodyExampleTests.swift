import TestSupport
import Testing

@Suite("The example rewrite-body-cpp", .serialized)
struct RewriteBodyExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let line = "<p>This line was put in by <code>rewrite-body-cpp</code>.</p>\n"

    private func start() throws -> RunningServer {
        let pages = try folder.module("behaviour/pages.c", ["-D_GNU_SOURCE"])
        return try RunningServer([folder.example("rewrite-body-cpp"), pages], in: folder)
    }

    @Test("The line stands before the last end of the body, however the page lies in memory and files")
    func places() throws {
        let server = try start()
        let pages = [
            ("/whole", "<body>a", "</body></html>"), ("/split", "<body>a", "</body></html>"),
            ("/bytes", "<body>a", "</body></html>"), ("/twice", "a</body>b", "</BODY>"),
            ("/almost", "<</bod", "</body>"), ("/file", "<body>a", "</body></html>"),
            ("/mixed", "<body>a", "</body></html>"),
            ("/long", String(repeating: "x", count: 4_093), "</body>y"), ("/begin", "", "</body>"),
        ]
        for (path, before, after) in pages {
            let client = try Client(server.addresses[0])
            let answer = try client.getAndKeep(path)
            #expect(answer.text == before + Self.line + after, "\(path)")
            #expect(answer["Content-Length"] == "\(answer.body.count)", "\(path)")
            #expect(answer["ETag"] == nil, "\(path)")
            // The connection goes on behind it.
            #expect(try client.getAndKeep(path).body == answer.body, "\(path)")
            #expect(try server.ask("HEAD", path)["Content-Length"] == answer["Content-Length"], "\(path)")
        }
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("What is no whole page of readable HTML stays as it is")
    func others() throws {
        let server = try start()
        let pages = [
            ("/none", "<body>a"), ("/text", "a</body>"), ("/coded", "a</body>"), ("/part", "a</body>"),
            ("/flushed", "a</body>"), ("/empty", ""),
        ]
        for (path, text) in pages {
            let answer = try server.get(path)
            #expect(answer.text == text, "\(path)")
            #expect(answer["ETag"] == "\"1\"", "\(path)")
        }
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }
}
