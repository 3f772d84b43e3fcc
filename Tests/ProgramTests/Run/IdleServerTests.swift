import Glibc
import TestSupport
import Testing

@Suite("A server that has nothing to do", .serialized)
struct IdleServerTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// How many voluntary context switches the threads of a process have made.
    private func sleeps(of process: pid_t) throws -> Int {
        let lines = try folder.shell("cat /proc/\(process)/task/*/status | grep ^voluntary")
        return lines.split { !$0.isNumber }.reduce(0) { $0 + (Int($1) ?? 0) }
    }

    @Test("No thread of its worker wakes, also after it has served, and it serves on")
    func still() throws {
        let log = folder.file("access")
        let module = try folder.module("crashes/healthy.c")
        let server = try RunningServer(["--threads", "2", "--access-log", log, module], in: folder)
        let worker = try #require(server.workers.first)
        for _ in 0..<2 {
            #expect(try server.get("/").text == "alive")
            // What was written for it is handed over meanwhile; then nothing is left to do. A worker that wakes once a second
            // never passes.
            var before = -1
            var isStill = false
            for _ in 0..<60 where !isStill {
                before = try sleeps(of: worker)
                sleep(2)
                isStill = try sleeps(of: worker) == before
            }
            #expect(isStill && before > 0)
            #expect(try folder.text("access").contains(" /"))
        }
        #expect(try server.stop() == .exited(code: 0))
    }
}
