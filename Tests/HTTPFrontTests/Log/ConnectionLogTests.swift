import HTTPFront
import TestSupport
import Testing

@Suite("Connection, logged", .timeLimit(.minutes(10)))
struct ConnectionLogTests {
    @Test("A request is logged with what it asked for and how much went each way")
    func request() throws {
        let front = try LoggedFront()
        let head = """
            POST /a%20b/../c%20d?q=%20 HTTP/1.1\r\nHost: example.com:8080\r\nUser-Agent: Probe "1"\r\n\
            Referer: http://x/\r\nContent-Length: 5\r\nConnection: close\r\n\r\n
            """
        let answers = try front.exchange(Array(head.utf8) + Array("hello".utf8))
        let lines = try front.lines()
        try #require(lines.count == 1 && answers.count == 1)
        let line = lines[0]
        #expect(line.client == "127.0.0.1" && line.server == "127.0.0.1")
        #expect(line.method == "POST" && line.target == "/a%20b/../c%20d?q=%20")
        #expect(line.path == "/c d" && line.query == "q=%20")
        #expect(line.host == "example.com:8080" && line.userAgent == "Probe \"1\"" && line.referer == "http://x/")
        #expect(line.status == 404 && line.win32Status == 0)
        #expect(line.bytesReceived == head.utf8.count + 5)
        #expect(line.bodyBytesSent == answers[0].body.count)
        #expect(line.bytesSent > line.bodyBytesSent)
    }

    @Test("Requests on one connection have a line each, with nothing of the one before")
    func keepAlive() throws {
        let front = try LoggedFront()
        let first = "POST /1?a HTTP/1.1\r\nHost: a\r\nUser-Agent: x\r\nContent-Length: 2\r\n\r\nhi"
        let second = "GET /2 HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n"
        try front.exchange(Array(first.utf8), Array(second.utf8))
        let lines = try front.lines()
        #expect(lines.map(\.path) == ["/1", "/2"])
        #expect(lines.map(\.query) == ["a", nil])
        #expect(lines.map(\.userAgent) == ["x", nil])
        #expect(lines.map(\.bytesReceived) == [first.utf8.count, second.utf8.count])
    }

    @Test("A request that was refused before any module is logged with its status")
    func refused() throws {
        let front = try LoggedFront()
        try front.exchange(Array("GARBAGE\r\n\r\n".utf8))
        let lines = try front.lines()
        #expect(lines.map(\.status) == [400])
        #expect(lines.first?.client == "127.0.0.1" && lines.first?.method == nil)
    }
}
