import FoundationEssentials
import Glibc
import TestSupport
import Testing

@Suite("The log of a server, and the ids of requests in it", .serialized)
struct LogOptionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func server(_ arguments: [String]) throws -> RunningServer {
        try RunningServer(
            arguments + [folder.module("behaviour/tells_request.c", ["-D_GNU_SOURCE"])], in: folder)
    }

    private func objects(_ name: String) throws -> [[String: JSONValue]] {
        try folder.text(name).split(separator: "\n").map {
            try JSONDecoder().decode([String: JSONValue].self, from: Data($0.utf8))
        }
    }

    private enum JSONValue: Decodable, Equatable {
        case text(String), other

        init(from decoder: any Decoder) throws {
            self = (try? decoder.singleValueContainer().decode(String.self)).map { .text($0) } ?? .other
        }
    }

    @Test("--log writes it to a file, of all processes and none of it to standard error, opened anew by SIGUSR1")
    func file() throws {
        let server = try server(["--log", folder.file("log"), "--workers", "2"])
        #expect(try folder.text("log").contains(" info modhost: worker 2 (pid "))
        rename(folder.file("log"), folder.file("old"))
        server.process.send(SIGUSR1)
        let reader = try RunningProcess("tail", ["-q", "-n", "+1", "-F", folder.file("log")])
        for speaker in ["modhost", "worker 1", "worker 2"] {
            let sentence = "\(speaker): the log \(folder.file("log")) was opened anew"
            _ = try reader.wait(for: sentence) { $0.output.contains(sentence) ? true : nil }
        }
        reader.send(SIGTERM)
        _ = try reader.end()
        #expect(try server.get("/").status == 200)
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.text("log").contains("trace: told"))
        #expect(!server.process.errors.contains(" info "))
    }

    @Test("As JSON each line is an object with time, level, process, message, and what belongs to it")
    func json() throws {
        let server = try server(["--log", folder.file("log"), "--log-format", "json", "--log-level", "debug"])
        let id = try server.get("/").report["id"] ?? ""
        #expect(try server.stop() == .exited(code: 0))
        let objects = try objects("log")
        #expect(objects.allSatisfy { $0["time"] != nil && $0["level"] != nil && $0["process"] != nil })
        #expect(
            objects.contains {
                $0["message"] == .text("trace: told") && $0["request_id"] == .text(id)
                    && $0["module"] == .text("tells_request") && $0["process"] == .text("worker 1")
            })
    }

    @Test(
        "A request has one id in both logs, which a module reads and may set",
        arguments: ["w3c", "json"])
    func requestID(format: String) throws {
        let server = try server(["--access-log", folder.file("access"), "--access-log-format", format])
        let own = try #require(server.get("/1").report["id"])
        let next = try #require(server.get("/2").report["id"])
        #expect(own.count > 17 && own != next && own.prefix(17) == next.prefix(17) && own.dropFirst(16).first == "-")
        for mine in ["mine-1", String(repeating: "x", count: 129)] {
            let client = try Client(server.addresses[0])
            try client.send("GET /3 HTTP/1.1\r\nHost: h\r\nX-Mine: \(mine)\r\nConnection: close\r\n\r\n")
            #expect(try client.readToEnd().contains("id=\(mine)\n"))
        }
        try server.process.errorLine("trace: told", "request_id=\(own)")
        try server.process.errorLine("trace: told", "request_id=mine-1")
        #expect(try server.stop() == .exited(code: 0))
        let lines = try folder.text("access").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count { $0.contains(own) } == 1 && lines.count { $0.contains(next) } == 1)
        #expect(lines.count { $0.contains(format == "json" ? "\"request_id\":\"mine-1\"" : " mine-1") } == 1)
        // What is too long for a log is no id there.
        #expect(lines.count { $0.contains(own.prefix(17)) } == 3)
    }

    @Test("A line of the access log is written although a module holds the loop on which its request was answered")
    func heldLoop() throws {
        let server = try server([
            "--access-log", "-", "--access-log-format", "combined", "--threads", "1", "--execution",
            "tells_request=inline",
        ])
        let (answered, held) = try (Client(server.addresses[0]), Client(server.addresses[0]))
        try answered.send("GET /answered HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        try held.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(try answered.readToEnd().hasPrefix("HTTP/1.1 200 "))
        _ = try server.process.wait(for: "the line of /answered") { process in
            process.output.contains("\"GET /answered HTTP/1.1\" 200") ? true : nil
        }
        #expect(kill(try #require(server.workers.first), SIGKILL) == 0)
        try server.process.errorLine("was killed from outside (SIGKILL)")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A line that broke off on a full disk is ended before the next, which says how many were lost")
    func full() throws {
        // The line of the server that its worker is ready fits into what the limit leaves, and the next one in part.
        try folder.write([UInt8](repeating: UInt8(ascii: "x"), count: 2_048_000 - 250) + [10], to: "log")
        let socket = folder.file("s")
        let module = try folder.module("behaviour/tells_request.c", ["-D_GNU_SOURCE"])
        let command = "\(try Program.path()) serve \(module) --listen unix:\(socket) --log log --log-format json"
        let process = try RunningProcess(
            "/bin/sh", ["-c", "cd \(folder.path) && ulimit -S -f 4000; exec \(command)"],
            environment: Program.environment(folder))
        _ = try process.wait(for: "the greeting") { $0.output.contains("Ctrl-C") ? true : nil }
        let address = Address.unix(path: socket)
        for _ in 0..<3 { #expect(try Client(address).get("/").status == 200) }
        try folder.shell(
            "for p in \(process.pid) $(pgrep -P \(process.pid)); do prlimit --pid $p --fsize=unlimited; done")
        #expect(try Client(address).get("/").status == 200)
        rename(folder.file("log"), folder.file("old"))
        process.send(SIGUSR1)
        let reader = try RunningProcess("tail", ["-q", "-n", "+1", "-F", folder.file("log")])
        _ = try reader.wait(for: "both processes") {
            $0.output.ranges(of: "was opened anew").count == 2 ? true : nil
        }
        reader.send(SIGTERM)
        _ = try reader.end()
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
        let lines = try (folder.text("old") + folder.text("log")).split(separator: "\n").dropFirst()
        #expect(lines.allSatisfy { $0.ranges(of: "{\"time\":").count <= 1 }, "none is glued to another: \(lines)")
        let told = lines.filter { $0.contains("the log has lost") }
        #expect(
            !told.isEmpty && told.allSatisfy { $0.contains("because File too large") && $0.hasSuffix("}") }, "\(lines)")
    }

    @Test("A log that cannot be opened, and words that mean nothing, are refused by a sentence")
    func refused() throws {
        let module = try folder.module("behaviour/tells_request.c", ["-D_GNU_SOURCE"])
        let levels = "trace, debug, info, notice, warning, error or critical"
        for (arguments, code, sentence) in [
            (
                ["--log", folder.file("no/log")], 1,
                "the log \(folder.file("no/log")) cannot be opened: No such file or directory; make its folder first."
            ),
            (["--log-level", "verbose"], 2, "--log-level takes \(levels), not 'verbose'; see 'modhost serve --help'."),
            (["--log-format", "xml"], 2, "--log-format takes text or json, not 'xml'; see 'modhost serve --help'."),
            (
                ["--log", ""], 2,
                "--log takes a path, such as --log /var/log/modhost/error.log; without it the log goes to standard error; see 'modhost serve --help'."
            ),
        ] {
            let words = ["serve", "--listen", "127.0.0.1:0"] + arguments + [module]
            #expect(try Refusal(words, in: folder, code: Int32(code)).sentence == sentence)
        }
        let variable = ["/usr/bin/env", "MODHOST_LOG_LEVEL=loud"]
        #expect(
            try Refusal(["serve", module], in: folder, code: 2, by: variable).sentence
                == "MODHOST_LOG_LEVEL takes \(levels), not 'loud'; see 'modhost serve --help'.")
    }

    @Test("A start that fails has its reason in the file too")
    func failedStart() throws {
        let module = try folder.module("crashes/register_fails.c")
        let refusal = try Refusal(
            ["serve", "--listen", "127.0.0.1:0", "--log", folder.file("log"), module], in: folder)
        #expect(try folder.text("log").contains(" critical modhost: \(refusal.sentence.dropLast())"))
    }
}
