import TestSupport
import Testing

@Suite("The example echo-async-c", .serialized)
struct EchoAsyncExampleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let head = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n"

    @Test("Each piece comes back before the next one is sent")
    func pieces() throws {
        let server = try RunningServer([folder.example("echo-async-c")], in: folder)
        let client = try Client(server.addresses[0])
        try client.send(Self.head)
        var answer = ""
        for piece in ["one", "two", "three"] {
            try client.send("\(piece.utf8.count)\r\n\(piece)\r\n")
            answer += try client.read { $0.hasSuffix("\(piece)\r\n") }
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.contains("\r\nTransfer-Encoding: chunked\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n"))
        try client.send("0\r\n\r\n")
        #expect(try client.read { $0.hasSuffix("\r\n\r\n") } == "0\r\n\r\n")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("Large bodies of several clients at once come back as they were, from two workers with several loops")
    func large() throws {
        let server = try RunningServer(
            [folder.example("echo-async-c"), "--workers", "2", "--threads", "2"], in: folder)
        let url = "http://127.0.0.1:\(server.addresses[0].port)/echo"
        try folder.shell(
            """
            head -c 20000000 /dev/urandom > sent
            for n in 1 2 3 4 5 6; do
                curl -s --data-binary @sent \(url) -o received.$n & all="$all $!"
            done
            for one in $all; do wait $one || exit 1; done
            for n in 1 2 3 4 5 6; do cmp sent received.$n || exit 1; done
            """)
        #expect(try server.ask("POST", "/echo", body: "").body == [])
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("A body that goes wrong is refused if nothing has come back yet, else the answer is cut off")
    func faulty() throws {
        let server = try RunningServer([folder.example("echo-async-c")], in: folder)
        let early = try Client(server.addresses[0])
        try early.send(Self.head + "nonsense\r\n")
        #expect(try early.receive().status == 400)
        let late = try Client(server.addresses[0])
        try late.send(Self.head + "3\r\none\r\n")
        _ = try late.read { $0.hasSuffix("one\r\n") }
        try late.send("nonsense\r\n")
        #expect(try late.readToEnd() == "")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("A client that leaves in the middle is no error, and others are served")
    func leaves() throws {
        let server = try RunningServer([folder.example("echo-async-c")], in: folder)
        for isReset in [true, false] {
            let client = try Client(server.addresses[0])
            try client.send(Self.head + "3\r\none\r\n")
            _ = try client.read()
            if isReset { client.reset() } else { client.endSending() }
        }
        #expect(try server.ask("POST", "/echo", body: "still here").text == "still here")
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.complaints == [])
    }

    @Test("Other methods and paths are left to other modules")
    func others() throws {
        let server = try RunningServer([folder.example("echo-async-c")], in: folder)
        #expect(try server.ask("GET", "/echo").status == 404)
        #expect(try server.ask("POST", "/echo/more", body: "a").status == 404)
        #expect(try server.ask("POST", "/ech", body: "a").status == 404)
        #expect(try server.stop() == .exited(code: 0))
    }
}
