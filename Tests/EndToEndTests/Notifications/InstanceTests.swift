import ModuleTesting
import TestSupport
import Testing

@Suite("Module objects")
struct InstanceTests {
    @Test(
        "An object is made before the first notification that its module receives, once, or never",
        arguments: Transport.allCases)
    func lazily(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["global 0", "mask 1", "post 0"]),
            try folder.add("recorder.c", as: "b", ["global 0", "mask 4", "post 0"]),
            try folder.add("recorder.c", as: "c", ["global 0", "mask 800", "post 800"]),
        ]
        try await RunningModules.with(transport, modules) { running in
            _ = try await running.respond(to: .get("/", headers: [("X-Do", "a.OnBeginRequest=finish")]))
            #expect(
                folder.record == [
                    "a GetHttpModule", "a OnBeginRequest", "c GetHttpModule", "c OnEndRequest", "c OnPostEndRequest",
                    "c Dispose", "a Dispose",
                ] + folder.record.suffix(2))
            #expect(Set(folder.record.suffix(2).map { $0.prefix(1) }) == ["a", "c"])
            folder.clearRecord()
            _ = try await running.respond(to: .get("/"))
            #expect(
                folder.record.filter { $0.contains("GetHttpModule") || $0.contains("Dispose") } == [
                    "a GetHttpModule", "b GetHttpModule", "c GetHttpModule", "c Dispose", "b Dispose", "a Dispose",
                ])
        }
    }

    /// The notification that a module waits for whose factory fails: before the log, in it, and while sending.
    static let masks = ["mask 4", "mask 400", "mask 20000000"]

    @Test("A failing GetHttpModule means 500; LOG and END run for the others", arguments: Transport.allCases, masks)
    func failing(transport: Transport, mask: String) async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["global 0"]),
            try folder.add("recorder.c", as: "b", ["global 0", mask, "post fff", "instance 80004005"]),
        ]
        try await RunningModules.with(transport, modules) { running in
            for _ in 0..<2 {
                folder.clearRecord()
                let answer = try await running.respond(
                    to: .get("/", headers: [("X-Do", "a.OnExecuteRequestHandler=entity:x")]))
                #expect(answer.status == 500)
                #expect(answer.text == "500 Internal Server Error\n")
                #expect(folder.record.filter { $0.hasPrefix("b ") } == ["b GetHttpModule"])
                #expect(folder.record.contains("a OnLogRequest"))
                #expect(folder.record.contains("a OnPostEndRequest"))
                #expect(folder.record.contains("a Dispose"))
            }
            let said = "module \"b\" gave no module object for GET /: its GetHttpModule returned 0x80004005"
            #expect(running.log.problems.filter { $0.hasPrefix(said) }.count == 2)
        }
    }

    @Test("Null entries of a table are passed over", arguments: Transport.allCases)
    func nullEntries(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let modules = [try folder.add("null_entries.c", as: "a"), try folder.add("recorder.c", as: "b")]
        try await RunningModules.with(transport, modules) { running in
            let answer = try await running.respond(to: .get("/"))
            #expect(answer.status == 404)
            #expect(folder.record.filter { $0.hasPrefix("a ") } == ["a OnLogRequest"])
            #expect(folder.record.contains("b OnPostEndRequest"))
            #expect(running.log.problems.contains { $0.contains("\"a\"") && $0.contains("no OnAsyncCompletion") })
            // What has no entry is named once: for the server when the module is loaded, for requests with its first object.
            for _ in 0..<2 { _ = try await running.respond(to: .get("/")) }
            let requests = running.log.problems.filter { $0.contains("the table of its module object has no entry") }
            let server = running.log.problems.filter { $0.contains("the table of its global module has no entry") }
            #expect(requests.count == 1 && server.count == 1)
            #expect(requests.first?.contains("module \"a\" subscribes to OnBeginRequest, OnPostBeginRequest, ") == true)
            #expect(requests.first?.contains("OnLogRequest,") == false)
            #expect(server.first?.contains("OnGlobalApplicationStart") == true, "\(server)")
        }
    }

    @Test(
        "Memory of exchange and connection is zeroed, aligned, and has a zero behind it",
        arguments: Transport.allCases)
    func memory(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("memory.c", as: "a")]) { running in
            for _ in 0..<3 {
                let answer = try await running.respond(to: .get("/"))
                #expect(answer.text == "bad=0\n")
            }
        }
    }
}
