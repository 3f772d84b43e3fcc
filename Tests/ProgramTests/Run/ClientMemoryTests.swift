import Glibc
import TestSupport
import Testing

@Suite("What clients take of a worker's memory")
struct ClientMemoryTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The bytes of a process's own that it may write to, used or not.
    private func data(of process: pid_t) throws -> Int {
        let line = try folder.shell("grep ^VmData: /proc/\(process)/status")
        return (Int(line.filter(\.isNumber)) ?? 0) * 1024
    }

    @Test("A head that comes in pieces takes memory for its bytes, not for what could still come")
    func slowHeads() throws {
        let server = try RunningServer(["--threads", "1", folder.module("crashes/healthy.c")], in: folder)
        let worker = try #require(server.workers.first)
        #expect(try server.get("/").text == "alive")
        let before = try data(of: worker)
        let clients = try (0..<200).map { _ in try Client(server.addresses[0]) }
        for piece in ["GET / HTTP/1.1\r\nHo", "st: a\r\nX-Mo", "re: 1"] {
            for client in clients { try client.send(piece) }
            // A request that comes later is answered later: then the pieces have been received.
            #expect(try server.get("/").text == "alive")
        }
        #expect(try data(of: worker) - before < 4 << 20)
        for client in clients { try client.send("\r\nConnection: close\r\n\r\n") }
        for client in clients { #expect(try client.receive().text == "alive") }
        #expect(try server.stop() == .exited(code: 0))
    }
}
