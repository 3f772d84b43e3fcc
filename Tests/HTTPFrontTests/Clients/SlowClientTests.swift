import Configuration
import HTTPFront
import ModuleHost
import TestSupport
import Testing

/// Clients that do not take what they asked for, and modules on the pool that wait for them.
@Suite("Slow clients", .timeLimit(.minutes(10)))
struct SlowClientTests {
    private static let unbuffered = "GET /unbuffered HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let size = 64 * 1024 * 1024

    @Test("What a module writes unbuffered arrives whole and in order, and the connection goes on")
    func whole() throws {
        try RunningFront.with(.pool) { front in
            let client = try front.connect()
            try client.send(Self.unbuffered + "GET /say?next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receiveSize() == Self.size)
            #expect(try client.receive().text == "next")
            #expect(front.record == ["/unbuffered", "writes", "wrote", "/say?next"])
        }
    }

    @Test("A client that does not read holds only its own request up")
    func others() throws {
        try RunningFront.with(.pool) { front in
            let slow = try front.connect(receiveBuffer: 4_096)
            try slow.send(Self.unbuffered)
            #expect(front.hasSoon("writes"))
            for _ in 0..<20 {
                let client = try front.connect()
                try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.receive().text == "1")
            }
            #expect(try slow.receiveSize() == Self.size)
        }
    }

    @Test("A module that waits for a client is told when that has gone", arguments: [false, true])
    func leaves(byReset: Bool) throws {
        try RunningFront.with(.pool) { front in
            do {
                let client = try front.connect(receiveBuffer: 4_096)
                if byReset { client.resetAtEnd() }
                try client.send(Self.unbuffered)
                #expect(front.hasSoon("writes"))
            }
            #expect(front.hasSoon("write 0x80070040"))
            // Its thread is free again.
            let client = try front.connect()
            try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.receive().text == "1")
        }
    }

    @Test("What was asked before a large response is not overtaken by it")
    func order() throws {
        try RunningFront.with(.pool) { front in
            let client = try front.connect(receiveBuffer: 4_096)
            let much = "GET /much HTTP/1.1\r\nHost: a\r\n\r\n"
            try client.send(much + much + Self.unbuffered + much)
            for size in [4 << 20, 4 << 20, Self.size, 4 << 20] { #expect(try client.receiveSize() == size) }
        }
    }

    @Test(
        "A client that asks again and again and reads nothing is not answered before it does",
        arguments: [.pool, .inline] as [ExecutionMode])
    func pipelining(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let count = 50
            let client = try front.connect(receiveBuffer: 4_096)
            try client.send(String(repeating: "GET /much HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
            #expect(front.hasSoon("/much"))
            for _ in 0..<20 {
                let other = try front.connect()
                try other.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try other.receive().text == "1")
            }
            // What the system holds for a connection is two or three of these answers.
            #expect(front.record.count { $0 == "/much" } < 10)
            for _ in 0..<count { #expect(try client.receiveSize() == 4 << 20) }
        }
    }

    @Test(
        "A client that has sent all its requests and ended its side is answered in full, however late it reads",
        arguments: [.pool, .inline] as [ExecutionMode])
    func halfClosed(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let count = 12
            let client = try front.connect(receiveBuffer: 4_096)
            try client.send(String(repeating: "GET /much HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
            client.endSending()
            #expect(front.hasSoon("/much"))
            for _ in 0..<count { #expect(try client.receiveSize() == 4 << 20) }
            try client.receiveEnd()
        }
    }

    @Test("A module that has earned the loop and floods it there loses it, and what it writes is bounded")
    func flood() throws {
        try RunningFront.with { front in
            let client = try front.connect()
            while !front.log.contains(where: { $0.contains("moves to the event loops") }) {
                try client.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.receive().text == "1")
            }
            let slow = try front.connect(receiveBuffer: 4_096)
            try slow.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n")
            try slow.waitForReset()
            #expect(front.record.last == "write 0x80070718")
            #expect(front.log.contains { $0.contains("wrote more than 64 MiB on an event loop") })
            // The next one waits on the pool.
            try client.send(Self.unbuffered)
            #expect(try client.receiveSize() == Self.size)
        }
    }

    @Test("A drain waits for a client that reads slowly")
    func drain() throws {
        var client: Client?
        try RunningFront.with(.pool) { front in
            client = try front.connect(receiveBuffer: 4_096)
            try client?.send(Self.unbuffered)
            #expect(front.hasSoon("writes"))
            try front.drainWhile {
                #expect(try client?.receiveSize() == Self.size)
                try client?.receiveEnd()
            }
        }
    }

    @Test(
        "What a module lends is sent from where it is: its contexts stay until the client has taken all of it",
        arguments: [ExecutionMode.pool, .inline])
    func lent(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            let client = try front.connect(receiveBuffer: 4_096)
            try client.send("GET /lend HTTP/1.1\r\nHost: a\r\n\r\nGET /say?next HTTP/1.1\r\nHost: a\r\n\r\n")
            try client.receiveAtLeast(1)
            // Other clients are served meanwhile, on the same loop and on the pool.
            let other = try front.connect()
            try other.send("GET /say?other HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try other.receive().text == "other")
            #expect(!front.record.contains("freed"))
            let answer = try client.receive()
            #expect(answer.body.count == 32 << 20)
            #expect(answer.body.allSatisfy { $0 == UInt8(ascii: "a") })
            #expect(try client.receive().text == "next")
            #expect(front.record.contains("freed"))
        }
    }

    @Test("The contexts of a response that is lent go when its client does", arguments: [ExecutionMode.pool, .inline])
    func lentAndLeft(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            do {
                let client = try front.connect(receiveBuffer: 4_096)
                client.resetAtEnd()
                try client.send("GET /lend HTTP/1.1\r\nHost: a\r\n\r\n")
                try client.receiveAtLeast(1)
                #expect(!front.record.contains("freed"))
            }
            #expect(front.hasSoon("freed"))
        }
    }
}
