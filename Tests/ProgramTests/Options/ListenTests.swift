import Glibc
import TestSupport
import Testing

@Suite("Where a server listens", .serialized)
struct ListenTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("IPv4, IPv6 and a socket file at a time, each with its own line in the greeting")
    func several() throws {
        let socket = folder.file("server.sock")
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer(
            ["--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--listen", "unix:\(socket)", "--threads", "2", module],
            in: folder)
        try #require(server.addresses.count == 3)
        #expect(server.addresses[2] == .unix(path: socket))
        for address in server.addresses {
            // More connections than loops, so that each of its sockets is met.
            for _ in 0..<8 { #expect(try Client(address).get("/").text == "alive") }
        }
        #expect(server.process.output.contains("module \"healthy\" from \(module)\n"))
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Two workers with two loops each answer on one port, and each loop has a socket of its own")
    func workers() throws {
        let server = try RunningServer(
            ["--workers", "2", "--threads", "2", folder.module("crashes/healthy.c")], in: folder)
        try #require(server.workers.count == 2)
        let sockets = server.workers.flatMap { worker in (5...6).map { Self.file(behind: $0, of: worker) } }
        #expect(sockets.allSatisfy { $0.hasPrefix("socket:[") } && Set(sockets).count == 4, "\(sockets)")
        for _ in 0..<32 { #expect(try server.get("/").text == "alive") }
        #expect(try server.stop() == .exited(code: 0))
        for worker in server.workers { #expect(server.process.errors.contains("(pid \(worker)) ended as asked\n")) }
    }

    /// What the system says that a descriptor of a process is: "socket:[4711]".
    private static func file(behind descriptor: Int, of process: pid_t) -> String {
        var bytes = [CChar](repeating: 0, count: 64)
        readlink("/proc/\(process)/fd/\(descriptor)", &bytes, bytes.count - 1)
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test("A socket file that a killed server has left behind is taken over")
    func staleSocketFile() throws {
        let socket = folder.file("server.sock")
        let first = try RunningServer(["--listen", "unix:\(socket)"], in: folder)
        #expect(try first.stop(SIGKILL) == .signalled(SIGKILL))
        #expect(access(socket, F_OK) == 0)
        let second = try RunningServer(["--listen", "unix:\(socket)"], in: folder)
        #expect(try second.get("/").status == 404)
        #expect(try second.stop() == .exited(code: 0))
    }

    @Test("Modules can be renamed, and run in the order of the list")
    func names() throws {
        let one = try folder.module("crashes/healthy.c", as: "one")
        let two = try folder.module("crashes/healthy.c", as: "two")
        let server = try RunningServer(["--module", "second=\(one)", two], in: folder)
        #expect(
            server.process.output.hasSuffix(
                "module \"two\" from \(two)\nmodule \"second\" from \(one)\nCtrl-C ends it.\n"))
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.text("record") == "one Terminate\ntwo Terminate\n")
    }

    @Test("Without modules every request is answered 404")
    func nothing() throws {
        let server = try RunningServer([], in: folder)
        #expect(try server.get("/").status == 404)
        #expect(try server.stop() == .exited(code: 0))
    }
}
