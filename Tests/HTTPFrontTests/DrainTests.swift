import HTTPFront
import ModuleHost
import Testing

@Suite("A front that drains", .timeLimit(.minutes(1)))
struct DrainTests {
    @Test("An idle connection may make one more request, whose answer says that it is the last; a silent one is closed")
    func idle() throws {
        try StrictFront.with { front in
            let clients = try (0..<2).map { _ in try front.connect() }
            for client in clients {
                try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.receive()["Connection"] == nil)
            }
            let gate = front.file("gate")
            let running = try front.connect()
            try running.send("GET /wait?\(gate) HTTP/1.1\r\nHost: a\r\n\r\nGET /say?hidden HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(front.hasSoon("waits"))
            try front.drainWhile {
                // Before the drain begins, requests are answered as ever.
                while true {
                    try clients[0].send("GET /say?2 HTTP/1.1\r\nHost: a\r\n\r\n")
                    let answer = try clients[0].receive()
                    #expect(answer.text == "2")
                    if answer["Connection"] == "close" { break }
                }
                try clients[0].receiveEnd()
                #expect(throws: StrictClient.Failure.self) { try front.connect() }
                try clients[1].receiveEnd()
                // What runs is answered in full, and nothing behind it.
                try front.create("gate")
                let last = try running.receiveAll()
                #expect(last.map(\.text) == ["waited"])
                #expect(last.first?["Connection"] == "close")
            }
        }
    }

    @Test("The limits in time hold while it drains: a client that sends nothing more does not hold it up")
    func deadlines() throws {
        var limits = FrontLimits()
        limits.bodyBytesPerSecond = 1_000_000
        try StrictFront.with(limits: limits) { front in
            let client = try front.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
            #expect(front.hasSoon("/echo"))
            try front.drainWhile {
                let answers = try client.receiveAll()
                #expect(answers.map(\.status) == [408])
            }
        }
    }
}
