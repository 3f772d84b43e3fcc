import Configuration
import Glibc
import ModuleHost
import TestSupport
import Testing

@Suite("Files as responses", .timeLimit(.minutes(10)))
struct FileTests {
    static let executions: [ExecutionMode] = [.pool, .inline]

    private func get(
        _ front: RunningFront, _ query: String, version: String = "1.1", method: String = "GET"
    ) throws -> Answer {
        let client = try front.connect()
        try client.send("\(method) /file?\(query) HTTP/\(version)\r\nHost: a\r\nConnection: close\r\n\r\n")
        return try client.receive(isHead: method == "HEAD")
    }

    @Test("A range of a file goes out between what is written before and after it", arguments: executions)
    func ranges(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            try front.create("ten", size: 10)
            let path = front.file("ten")
            for (range, count) in [
                ("0,-1", 10), ("0,10", 10), ("2,3", 3), ("9,1", 1), ("3,-1", 7), ("4,100", 6), ("10,-1", 0),
            ] {
                let answer = try get(front, "\(path),\(range)")
                #expect(answer.text == "<" + String(repeating: "f", count: count) + ">", "\(range)")
                #expect(answer["Content-Length"] == "\(count + 2)", "\(range)")
                #expect(try get(front, "\(path),\(range)", version: "1.0").text == answer.text)
                #expect(try get(front, "\(path),\(range)", method: "HEAD")["Content-Length"] == "\(count + 2)")
            }
        }
    }

    @Test("A range that begins behind the end of the file, and what is no file, are refused", arguments: executions)
    func noRange(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            try front.create("ten", size: 10)
            for query in ["\(front.file("ten")),11,1", "/nowhere,0,1"] {
                #expect(try get(front, query).text == "<>")
                #expect(front.record.last == "file 0x80070057")
            }
        }
    }

    @Test("A file needs no memory, however large, and its length is announced", arguments: executions)
    func lengthOfLarge(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            try front.create("large", size: 8 << 20)
            let answer = try get(front, "\(front.file("large")),0,-1")
            #expect(answer["Content-Length"] == "\(2 + (8 << 20))")
            #expect(answer["Transfer-Encoding"] == nil)
        }
    }

    @Test("A file larger than any socket takes at once arrives whole", arguments: executions)
    func large(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            try front.create("large", size: 32 << 20)
            let client = try front.connect(receiveBuffer: 4_096)
            try client.send(
                "GET /file?\(front.file("large")),0,-1 HTTP/1.1\r\nHost: a\r\n\r\nGET /say?next HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            #expect(try client.receiveSize() == 2 + 32 << 20)
            #expect(try client.receive().text == "next")
        }
    }

    @Test(
        "A client whose file becomes shorter while it is sent is disconnected, and the log says why",
        arguments: executions)
    func shrinks(execution: ExecutionMode) throws {
        try RunningFront.with(execution) { front in
            try front.create("large", size: 32 << 20)
            let client = try front.connect(receiveBuffer: 4_096)
            try client.send("GET /file?\(front.file("large")),0,-1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.hasAnswer(within: 20_000))
            #expect(truncate(front.file("large"), 1) == 0)
            try client.waitForReset()
            #expect(front.log.contains { $0.contains("a file became shorter while it was sent") })
            let other = try front.connect()
            try other.send("GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try other.receive().text == "1")
        }
    }
}
