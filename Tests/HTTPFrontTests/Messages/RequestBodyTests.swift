import Configuration
import ModuleHost
import TestSupport
import Testing

@Suite("Request bodies on a connection")
struct RequestBodyTests {
    static let executions: [ExecutionMode] = [.pool, .inline]

    @Test("A client that waits for 100 Continue is asked only when the module reads", arguments: executions)
    func continuesWhenRead(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            let interim = try client.receive()
            #expect(interim.status == 100)
            #expect(interim.headers.isEmpty)
            try client.send("hello")
            #expect(try client.receive().text == "hello")
            try client.send("GET /say?next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receive().text == "next")
        }
    }

    @Test("A client that was never asked for its body is not asked, and the connection ends", arguments: executions)
    func noContinueWhenNotRead(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            for framing in ["Content-Length: 5", "Transfer-Encoding: chunked"] {
                let client = try front.connect()
                try client.send("POST /say?no HTTP/1.1\r\nHost: a\r\n\(framing)\r\nExpect: 100-continue\r\n\r\n")
                let answers = try client.receiveAll()
                #expect(answers.map(\.status) == [200])
                #expect(answers.map(\.text) == ["no"])
                #expect(answers.map { $0["Connection"] } == ["close"])
            }
        }
    }

    @Test("What follows an expectation that was not met is not taken for a request", arguments: executions)
    func noRequestInsteadOfBody(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send("POST /say?no HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n")
            _ = try client.receive()
            client.sendWhatIsTaken(Array("GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
            try client.receiveEnd()
            #expect(front.record == ["/say?no"])
        }
    }

    @Test("An expectation without a body, or of HTTP/1.0, is not answered")
    func pointlessExpectation() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.receive().text == "1")
            try client.send("POST /echo HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhi")
            #expect(try client.receive().text == "hi")
        }
    }

    @Test(
        "A small body that no module read is passed over, and the connection kept", arguments: executions,
        [10, 100_000, 250_000])
    func smallUnread(execution: ExecutionMode, size: Int) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            try client.send("POST /say?1 HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            try client.send([UInt8](repeating: 0x61, count: size))
            #expect(try client.receive().text == "1")
            try client.send("POST /say?2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            try client.send(String(size, radix: 16) + "\r\n")
            try client.send([UInt8](repeating: 0x61, count: size))
            try client.send("\r\n0\r\n\r\nGET /say?3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try client.receiveAll().map(\.text) == ["2", "3"])
        }
    }

    @Test(
        "A large body that no module read ends the connection, and the answer arrives all the same",
        arguments: executions)
    func largeUnread(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            for framing in ["Content-Length: 8000000", "Transfer-Encoding: chunked"] {
                let client = try front.connect()
                try client.send("POST /say?1 HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
                if framing.hasPrefix("T") { try client.send("7A1200\r\n") }
                client.sendWhatIsTaken([UInt8](repeating: 0x61, count: 8_000_000))
                client.sendWhatIsTaken(Array("GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
                #expect(try client.receive().text == "1")
                #expect(!front.record.contains { $0.contains("hidden") })
            }
        }
    }

    @Test("Chunks come and go: a body in many small chunks is echoed whole", arguments: executions)
    func chunkedBothWays(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect()
            var expected = ""
            var text = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            for number in 1...500 {
                let word = String(repeating: "\(number % 10)", count: number % 37 + 1)
                expected += word
                text += String(word.utf8.count, radix: 16) + (number % 50 == 0 ? ";n=1" : "") + "\r\n" + word + "\r\n"
            }
            try client.send(text + "0\r\nX-Trailer: x\r\n\r\n")
            #expect(try client.receive().text == expected)
            try client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            let streamed = try client.receive()
            #expect(streamed["Transfer-Encoding"] == "chunked")
            #expect(streamed.text == "piece piece piece ")
        }
    }
}
