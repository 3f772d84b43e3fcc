import ModuleTesting
import TestSupport
import Testing

@Suite("Calls at a wrong time")
struct StrayCallTests {
    private static let refused = [
        "SetStatus": "0x80070006", "SetHeader": "0x80070006", "write": "0x80070006", "GetHeader": "1",
        "GetRequest": "1", "AllocateRequestMemory": "1", "GetServerVariable": "0x80070006", "its outputs": "1",
        "Flush": "0x80070006", "AppendVaryByHeader": "1", "PostCompletion": "0x80070006", "GetModuleContext": "1",
        "GetNamedContext": "1",
    ]

    @Test(
        "A second thread is refused while the handler runs, and its calls change nothing",
        arguments: Transport.allCases)
    func secondThread(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("stray_calls.c", as: "a")]) { running in
            let answer = try await running.respond(to: .get("/second"))
            #expect(answer.status == 200)
            #expect(answer.report == ["SetStatus": "0x80070006", "GetRequest": "1"])
            #expect(running.log.problems.contains { $0.contains("call(s) on exchange") && $0.contains("refused") })
        }
    }

    @Test("Pointers kept beyond the end of their exchange answer E_HANDLE", arguments: Transport.allCases)
    func afterTheEnd(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("stray_calls.c", as: "a")]) { running in
            #expect(try await running.respond(to: .get("/keep")).text == "kept")
            let answer = try await running.respond(to: .get("/use"))
            #expect(answer.status == 200)
            #expect(answer["X-Stray"] == nil)
            #expect(answer.report == Self.refused)
        }
    }
}
