import Glibc
import TestSupport
import Testing

@Suite("A worker without descriptors", .serialized)
struct DescriptorExhaustionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Descriptors that a process has open.
    private func descriptors(of process: pid_t) throws -> UInt {
        guard let entries = opendir("/proc/\(process)/fd") else { throw TestFailure("no descriptors to be seen") }
        defer { closedir(entries) }
        var count: UInt = 0
        while readdir(entries) != nil { count += 1 }
        return count - 2
    }

    @Test("It serves the clients it has, stops accepting with a warning in ten seconds, and goes on when some are gone")
    func recovers() throws {
        let server = try RunningServer(["--threads", "2", folder.module("crashes/healthy.c")], in: folder)
        let worker = try #require(server.workers.first)
        let room: UInt = 8
        _ = try folder.shell("prlimit --pid \(worker) --nofile=\(descriptors(of: worker) + room):1024")

        // As many as find room are served; all others are taken by the system and wait.
        var served: [Client] = []
        for _ in 0..<room {
            let client = try Client(server.addresses[0])
            guard try client.getAndKeep("/").text == "alive" else { break }
            served.append(client)
        }
        let waiting = try (0..<12).map { _ in try Client(server.addresses[0]) }
        for client in waiting { try client.send("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n") }
        let warning = "no more connections can be accepted for now: Too many open files; raise the limit of open files"
        _ = try server.process.wait(for: "the warning") { $0.errors.contains(warning) ? true : nil }
        let firstSeen = ContinuousClock.now
        for client in served { #expect(try client.getAndKeep("/").text == "alive") }

        served = []
        for client in waiting { #expect(try client.readToEnd().hasSuffix("alive")) }
        // Both loops have met the limit, since the system spreads connections over them.
        let lines = server.process.errors.split(separator: "\n").filter { $0.contains(warning) }
        #expect(lines.count <= 1 + Int((ContinuousClock.now - firstSeen) / .seconds(10)), "\(lines)")
        #expect(try server.get("/").text == "alive")
        #expect(server.workers == [worker])
        #expect(try server.stop() == .exited(code: 0))
    }
}
