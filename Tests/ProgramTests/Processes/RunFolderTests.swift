import Glibc
import TestSupport
import Testing

@Suite("The run folder", .serialized)
struct RunFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "A worker is replaced also when the run folder, or a part of it, was cleaned, and has the module as it was",
        arguments: [
            "rm -rf run/modhost-*", "find run -name '*.so' -delete", "rm -rf run/modhost-*/*",
            "rm -f null_pointer.so; rm -rf run/modhost-*",
        ])
    func cleaned(line: String) throws {
        let server = try RunningServer([folder.module("crashes/null_pointer.c")], in: folder)
        #expect(try server.get("/").text == "alive")
        for _ in 1...2 {
            _ = try folder.shell(line)
            let client = try Client(server.addresses[0])
            try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(try client.readToEnd() == "")
            #expect(try server.get("/").text == "alive")
        }
        try server.process.errorLine("had been removed, and were made again")
        #expect(try server.stop() == .exited(code: 0))
        #expect(try folder.leftovers() == "")
    }

    @Test("A start removes what killed servers have left, and leaves the folders of those that run, and of others")
    func stale() throws {
        let module = try folder.module("crashes/healthy.c")
        for _ in 1...2 {
            let server = try RunningServer([module], in: folder)
            server.process.send(SIGKILL)
            #expect(try server.process.end() == .signalled(SIGKILL))
        }
        let alive = try RunningServer([module], in: folder)
        _ = try folder.makeFolder("run/modhost-backup")
        _ = try folder.write(Array("mine".utf8), to: "run/modhost-backup/file")
        let other = try RunningServer([module], in: folder)
        #expect(try folder.shell("ls run | grep -vc backup") == "2\n")
        #expect(try alive.get("/").text == "alive")
        #expect(try alive.stop() == .exited(code: 0))
        #expect(try other.stop() == .exited(code: 0))
        #expect(try folder.leftovers() == "modhost-backup\n")
        #expect(try folder.text("run/modhost-backup/file") == "mine")
    }
}
