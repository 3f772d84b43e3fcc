import ModuleTesting
import TestSupport
import Testing

/// Whatever a module leaves in the raw response or sets by a call, what goes out is one message, and the next one is found.
@Suite("What goes out, whatever the raw response says")
struct RawResponseTests {
    private static let framingNames = [
        "Content-Length", "content-length", "CONTENT-LENGTH", "Transfer-Encoding", "transfer-encoding", "Connection",
        "Keep-Alive", "keep-alive", "Proxy-Connection", "proxy-connection", "Trailer", "Upgrade",
    ]

    private func with(_ body: (RunningModules) throws -> Void) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("raw_responses.c", as: "raw")]) { try body($0) }
    }

    /// The answer to one request, once the next request of the same connection has been seen to be answered.
    private func ask(
        _ running: RunningModules, _ target: String, method: String = "GET"
    ) throws -> Answer {
        let client = try running.connect()
        let next = "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        try client.send("\(method) \(target) HTTP/1.1\r\nHost: a\r\n\r\n\(next)")
        let answer = try client.receiveWhole(isHead: method == "HEAD")
        let second = try client.receiveWhole()
        #expect(second.text == "next", "after \(target)")
        try client.receiveEnd()
        return answer
    }

    /// All that an HTTP/1.0 client gets.
    private func askOld(_ running: RunningModules, _ target: String) throws -> Answer {
        let client = try running.connect()
        try client.send("GET \(target) HTTP/1.0\r\n\r\n")
        return try client.receiveWhole()
    }

    @Test(
        "Fields that frame the message are the host's, by whatever name and way a module sets them",
        arguments: ["/unknown", "/known", "/set", "/set-id", "/late", "/flushed"])
    func framing(way: String) async throws {
        try await with { running in
            for name in Self.framingNames {
                let target = "\(way)?\(name):3,x"
                let answer = try ask(running, target)
                let isStreamed = way == "/flushed"
                #expect(answer.text == (isStreamed ? "abcdefghi" : "abcdef"), "\(target)")
                #expect(answer.values(of: "Content-Length") == (isStreamed ? [] : ["6"]), "\(target)")
                #expect(answer.values(of: "Transfer-Encoding") == (isStreamed ? ["chunked"] : []), "\(target)")
                for other in ["Connection", "Keep-Alive", "Proxy-Connection", "Trailer", "Upgrade"] {
                    #expect(answer.values(of: other) == [], "\(other) for \(target)")
                }
                let old = try askOld(running, target)
                #expect(old.values(of: "Connection") == ["close"], "\(target)")
                #expect(old.values(of: "Content-Length") == (isStreamed ? [] : ["6"]), "\(target)")
                #expect(old.text == answer.text, "\(target)")
            }
            #expect(running.log.problems == [])
        }
    }

    @Test(
        "A module that says close among other things ends the connection",
        arguments: ["/unknown", "/known", "/set", "/set-id", "/late"])
    func close(way: String) async throws {
        try await with { running in
            for value in ["close", "Close", "x,close", "close,x"] {
                let client = try running.connect()
                let target = "\(way)?Connection:\(value)"
                try client.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try client.receiveWhole()
                #expect(answer.values(of: "Connection") == ["close"], "\(target)")
                try client.receiveEnd()
            }
        }
    }

    @Test("The fields of the host's own are not there twice", arguments: ["/unknown", "/late"])
    func common(way: String) async throws {
        try await with { running in
            for (name, value) in [("Server", "mine"), ("date", "today")] {
                let answer = try ask(running, "\(way)?\(name):\(value)")
                #expect(answer.values(of: name) == [value])
            }
        }
    }

    @Test("Redirect refuses a URL that no field can hold")
    func longRedirect() async throws {
        try await with { running in
            let answer = try ask(running, "/redirect")
            #expect(answer.status == 200)
            #expect(answer.text == "redirect=0x80070057\n")
        }
    }

    @Test("Upgrade goes out with 426, where Connection names it")
    func upgrade() async throws {
        try await with { running in
            let answer = try ask(running, "/upgrade")
            #expect(answer.status == 426)
            #expect(answer.values(of: "Upgrade") == ["websocket"])
            #expect(answer.values(of: "Connection") == ["upgrade"])
            #expect(try askOld(running, "/upgrade").values(of: "Connection") == ["close, upgrade"])
        }
    }

    @Test("Trailer goes out before chunks, and names what comes later")
    func announcedTrailer() async throws {
        try await with { running in
            let client = try running.connect()
            try client.send("GET /announce HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try client.readToEnd()
            #expect(text.contains("\r\nTrailer: X-Later\r\n"), "\(text)")
            #expect(text.hasSuffix("\r\n6\r\nabcdef\r\n0\r\nX-Later: 1\r\n\r\n"), "\(text)")
            #expect(try askOld(running, "/announce").values(of: "Trailer") == [])
        }
    }

    @Test(
        "A status that is none makes the answer a 500, and is a misuse",
        arguments: [0, 1, 99, 100, 101, 103, 199, 1000, 65535])
    func status(code: Int) async throws {
        try await with { running in
            for target in ["/status?\(code)", "/status-flushed?\(code)"] {
                let answer = try ask(running, target)
                #expect(answer.status == 500)
                #expect(answer.reason == "Internal Server Error")
                #expect(answer.text == "500 Internal Server Error\n")
                let problem = try #require(running.log.problems.last)
                #expect(problem.contains("\"raw\"") && problem.contains("status \(code)"), "\(problem)")
                #expect(try ask(running, target, method: "HEAD").status == 500)
                #expect(try askOld(running, target).status == 500)
            }
        }
    }

    @Test("A status in the raw response that is one goes out", arguments: [200, 299, 404, 599, 999])
    func goodStatus(code: Int) async throws {
        try await with { running in
            let answer = try ask(running, "/status?\(code)")
            #expect(answer.status == code)
            #expect(running.log.problems == [])
        }
    }

    @Test("SetStatus refuses what is no final status", arguments: [0, 99, 100, 101, 102, 103, 199, 1000])
    func setStatus(code: Int) async throws {
        try await with { running in
            let answer = try ask(running, "/set-status?\(code)")
            #expect(answer.status == 200)
            #expect(answer.text == "set=0x80070057\n")
            #expect(running.log.problems.count == (code / 100 == 1 ? 1 : 0))
            for problem in running.log.problems { #expect(problem.contains("SetStatus with \(code)"), "\(problem)") }
        }
    }

    @Test("Answers without a body have none, and HEAD has the fields of GET")
    func bodiless() async throws {
        try await with { running in
            for code in [204, 304] {
                let answer = try ask(running, "/status?\(code)")
                #expect(answer.status == code)
                #expect(answer.values(of: "Content-Length") == [])
                #expect(answer.values(of: "Transfer-Encoding") == [])
            }
            #expect(try ask(running, "/status?205").values(of: "Content-Length") == ["0"])
            let head = try ask(running, "/unknown?Content-Length:3", method: "HEAD")
            #expect(head.values(of: "Content-Length") == ["6"])
        }
    }

    @Test("A reason that no status line can have is left out, and is a misuse")
    func reasons() async throws {
        try await with { running in
            for (number, target) in ["/reason-split", "/reason-nul", "/reason-null"].enumerated() {
                let answer = try ask(running, target)
                #expect(answer.status == 200)
                #expect(answer.reason == "")
                #expect(answer["X-In"] == nil)
                #expect(answer.text == "abcdef")
                #expect(running.log.problems.count == number + 1)
            }
        }
    }

    @Test("Fields that no message can have are left out, the others stay, and the module's array is not written to")
    func fields() async throws {
        try await with { running in
            let answer = try ask(running, "/constant")
            #expect(answer.status == 200)
            #expect(answer.text == "abcdef")
            let own = answer.headers.filter { $0.name != "Date" }.map { "\($0.name): \($0.value)" }.sorted()
            #expect(own == ["Content-Length: 6", "Server: mine", "X-Kept: yes"])
            let problem = try #require(running.log.problems.first)
            #expect(problem.contains("\"raw\""), "\(problem)")
        }
    }

    @Test("Counts without an array, and beyond the host's own, do no harm")
    func counts() async throws {
        try await with { running in
            #expect(try ask(running, "/no-array")["X-Added"] == "1")
            let beyond = try ask(running, "/beyond")
            #expect(beyond["X-Mine"] == "1")
            #expect(beyond["X-Added"] == "1")
            #expect(try ask(running, "/no-chunks").text == "abcdef")
            #expect(try ask(running, "/chunks-beyond").text == "abcdef")
        }
    }

    @Test("A head too large for any client makes the answer a 500", arguments: ["/huge", "/many-set"])
    func huge(target: String) async throws {
        try await with { running in
            let answer = try ask(running, target)
            #expect(answer.status == 500)
            #expect(running.log.problems.count == 1)
        }
    }

    @Test("Trailers that no message can have are left out")
    func trailers() async throws {
        try await with { running in
            let client = try running.connect()
            try client.send("GET /trailers HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let text = try client.readToEnd()
            #expect(text.contains("\r\nTrailer: X-Kept\r\n"), "\(text)")
            #expect(text.hasSuffix("\r\n6\r\nabcdef\r\n0\r\nX-Kept: yes\r\n\r\n"), "\(text)")
            let other = try running.connect()
            try other.send("GET /huge-trailers HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let bytes = try other.readToEnd().utf8
            #expect(bytes.count > 16_000_000 && bytes.count < 17_000_000)
            #expect(bytes.suffix(5).elementsEqual("x\r\n\r\n".utf8))
        }
    }

    @Test("Entity that cannot be sent makes the answer a 500", arguments: ["/null-chunk", "/odd-chunk", "/bad-file"])
    func badChunks(target: String) async throws {
        try await with { running in
            let answer = try ask(running, target)
            #expect(answer.status == 500)
            #expect(answer.text == "500 Internal Server Error\n")
            #expect(running.log.problems.count == 1)
        }
    }

    @Test("Entity that cannot be sent, behind some that has been, breaks the connection off")
    func badChunkLater() async throws {
        try await with { running in
            let client = try running.connect()
            try client.send("GET /flushed-bad HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(throws: TestFailure.self) { try client.receiveWhole() }
            #expect(running.log.problems.count == 1)
        }
    }

    @Test("A range of a file in the raw response may go to the end of the file")
    func wholeFile() async throws {
        try await with { running in
            let folder = try ModuleFolder()
            try folder.write("0123456789".utf8, to: "file")
            #expect(try ask(running, "/whole-file?\(folder.path)/file").text == "123456789")
        }
    }
}
