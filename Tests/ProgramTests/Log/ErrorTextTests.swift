import TestSupport
import Testing

@Suite("What clients learn of errors", .serialized)
struct ErrorTextTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text(_ server: RunningServer, _ path: String, _ fields: String = "") throws -> String {
        let client = try Client(server.addresses[0])
        try client.send("GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\(fields)\r\n")
        return try client.readToEnd()
    }

    @Test("The text of a foreign error is for the log alone, in a notification and in a task")
    func foreignError() throws {
        let server = try RunningServer([folder.swiftModule("throws")], in: folder)
        for path in ["/inner", "/task"] {
            let answer = try text(server, path)
            #expect(answer.hasPrefix("HTTP/1.1 500 ") && answer.hasSuffix("\r\n\r\n500 Internal Server Error\n"))
            #expect(!answer.contains("hunter2"))
            try server.process.errorLine("error", "password=hunter2")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A client on the server's machine sees the details of a ModuleError as they are, and its headers")
    func localClient() throws {
        let server = try RunningServer([folder.swiftModule("throws")], in: folder)
        let answer = try text(server, "/verb")
        #expect(answer.hasPrefix("HTTP/1.1 405 Not That\r\n"))
        #expect(answer.contains("\r\nAllow: GET\r\n") && answer.contains("\r\nRetry-After: 9\r\n"))
        #expect(answer.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n405 Not That\nonly <GET> & co\n"), "\(answer)")
        try server.process.errorLine("info", "only <GET> & co")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test(
        "A client that a proxy stands before sees the status only, whether the proxy is trusted or not",
        arguments: [[], ["--trust-proxy", "127.0.0.0/8"]])
    func proxied(options: [String]) throws {
        let server = try RunningServer(options + [folder.swiftModule("throws")], in: folder)
        for field in ["X-Forwarded-For: 192.0.2.1", "Forwarded: for=127.0.0.1", "Via: 1.1 proxy", "x-real-ip: ::1"] {
            let answer = try text(server, "/busy", "\(field)\r\n")
            #expect(answer.hasSuffix("\r\n\r\n503 Service Unavailable\n"), "\(field): \(answer)")
        }
        try server.process.errorLine("error", "the well is dry")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A client on a unix socket is on the server's machine")
    func unixSocket() throws {
        let path = folder.file("socket")
        let server = try RunningServer(["--listen", "unix:\(path)", folder.swiftModule("throws")], in: folder)
        #expect(try text(server, "/busy").hasSuffix("\r\n\r\n503 Service Unavailable\nthe well is dry\n"))
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A client that the PROXY protocol names is not on the server's machine, whatever its address")
    func proxyProtocol() throws {
        let options = ["--proxy-protocol", "--trust-proxy", "127.0.0.0/8"]
        let server = try RunningServer(options + [folder.swiftModule("throws")], in: folder)
        for line in ["PROXY TCP4 192.0.2.1 198.51.100.7 1 2", "PROXY TCP4 127.0.0.1 127.0.0.1 1 2"] {
            let client = try Client(server.addresses[0])
            try client.send("\(line)\r\nGET /busy HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
            #expect(try client.readToEnd().hasSuffix("\r\n\r\n503 Service Unavailable\n"), "\(line)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A description of a module in C is shown as it was given, and given back as HTML where that was asked for")
    func descriptionInC() throws {
        let server = try RunningServer([folder.module("behaviour/describes.c")], in: folder)
        let answer = try text(server, "/")
        #expect(answer.hasSuffix("\r\n\r\n404 Not Found\na < b\n") && !answer.contains("X-Description"), "\(answer)")
        #expect(try text(server, "/html").hasSuffix("\r\n\r\n404 Not Found\n<b>gone</b>\n"))
        #expect(try text(server, "/", "Via: 1.1 a\r\n").hasSuffix("\r\n\r\n404 Not Found\n"))
        #expect(try server.stop() == .exited(code: 0))
    }
}
