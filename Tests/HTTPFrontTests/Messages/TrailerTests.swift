import Configuration
import ModuleHost
import TestSupport
import Testing

@Suite("Trailers")
struct TrailerTests {
    static let executions: [ExecutionMode] = [.pool, .inline]
    private static let body = "5\r\nhello\r\n0\r\nX-Checksum: abc\r\nX-Empty:\r\nX-Checksum: \t d e \t\r\n\r\n"
    private static let head = "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test("A module that has read the body sees the trailers behind it, in their order", arguments: executions)
    func request(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send("POST /trailers HTTP/1.1\r\n\(Self.head)\(Self.body)")
            #expect(try client.receive().text == "X-Checksum=abc;X-Empty=;X-Checksum=d e;")
            try client.send("POST /trailers HTTP/1.1\r\n\(Self.head)0\r\n\r\n")
            #expect(try client.receive().text == "")
        }
    }

    @Test("Trailers that come late, byte by byte, are seen by a module that waits for them")
    func late() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("POST /trailers HTTP/1.1\r\nExpect: 100-continue\r\n\(Self.head)")
            #expect(try client.receive().status == 100)
            for byte in Self.body.utf8 { try client.send([byte]) }
            #expect(try client.receive().text == "X-Checksum=abc;X-Empty=;X-Checksum=d e;")
        }
    }

    @Test("Trailers that a module sets go out behind chunks, also where the length is known", arguments: executions)
    func response(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            for path in ["/trailers", "/trailers-flushed"] {
                try client.send("POST \(path) HTTP/1.1\r\n\(Self.head)\(Self.body)")
                let answer = try client.receive()
                #expect(answer.trailers == ["X-Sum: 7, 8", "ETag: \"x\""])
                #expect(answer["Trailer"] == (path == "/trailers" ? "X-Sum, ETag" : "X-Sum"))
                #expect(answer["Content-Length"] == nil)
            }
            #expect(front.record.contains("forbidden 0x80070057"))
            #expect(front.record.contains("split 0x8007000D"))
        }
    }

    @Test("HTTP/1.0 and answers without a body have no trailers", arguments: executions)
    func without(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let old = try front.connect()
            try old.send("GET /trailers HTTP/1.0\r\n\r\n")
            let answer = try old.receive()
            #expect(answer["Content-Length"] == "0")
            #expect(answer["Trailer"] == nil)
            let client = try front.connect()
            try client.send("HEAD /trailers HTTP/1.1\r\nHost: a\r\n\r\nGET /say?next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receive(isHead: true).status == 200)
            #expect(try client.receive().text == "next")
        }
    }
}
