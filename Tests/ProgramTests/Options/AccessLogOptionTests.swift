import Glibc
import TestSupport
import Testing

@Suite("The access log of a server, and the proxies it trusts", .serialized)
struct AccessLogOptionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func server(_ arguments: [String]) throws -> RunningServer {
        try RunningServer(
            ["--access-log", folder.file("access.log")] + arguments + [folder.module("crashes/healthy.c")], in: folder)
    }

    /// The lines of a log that tell of requests.
    private func lines(_ name: String) throws -> [Substring] {
        try folder.text(name).split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test(
        "A line for each request is there when the server has ended, in each format",
        arguments: ["w3c", "combined", "json"])
    func formats(format: String) throws {
        let server = try server(["--access-log-format", format])
        for path in ["/one", "/two?x=1"] { #expect(try server.get(path).status == 200) }
        #expect(try server.stop() == .exited(code: 0))
        let lines = try lines("access.log")
        #expect(lines.count == 2)
        #expect(lines.count { $0.contains("/one") } == 1 && lines.count { $0.contains("/two") } == 1)
        #expect(lines.allSatisfy { $0.contains("200") && $0.contains("127.0.0.1") })
        #expect(try folder.text("access.log").hasPrefix("#Software: modhost") == (format == "w3c"))
    }

    @Test("After SIGUSR1 lines go to a new file of the same name, and none is lost")
    func reopened() throws {
        let server = try server(["--workers", "2"])
        #expect(try server.get("/before").status == 200)
        rename(folder.file("access.log"), folder.file("old.log"))
        server.process.send(SIGUSR1)
        for worker in ["worker 1", "worker 2"] { try server.process.errorLine(worker, "was opened anew") }
        #expect(try server.get("/after").status == 200)
        #expect(try server.stop() == .exited(code: 0))
        let new = try lines("access.log")
        #expect(new.count { $0.contains("/after") } == 1)
        #expect((new + (try lines("old.log"))).count { $0.contains("/before") } == 1)
    }

    @Test("What a proxy says of the client is believed only from one that is trusted", arguments: [true, false])
    func forwarded(isTrusted: Bool) throws {
        let server = try server(["--access-log-format", "json"] + (isTrusted ? ["--trust-proxy", "127.0.0.1"] : []))
        let client = try Client(server.addresses[0])
        try client.send("GET / HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: 203.0.113.9\r\nConnection: close\r\n\r\n")
        #expect(try client.readToEnd().hasPrefix("HTTP/1.1 200 "))
        #expect(try server.stop() == .exited(code: 0))
        let address = isTrusted ? "203.0.113.9" : "127.0.0.1"
        #expect(try folder.text("access.log").contains(#""client_ip":"\#(address)""#))
    }

    @Test("Behind the PROXY protocol a connection without its header is closed, and one with it is served")
    func proxyProtocol() throws {
        let server = try server(["--access-log-format", "json", "--proxy-protocol", "--trust-proxy", "127.0.0.1"])
        let request = "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        let bare = try Client(server.addresses[0])
        try bare.send(request)
        #expect(try bare.readToEnd() == "")
        let client = try Client(server.addresses[0])
        try client.send("PROXY TCP4 198.51.100.7 10.0.0.1 4000 80\r\n" + request)
        #expect(try client.readToEnd().hasPrefix("HTTP/1.1 200 "))
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.text("access.log").contains(#""client_ip":"198.51.100.7""#))
    }

    @Test(
        "A header of the PROXY protocol is not believed from a peer that is not trusted, nor what it makes of the rest")
    func forgedHeader() throws {
        let trust = ["--proxy-protocol", "--trust-proxy", "192.0.2.1"]
        let server = try server(["--access-log-format", "json"] + trust)
        let client = try Client(server.addresses[0])
        try client.send(
            "PROXY TCP4 192.0.2.1 10.0.0.1 4000 80\r\nGET / HTTP/1.1\r\nHost: test\r\nX-Forwarded-For: 203.0.113.9\r\n"
                + "Connection: close\r\n\r\n")
        #expect(try client.readToEnd().hasPrefix("HTTP/1.1 200 "))
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.text("access.log").contains(#""client_ip":"127.0.0.1""#))
    }

    @Test("Behind a proxy, connections are counted for the clients, and one too many gets one answer")
    func countsClients() throws {
        let server = try server([
            "--proxy-protocol", "--trust-proxy", "127.0.0.1", "--limit", "connections-per-address=1",
        ])
        let header = "PROXY TCP4 198.51.100.7 10.0.0.1 4000 80\r\n"
        let first = try Client(server.addresses[0])
        try first.send(header)
        #expect(try first.getAndKeep("/").status == 200)
        let second = try Client(server.addresses[0])
        try second.send(header + "GET / HTTP/1.1\r\nHost: test\r\n\r\n")
        let answers = try second.readToEnd()
        #expect(answers.hasPrefix("HTTP/1.1 503 "))
        #expect(answers.ranges(of: "HTTP/1.1 ").count == 1, "\(answers)")
        #expect(try server.stop() == .exited(code: 0))
        #expect(try lines("access.log").count == 2, "no module saw the request behind the refusal")
    }

    @Test("A request that no module saw has a line with its status")
    func refused() throws {
        let server = try server(["--access-log-format", "json"])
        let client = try Client(server.addresses[0])
        try client.send("GET / HTTP/1.1\r\n\r\n")
        #expect(try client.readToEnd().hasPrefix("HTTP/1.1 400 "))
        #expect(try server.stop() == .exited(code: 0))
        #expect(try lines("access.log").count { $0.contains(#""status":400"#) } == 1)
    }
}
