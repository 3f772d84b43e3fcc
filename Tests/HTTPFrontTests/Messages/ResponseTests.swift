import Configuration
import ModuleHost
import TestSupport
import Testing

@Suite("Responses on a connection")
struct ResponseTests {
    static let executions: [ExecutionMode] = [.pool, .inline]
    private static let next = "GET /say?next HTTP/1.1\r\nHost: a\r\n\r\n"

    /// The answer to one request, once the next request of the same connection has been seen to be answered.
    private func ask(_ front: RunningFront, _ method: String, _ target: String) throws -> Answer {
        let client = try front.connect()
        try client.send("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n" + Self.next)
        let answer = try client.receive(isHead: method == "HEAD")
        #expect(try client.receive().text == "next", "after \(method) \(target)")
        return answer
    }

    @Test("An answer to HEAD has the fields of the answer to GET and no body", arguments: executions)
    func head(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let whole = try ask(front, "GET", "/say?12345")
            let head = try ask(front, "HEAD", "/say?12345")
            #expect(head.status == 200)
            #expect(head["Content-Length"] == whole["Content-Length"])
            #expect(whole["Content-Length"] == "5")
            let streamed = try ask(front, "HEAD", "/stream")
            #expect(streamed["Content-Length"] == nil)
        }
    }

    @Test("204 and 304 have no body, and 205 an empty one, whatever the module writes", arguments: executions)
    func bodiless(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            for status in [204, 304, 205] {
                let answer = try ask(front, "GET", "/\(status)")
                #expect(answer.status == status)
                #expect(answer.body.isEmpty)
                #expect(answer["Content-Length"] == (status == 205 ? "0" : nil))
                #expect(answer["Transfer-Encoding"] == nil)
            }
            #expect(try ask(front, "GET", "/stream-204")["Transfer-Encoding"] == nil)
        }
    }

    @Test("A body in pieces is chunked for HTTP/1.1 and ends with the connection for HTTP/1.0", arguments: executions)
    func streamed(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let answer = try ask(front, "GET", "/stream")
            #expect(answer.text == "piece piece piece ")
            #expect(answer["Transfer-Encoding"] == "chunked")
            let client = try front.connect()
            try client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let old = try client.receiveAll()
            #expect(old.map(\.text) == ["piece piece piece "])
            #expect(old.first?["Transfer-Encoding"] == nil)
            #expect(old.first?["Connection"] == "close")
        }
    }

    @Test(
        "A body shorter than the length that went out ends the connection, so that the client can tell",
        arguments: executions)
    func tooShort(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send("GET /short HTTP/1.1\r\nHost: a\r\n\r\n" + Self.next)
            let answers = try client.receiveAll()
            #expect(answers.map(\.text) == ["short"])
            #expect(answers.map(\.isCutOff) == [true])
            #expect(front.record == ["/short"])
        }
    }

    @Test("Of a body longer than the length that went out not a byte too much is sent", arguments: executions)
    func tooLong(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n" + Self.next)
            let answer = try client.receive()
            #expect(answer["Content-Length"] == "10")
            #expect(answer.text == "more than ")
            // Whether the connection goes on is the server's choice; what comes must be an answer.
            let rest = try client.hasEnded ? [] : [client.receive()]
            #expect(rest.map(\.text) == ["next"] || rest.isEmpty)
            #expect(try ask(front, "GET", "/exact").text == "more than was saidGET")
        }
    }

    @Test("A length that the module set wrongly before anything went out is put right", arguments: executions)
    func untrueLength(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let answer = try ask(front, "GET", "/untrue")
            #expect(answer["Content-Length"] == "13")
            #expect(answer.text == "longer than 3")
        }
    }

    @Test("The host decides how a response ends, whatever fields the module sets", arguments: executions)
    func framing(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let answer = try ask(front, "GET", "/framing")
            #expect(answer["Content-Length"] == "18")
            #expect(answer["Transfer-Encoding"] == nil)
            #expect(answer.text == "framed by the host")
        }
    }

    @Test("A large response arrives whole and in order, also when the client sends on", arguments: executions)
    func large(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send(String(repeating: "GET /much HTTP/1.1\r\nHost: a\r\n\r\n", count: 3) + Self.next)
            for _ in 0..<3 {
                let answer = try client.receive()
                #expect(answer.body.count == 64 * 65_536)
                #expect(!answer.isCutOff)
            }
            #expect(try client.receive().text == "next")
        }
    }
}
