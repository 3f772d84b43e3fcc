import Glibc
import TestSupport
import Testing

@Suite("Programs and processes that modules start", .serialized)
struct ChildrenTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let ways = ["system", "popen", "spawn", "exec"]

    @Test("A program that a module starts inherits no descriptor of the host", arguments: ways)
    func descriptors(way: String) throws {
        let log = folder.file("access.log")
        let server = try RunningServer(["--access-log", log, folder.module("process/starts_programs.c")], in: folder)
        // A second connection, accepted before, and one that is being answered: both are descriptors of the host.
        let other = try Client(server.addresses[0])
        #expect(try other.getAndKeep("/").text == "alive")
        #expect(try server.get("/\(way)/descriptors").text == "started\n")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A program that a module starts has no signal blocked or ignored, on the pool and on a loop", arguments: ways)
    func signals(way: String) throws {
        let server = try RunningServer(["--threads", "1", folder.module("process/starts_programs.c")], in: folder)
        #expect(try Self.masks(in: server.get("/\(way)/signals").text) == [0, 0])
        let client = try Client(server.addresses[0])
        for _ in 0..<1500 { #expect(try client.getAndKeep("/").text == "alive") }
        #expect(try Self.masks(in: server.get("/\(way)/signals").text) == [0, 0])
        #expect(try server.stop() == .exited(code: 0))
    }

    /// The masks of blocked and ignored signals, without the two that belong to the C library.
    private static func masks(in body: String) -> [UInt64] {
        body.split(separator: "\n").dropFirst().compactMap { line in
            UInt64(line.drop { $0 != "\t" }.dropFirst(), radix: 16).map { $0 & ~0x1_8000_0000 }
        }
    }

    @Test("A module that moves itself to the background while it is loaded is named, and nothing holds the socket")
    func daemonAtStart() throws {
        let address = "unix:\(folder.file("server.sock"))"
        let module = try folder.module("process/register_daemonizes.c")
        let process = try Program.start(["serve", module, "--listen", address], in: folder)
        // The end of its output is the end of the forked half too.
        #expect(try process.end() == .exited(code: 1))
        #expect(process.errors.contains("Module \"register_daemonizes\" ended the process, by exit() or daemon()"))
        let server = try RunningServer([folder.module("crashes/healthy.c"), "--listen", address], in: folder)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Clients of a worker that has died see its end, although a process that it forked lives on")
    func clientsSeeTheEnd() throws {
        let server = try RunningServer([folder.module("process/forks_and_crashes.c")], in: folder)
        let idle = try Client(server.addresses[0])
        #expect(try idle.getAndKeep("/").text == "alive")
        let client = try Client(server.addresses[0])
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "")
        #expect(try idle.readToEnd() == "")
        let record = try folder.text("record").split { $0.isWhitespace }
        let child = try #require(record.dropFirst().first.flatMap { pid_t($0) })
        #expect(kill(child, SIGKILL) == 0, "the forked process lives on")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A worker whose module has closed the channel says so when it ends, and is replaced")
    func closesChannel() throws {
        let server = try RunningServer([folder.module("process/closes_channel.c")], in: folder)
        #expect(try server.get("/boom").text == "alive")
        server.process.send(SIGUSR1)
        _ = try server.process.errorLine("a module has closed descriptors that are not its own")
        _ = try server.process.wait(for: "the next worker") { $0.errors.matches(of: /is ready/).count > 1 ? true : nil }
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A process that a module forked keeps the sockets that the module made for it")
    func talksToChild() throws {
        let server = try RunningServer([folder.module("process/talks_to_child.c")], in: folder)
        #expect(try server.get("/boom").text == "alive")
        #expect(try folder.text("record") == "talks_to_child hello\n")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A module that moves itself to the background in a request is named, and its other half ends")
    func daemonInRequest() throws {
        let server = try RunningServer([folder.module("process/daemonizes.c")], in: folder)
        let client = try Client(server.addresses[0])
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        let line = try server.process.errorLine("exited with code 0 without being asked inside module \"daemonizes\"")
        #expect(line.contains("GET /boom") && line.contains("daemon()"), "\(line)")
        try server.process.errorLine("a process that a module forked came back into the host and is ended")
        #expect(try client.readToEnd() == "")
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
    }
}
