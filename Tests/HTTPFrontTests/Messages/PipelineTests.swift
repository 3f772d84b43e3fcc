import Configuration
import ModuleHost
import TestSupport
import Testing

@Suite("Requests on one connection")
struct PipelineTests {
    static let executions: [ExecutionMode] = [.pool, .inline, .auto]

    @Test("Fifty requests in one write are answered in their order", arguments: executions)
    func pipelined(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            var text = ""
            for number in 1...50 {
                switch number % 4 {
                case 0: text += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\(number + 10)"
                case 1: text += "GET /say?\(number + 10) HTTP/1.1\r\nHost: a\r\n\r\n"
                case 2:
                    text +=
                        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\(number + 10)\r\n0\r\n\r\n"
                default: text += "POST /say?\(number + 10) HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nnot read"
                }
            }
            try client.send(text + "GET /say?last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let answers = try client.receiveAll()
            #expect(answers.map(\.text) == (11...60).map(String.init) + ["last"])
            #expect(answers.allSatisfy { $0.status == 200 })
        }
    }

    @Test("What a refused request follows is answered first", arguments: executions)
    func refusedAtTheEnd(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            let good = (1...10).map { "GET /say?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            try client.send(good + "GET /say?x HTTP/1.1\r\n\r\n" + good)
            let answers = try client.receiveAll()
            #expect(answers.map(\.status) == Array(repeating: 200, count: 10) + [400])
            #expect(answers.dropLast().map(\.text) == (1...10).map(String.init))
        }
    }

    @Test("A client that has ended its side still gets its answers", arguments: executions)
    func halfClosed(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send((1...20).map { "GET /say?\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
            client.endSending()
            #expect(try client.receiveAll().map(\.text) == (1...20).map(String.init))
        }
    }

    @Test(
        "A client that ended its side inside a head gets the answers to the requests before it, and then the end",
        arguments: executions)
    func halfClosedInsideHead(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            for rest in ["G", "GET /say HTTP/1.1\r\n", "GET /say HTTP/1.1\r\nHost: a\r\n\r"] {
                let client = try front.connect()
                try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\nGET /say?2 HTTP/1.1\r\nHost: a\r\n\r\n" + rest)
                client.endSending()
                #expect(try client.receiveAll().map(\.text) == ["1", "2"])
            }
        }
    }

    @Test("A client that ended its side inside a body gets 400, whatever its module answers", arguments: executions)
    func halfClosedInsideBody(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            for framing in ["Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\nA\r\nhello"] {
                let client = try front.connect()
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + framing)
                client.endSending()
                let answers = try client.receiveAll()
                #expect(answers.map(\.status) == [400])
            }
        }
    }

    @Test(
        "A large body that the client ended too early breaks off for a module that reads slowly", arguments: executions)
    func halfClosedInsideLargeBody(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            // More than the host keeps at hand for a module that does not read yet.
            let body = [UInt8](repeating: 0x61, count: 300_000)
            let client = try front.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n")
            try client.send(body)
            client.endSending()
            let answers = try client.receiveAll()
            #expect(answers.map(\.status) == [400])
            #expect(front.record == ["/echo", "broken"])
        }
    }

    @Test("A client that ended its side without a word is let go")
    func silent() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            client.endSending()
            try client.receiveEnd()
        }
    }

    @Test("A keep-alive of HTTP/1.0 is answered with one, and its absence with close")
    func oldKeepAlive() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
            let first = try client.receive()
            #expect(first.text == "1")
            #expect(first["Connection"] == "keep-alive")
            try client.send("GET /say?2 HTTP/1.0\r\n\r\n")
            let second = try client.receive()
            #expect(second.text == "2")
            #expect(second["Connection"] == "close")
            try client.receiveEnd()
        }
    }
}
