import ModuleTesting
import TestSupport
import Testing

@Suite("FINISH_REQUEST")
struct FinishRequestTests {
    /// The 24 halves of the stages, from OnBeginRequest to OnPostEndRequest.
    static let halves = NotificationOrderTests.plainRequest.dropFirst(2).dropLast(3).map { String($0.dropFirst(2)) }
    static let cases = Transport.allCases.flatMap { transport in halves.map { (transport, $0) } }

    @Test("FINISH_REQUEST skips what is left up to LOG_REQUEST, and from there on nothing", arguments: cases)
    func finish(transport: Transport, half: String) async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["global 0"]), try folder.add("recorder.c", as: "b", ["global 0"]),
        ]
        try await RunningModules.with(transport, modules) { running in
            let order = "a.\(half)=status:299+entity:done+finish"
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", order)]))
            #expect(answer.status == 299)
            #expect(answer.text == "done")
        }
        let place = try #require(Self.halves.firstIndex(of: half))
        let logStart = try #require(Self.halves.firstIndex(of: "OnLogRequest"))
        var expected: [String] = []
        for (index, call) in Self.halves.enumerated() where index <= place || index >= logStart {
            // b comes after a: in a stage that a ended before the log, b is not called. A request that a answered in
            // EXECUTE_REQUEST_HANDLER is not given to b's handler either.
            expected += index == place && place < logStart ? ["a \(call)"] : ["a \(call)", "b \(call)"]
        }
        let halves = Set(Self.halves)
        #expect(folder.record.filter { halves.contains(String($0.dropFirst(2))) } == expected)
        #expect(folder.record.filter { $0.hasSuffix("OnSendResponse headers=1 more=0") }.count == 2)
        #expect(folder.record.filter { $0.hasSuffix(" Dispose") }.count == 2)
    }

    @Test("FINISH_REQUEST after SetErrorStatus alone answers 500", arguments: Transport.allCases)
    func errorStatusOnly(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("recorder.c", as: "a")]) { running in
            let failing = "a.OnAuthorizeRequest=error:80070005+finish"
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", failing)]))
            #expect(answer.status == 500)
            // S_OK is no error, and takes back the one before.
            let mended = "a.OnAuthorizeRequest=error:80070005+error:0+finish"
            #expect(try await running.respond(to: .get("/", headers: [("X-Do", mended)])).status == 200)
            // A status of the module's own stands.
            let own = "a.OnAuthorizeRequest=error:80070005+status:403+finish"
            #expect(try await running.respond(to: .get("/", headers: [("X-Do", own)])).status == 403)
        }
    }

    @Test("A verdict that is none ends the request with 500 and a line in the log", arguments: Transport.allCases)
    func verdictOutOfRange(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("recorder.c", as: "a")]) { running in
            let order = "a.OnBeginRequest=verdict:9"
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", order)]))
            #expect(answer.status == 500)
            #expect(folder.record.contains("a OnLogRequest"))
            #expect(!folder.record.contains("a OnPostBeginRequest"))
            #expect(running.log.problems.contains { $0.contains("\"a\"") && $0.contains("9 from OnBeginRequest") })
        }
    }
}
