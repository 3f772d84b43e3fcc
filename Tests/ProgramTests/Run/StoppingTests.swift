import Glibc
import TestSupport
import Testing

@Suite("The end of a server", .serialized)
struct StoppingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func healthy() throws -> String { try folder.module("crashes/healthy.c") }

    @Test(
        "Ctrl-C, SIGTERM and a closed terminal end it with code 0, and nothing is left",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func clean(signal: Int32) throws {
        let socket = folder.file("server.sock")
        let server = try RunningServer(["--listen", "unix:\(socket)", healthy()], in: folder)
        #expect(try server.get("/").text == "alive")
        #expect(try folder.leftovers() != "", "it runs on private copies")
        let idle = try Client(server.addresses[0])
        #expect(try idle.getAndKeep("/").text == "alive")
        // The end of its output is the end of every process that it has started.
        #expect(try server.stop(signal) == .exited(code: 0))
        #expect(try idle.readToEnd() == "")
        #expect(try folder.leftovers() == "")
        #expect(access(socket, F_OK) != 0, "the socket file is removed")
        #expect(try folder.text("record") == "healthy Terminate\n")
        #expect(kill(server.workers[0], 0) != 0 && errno == ESRCH)
    }

    @Test("SIGTERM lets a request that runs end, and its answer is whole")
    func drains() throws {
        let server = try RunningServer([healthy()], in: folder)
        let client = try Client(server.addresses[0])
        try client.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n")
        try server.process.errorLine("a slow request has begun")
        server.process.send(SIGTERM)
        let answer = try client.readToEnd()
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n") && answer.hasSuffix("\r\n\r\nlate but whole"), "\(answer)")
        #expect(try server.process.end() == .exited(code: 0))
        #expect(try folder.text("record") == "healthy Terminate\n")
    }

    @Test("A second signal ends it at once, with code 1, and nothing is left", arguments: [SIGINT, SIGTERM])
    func secondSignal(signal: Int32) throws {
        let socket = folder.file("server.sock")
        let server = try RunningServer(["--listen", "unix:\(socket)", healthy()], in: folder)
        let client = try Client(server.addresses[0])
        try client.send("GET /forever HTTP/1.1\r\nHost: test\r\n\r\n")
        try server.process.errorLine("a request that never ends has begun")
        server.process.send(signal)
        try server.process.errorLine("waiting for the workers to finish")
        server.process.send(signal)
        #expect(try server.process.end() == .exited(code: 1))
        #expect(try client.readToEnd() == "")
        #expect(try folder.leftovers() == "")
        #expect(access(socket, F_OK) != 0)
    }

    @Test("When the supervisor is killed, its workers finish what they have and end by themselves")
    func supervisorKilled() throws {
        let server = try RunningServer(["--workers", "2", healthy()], in: folder)
        let client = try Client(server.addresses[0])
        try client.send("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n")
        try server.process.errorLine("a slow request has begun")
        server.process.send(SIGKILL)
        #expect(try server.process.reap() == .signalled(SIGKILL))
        #expect(try client.readToEnd().hasSuffix("late but whole"))
        // The workers hold the other end of its output until they are gone.
        #expect(try server.process.end() == .signalled(SIGKILL))
        let record = try folder.text("record")
        #expect(record == "healthy Terminate\nhealthy Terminate\n", "\(server.process.errors)")
    }

    @Test("A worker that crashes while it ends is told, and the exit code says so")
    func crashInTerminate() throws {
        let server = try RunningServer([folder.module("crashes/terminate_crashes.c")], in: folder)
        #expect(try server.stop() == .exited(code: 1))
        try server.process.errorLine("inside module \"terminate_crashes\", Terminate")
        #expect(try folder.leftovers() == "")
    }

    @Test("Who holds up the end is named when it is cut short, and the exit code says that it was not clean")
    func namesWhoHoldsUp() throws {
        let server = try RunningServer([folder.module("crashes/terminate_hangs.c")], in: folder)
        server.process.send(SIGTERM)
        try server.process.errorLine("Terminate has begun")
        server.process.send(SIGTERM)
        #expect(try server.process.end() == .exited(code: 1))
        try server.process.errorLine("worker 1 is killed: module \"terminate_hangs\" has been in Terminate for ")
    }

    @Test("A destructor that fails when the process ends is told with its signal and place, and costs nothing")
    func destructorFails() throws {
        let server = try RunningServer([folder.module("crashes/destructor_throws.cpp")], in: folder)
        #expect(try server.get("/").text == "alive")
        #expect(try server.stop() == .exited(code: 0))
        let line = try server.process.errorLine("died of SIGABRT")
        #expect(line.contains("no module was running on the thread that crashed") && line.contains(" at="), "\(line)")
    }

    @Test(
        "A module that ends the process before it had finished is named, and the exit code says that it was not clean")
    func exitsInTerminate() throws {
        let server = try RunningServer([folder.module("crashes/terminate_exits.c")], in: folder)
        #expect(try server.stop() == .exited(code: 1))
        try server.process.errorLine(
            "exited with code 0 before it had finished inside module \"terminate_exits\", Terminate")
    }

    @Test(
        "A request that is PENDING and holds up the end is named with module and notification, also when its client is gone",
        arguments: [false, true])
    func namesPendingRequest(isClientGone: Bool) throws {
        let server = try RunningServer([folder.module("crashes/never_completes.c")], in: folder)
        let client = try Client(server.addresses[0])
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        try server.process.errorLine("a request is pending")
        if isClientGone { client.reset() }
        server.process.send(SIGTERM)
        let line = try server.process.errorLine("module \"never_completes\" holds up the end")
        #expect(line.contains("OnExecuteRequestHandler is PENDING for \"/boom\""), "\(line)")
        server.process.send(SIGTERM)
        #expect(try server.process.end() == .exited(code: 1))
    }
}
