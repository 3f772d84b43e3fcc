import Configuration
import HTTPFront
import ModuleHost
import TestSupport
import Testing

/// Limits in time are counted in ticks of a second, so these tests take some; what they wait for is what the server does.
@Suite("Limits", .timeLimit(.minutes(10)))
struct LimitTests {
    private func limits(_ change: (inout ClientLimits) -> Void) -> ClientLimits {
        var limits = ClientLimits()
        change(&limits)
        return limits
    }

    private func refusals(_ front: RunningFront) -> [String] {
        front.log.filter { $0.contains("a request was refused with") }
    }

    // MARK: Sizes

    @Test("A body whose announced length exceeds the limit is refused before any module is asked")
    func announcedBody() throws {
        try RunningFront.with(limits: limits { $0.bodyBytes = 10 }) { front in
            let client = try front.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
            #expect(
                try client.receiveAll().map(\.text) == ["413 Content Too Large\na body may have 10 bytes at most\n"])
            #expect(front.record == [])
            #expect(refusals(front).count == 1)
            let other = try front.connect()
            try other.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789")
            #expect(try other.receive().text == "0123456789")
        }
    }

    @Test("A chunked body that exceeds the limit is refused as soon as it does", arguments: [false, true])
    func chunkedBody(comesLater: Bool) throws {
        try RunningFront.with(limits: limits { $0.bodyBytes = 10 }) { front in
            let client = try front.connect()
            let expect = comesLater ? "Expect: 100-continue\r\n" : ""
            let head = "POST /echo HTTP/1.1\r\nHost: a\r\n\(expect)Transfer-Encoding: chunked\r\n\r\n"
            let body = "8\r\n01234567\r\n3\r\n89A\r\n0\r\n\r\n"
            try client.send(comesLater ? head : head + body)
            if comesLater {
                #expect(try client.receive().status == 100)
                try client.send(body)
            }
            #expect(try client.receiveAll().map(\.status) == [413])
            #expect(front.record == (comesLater ? ["/echo", "broken"] : []))
        }
    }

    @Test("Fields beyond the limits are refused with 431")
    func fields() throws {
        let limits = limits {
            $0.headerBytes = 100
            $0.headerCount = 3
        }
        try RunningFront.with(limits: limits) { front in
            for fields in [String(repeating: "a: b\r\n", count: 3), "a: \(String(repeating: "b", count: 90))\r\n"] {
                let client = try front.connect()
                try client.send("GET /say HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                #expect(try client.receiveAll().map(\.status) == [431])
            }
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\na: b\r\na: b\r\n\r\n")
            #expect(try client.receive().text == "1")
        }
    }

    // MARK: Times

    @Test("A head that does not come to its end is answered 408, a connection without any byte closed")
    func slowHead() throws {
        try RunningFront.with(limits: limits { $0.headSeconds = 1 }) { front in
            let silent = try front.connect()
            let slow = try front.connect()
            try slow.send("GET /say HTTP/1.1\r\nHost: a\r\n")
            let answers = try slow.receiveAll()
            #expect(answers.map(\.text) == ["408 Request Timeout\nthe head did not arrive within 1 seconds\n"])
            try silent.receiveEnd()
            #expect(front.record == [])
            #expect(refusals(front).count == 1)
        }
    }

    @Test("The clock of a head is not set back by the bytes that trickle in")
    func trickledHead() throws {
        try RunningFront.with(limits: limits { $0.headSeconds = 1 }) { front in
            let client = try front.connect()
            try client.send("GET /say HTTP/1.1\r\nHost: a\r\nX: ")
            // Each byte is sent when the one before must have arrived, until the server has had enough.
            while client.sendWhatIsTaken([0x78]) == 1, !client.hasAnswer(within: 100) {}
            #expect(try client.receiveAll().map(\.status) == [408])
        }
    }

    @Test("A connection that is idle between two requests is closed after its time, without an answer")
    func idle() throws {
        try RunningFront.with(limits: limits { $0.idleSeconds = 1 }) { front in
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receive().text == "1")
            try client.receiveEnd()
        }
    }

    @Test("Empty lines behind a request do not begin the next one: no answer comes to a client that asked nothing")
    func emptyLines() throws {
        let limits = limits {
            $0.headSeconds = 1
            $0.idleSeconds = 3
        }
        try RunningFront.with(limits: limits) { front in
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n\r\n\r\n")
            #expect(try client.receiveAll().map(\.text) == ["1"])
            let other = try front.connect()
            try other.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n\r\n\r\nG")
            #expect(try other.receiveAll().map(\.status) == [200, 408])
        }
    }

    @Test(
        "A body that comes too slowly is given up with 408, and its module told",
        arguments: [.pool, .inline] as [ExecutionMode])
    func slowBody(execution: ExecutionMode) throws {
        try RunningFront.with(execution, limits: limits { $0.bodyBytesPerSecond = 1_000_000 }) { front in
            let client = try front.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
            #expect(try client.receiveAll().map(\.status) == [408])
            #expect(front.record == ["/echo", "broken"])
            #expect(refusals(front).count == 1)
        }
    }

    @Test(
        "A client that takes nothing is disconnected, whether its module or the loop waits for it",
        arguments: ["/unbuffered", "/much?"])
    func stalledClient(path: String) throws {
        try RunningFront.with(.pool, limits: limits { $0.writeSeconds = 1 }) { front in
            let client = try front.connect(receiveBuffer: 4_096)
            try client.send(String(repeating: "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n", count: 8))
            try client.waitForReset()
            if path == "/unbuffered" { #expect(front.hasSoon("write 0x80070040")) }
            #expect(front.log.contains { $0.contains("took nothing of its response for 1 seconds") })
        }
    }

    // MARK: Numbers

    @Test("A connection is closed after as many requests as it may make, and the last answer says so")
    func requestsPerConnection() throws {
        try RunningFront.with(limits: limits { $0.requestsPerConnection = 2 }) { front in
            let client = try front.connect()
            try client.send(String(repeating: "GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n", count: 3))
            #expect(try client.receiveAll().map { $0["Connection"] } == [nil, "close"])
        }
    }

    @Test("One connection too many is answered 503; when one has gone, another may come", arguments: [false, true])
    func connections(perAddress: Bool) throws {
        let limits = limits {
            if perAddress { $0.connectionsPerAddress = 1 } else { $0.connections = 1 }
        }
        try RunningFront.with(limits: limits) { front in
            let first = try front.connect()
            try first.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try first.receive().text == "1")
            let second = try front.connect()
            #expect(try second.receiveAll().map(\.text) == ["503 Service Unavailable\ntoo many connections\n"])
            try first.send("GET /close HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try first.receiveAll().map(\.text) == ["bye"])
            // The server may hear of the end of the first connections a little later than their clients.
            while true {
                let next = try front.connect()
                next.sendWhatIsTaken(Array("GET /say?2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
                let answers = try next.receiveAll()
                if answers.map(\.text) == ["2"] { break }
                #expect(answers.allSatisfy { $0.status == 503 })
            }
        }
    }

    @Test("Requests beyond the queue of the pool are answered 503, and the others when there is a thread again")
    func poolQueue() throws {
        try RunningFront.with(.pool, pool: ThreadPoolConfiguration(maximum: 1, queue: 1)) { front in
            let gate = front.file("gate")
            let running = try front.connect()
            try running.send("GET /wait?\(gate) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(front.hasSoon("waits"))
            let others = try (0..<3).map { _ in try front.connect() }
            for other in others { try other.send("GET /say?1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") }
            // One of the three waits; the others are told at once.
            var waiting = Array(others.indices)
            while waiting.count > 1 {
                for index in waiting where others[index].hasAnswer(within: 10) {
                    #expect(try others[index].receive().status == 503)
                    waiting.removeAll { $0 == index }
                }
            }
            try front.create("gate")
            #expect(try running.receive().text == "waited")
            for index in waiting { #expect(try others[index].receive().text == "1") }
        }
    }
}
