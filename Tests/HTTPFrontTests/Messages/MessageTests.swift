import Configuration
import ModuleHost
import TestSupport
import Testing

@Suite("The front, message by message")
struct MessageTests {
    /// Sends a message, in one piece or byte by byte, and says what was wrong with what came back.
    private func fault(
        _ message: MessageCase, _ front: RunningFront, byteByByte: Bool, mayBeAnswered: Bool = false
    ) throws -> String? {
        let client = try front.connect()
        if byteByByte {
            for byte in message.bytes { guard client.sendWhatIsTaken([byte]) == 1 else { break } }
        } else {
            client.sendWhatIsTaken(message.bytes)
        }
        if !message.ends { try client.send("GET /say?still-open HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") }
        let answers = try client.receiveAll()
        let expected = message.ends ? message.statuses : message.statuses + [200]
        if mayBeAnswered, answers.map(\.status) == [200] { return nil }
        if answers.map(\.status) != expected { return "the answers were \(answers.map { ($0.status, $0.text) })" }
        if message.ends, answers.last?["Connection"] != "close" {
            return "the last answer does not announce the end"
        }
        if !message.ends, answers.last?.text != "still-open" {
            return "the connection was not good for another request"
        }
        return answers.contains { $0.isCutOff } ? "an answer was cut off" : nil
    }

    private func check(_ messages: [MessageCase], _ execution: ExecutionMode, byteByByte: Bool) throws {
        try RunningFront.with(execution) { front in
            for message in messages where !byteByByte || message.bytes.count < 1_000 {
                let fault = try fault(message, front, byteByByte: byteByByte)
                #expect(fault == nil, "\(message.testDescription)")
            }
            let hidden = front.record.filter { $0.contains("hidden") }
            #expect(hidden.isEmpty, "a request was reached that is none")
        }
    }

    static let executions: [ExecutionMode] = [.pool, .inline]

    @Test(
        "A right message is answered, and the connection goes on or ends as it says", arguments: executions,
        [false, true])
    func accepted(execution: ExecutionMode, byteByByte: Bool) throws {
        // Who asks for the end and then goes on sending byte by byte is reset, as anywhere else.
        let messages = MessageCases.accepted.filter { !byteByByte || !$0.goesOnBehindItsEnd }
        try check(messages, execution, byteByByte: byteByByte)
    }

    @Test("A wrong message is answered once with its status, and the connection ends", arguments: [false, true])
    func refused(byteByByte: Bool) throws {
        try check(MessageCases.refused, .inline, byteByByte: byteByByte)
    }

    @Test("A request hidden in another is never answered", arguments: executions, [false, true])
    func smuggled(execution: ExecutionMode, byteByByte: Bool) throws {
        try check(MessageCases.smuggled, execution, byteByByte: byteByByte)
    }

    @Test("Behind chunks that are wrong nothing is a request any more", arguments: ["/echo", "/say"], [false, true])
    func brokenChunks(path: String, byteByByte: Bool) throws {
        try RunningFront.with { front in
            for body in MessageCases.brokenChunks {
                let head = "POST \(path) HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶"
                let message = MessageCase.closed(400, by: head + body)
                // A module that does not read the body may have answered already when the fault arrives; its answer
                // says nothing of it.
                let mayBeAnswered = byteByByte && path == "/say"
                let fault = try fault(message, front, byteByByte: byteByByte, mayBeAnswered: mayBeAnswered)
                #expect(fault == nil, "\(message.testDescription)")
            }
            let hidden = front.record.filter { $0.contains("hidden") }
            #expect(hidden.isEmpty, "a request was reached that is none")
        }
    }

    @Test("A module does not see a request at all whose chunks are wrong from the beginning")
    func moduleIsNotAsked() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n")
            let answers = try client.receiveAll()
            #expect(answers.map(\.text) == ["400 Bad Request\nchunk data that does not end where its size says\n"])
            #expect(front.record == [])
        }
    }

    @Test("A module that reads a body whose chunks turn out wrong is told so, and the client gets 400")
    func moduleIsTold() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.receive().status == 100)
            try client.send("5\r\nhello0\r\n\r\n")
            #expect(try client.receiveAll().map(\.status) == [400])
            #expect(front.record == ["/echo", "broken"])
        }
    }

    @Test("The refusal of a HEAD request has no body")
    func refusedHead() throws {
        try RunningFront.with { front in
            for bytes in ["HEAD /say HTTP/1.1\r\nX: y\r\n\r\n", "HEAD /%zz HTTP/1.1\r\nHost: a\r\n\r\n"] {
                let client = try front.connect()
                try client.send(bytes)
                let answers = try client.receiveAll(isHead: true)
                #expect(answers.map(\.status) == [400])
            }
        }
    }

    @Test("What follows a CONNECT that a module has answered is no request")
    func tunnel() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n")
            let answers = try client.receiveAll()
            #expect(answers.map(\.status) == [200])
            #expect(answers.first?["Content-Length"] == nil)
            #expect(answers.first?["Connection"] == "close")
            #expect(front.record == ["a:80"])
        }
    }

    @Test("A refusal names its reason in one line of text")
    func reason() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n")
            let answers = try client.receiveAll()
            #expect(answers.map(\.status) == [400])
            #expect(answers.first?["Content-Type"] == "text/plain; charset=utf-8")
            #expect(answers.first?.text == "400 Bad Request\nwhite space before the colon of a field line\n")
        }
    }
}
