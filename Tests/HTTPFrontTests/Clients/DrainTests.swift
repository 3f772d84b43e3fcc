import Configuration
import HTTPFront
import ModuleHost
import TestSupport
import Testing

@Suite("A front that drains", .timeLimit(.minutes(10)))
struct DrainTests {
    private func limits(_ change: (inout ClientLimits) -> Void) -> ClientLimits {
        var limits = ClientLimits()
        change(&limits)
        return limits
    }

    @Test("What runs is answered, and an idle connection once more; both answers say that they are the last")
    func lastAnswers() throws {
        try RunningFront.with(limits: limits { $0.drainSeconds = 60 }) { front in
            let next = "GET /say?next HTTP/1.1\r\nHost: a\r\n\r\n"
            let idle = try front.connect()
            try idle.send(next)
            #expect(try idle.receive()["Connection"] == nil)
            let running = try front.connect()
            try running.send("GET /wait?\(front.file("gate")) HTTP/1.1\r\nHost: a\r\n\r\n\(next)")
            #expect(front.hasSoon("waits"))
            try front.drainWhile {
                // Before the drain begins, requests are answered as ever.
                while true {
                    try idle.send(next)
                    let answer = try idle.receive()
                    #expect(answer.text == "next")
                    if answer["Connection"] == "close" { break }
                }
                try idle.receiveEnd()
                #expect(throws: TestFailure.self) { try front.connect() }
                try front.create("gate")
                let last = try running.receiveAll()
                #expect(last.map(\.text) == ["waited"])
                #expect(last.first?["Connection"] == "close")
            }
        }
    }

    @Test("An idle connection that asks for nothing more is closed after its time")
    func silent() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receive().text == "1")
            try front.drainWhile { try client.receiveEnd() }
        }
    }

    @Test(
        "A client that has not taken all of its answer yet gets the rest",
        arguments: [.pool, .inline] as [ExecutionMode])
    func slowReader(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            try front.create("large", size: 32 << 20)
            let slow = try front.connect(receiveBuffer: 4_096)
            try slow.send("GET /file?\(front.file("large")),0,-1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(slow.hasAnswer(within: 20_000))
            let idle = try front.connect()
            try idle.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try idle.receive().text == "1")
            try front.drainWhile {
                // The time for a last request is over.
                try idle.receiveEnd()
                #expect(try slow.receiveSize() == 2 + 32 << 20)
                try slow.receiveEnd()
            }
        }
    }

    @Test("The limits in time hold while it drains: a client that sends nothing more does not hold it up")
    func deadlines() throws {
        try RunningFront.with(limits: limits { $0.bodyBytesPerSecond = 1_000_000 }) { front in
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
