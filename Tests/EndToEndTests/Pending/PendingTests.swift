import ModuleTesting
import TestSupport
import Testing

@Suite("PENDING and completions")
struct PendingTests {
    /// Each half of a stage, completed from a thread of the module and from inside the method itself.
    static let ways = ["thread+indicate:0", "indicate:0", "thread+post", "post"]
    static let cases = ways.flatMap { way in FinishRequestTests.halves.map { (way, $0) } }

    @Test("A pending half of any stage goes on where it was, whichever thread completes it, and when", arguments: cases)
    func everyHalf(way: String, half: String) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("recorder.c", as: "a")]) { running in
            folder.clearRecord()
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", "a.\(half)=\(way)")]))
            #expect(answer.status == 404)
            var expected = NotificationOrderTests.plainRequest
            if way.hasSuffix("post") {
                let place = try #require(expected.firstIndex(of: "a \(half)"))
                let completion = "a OnAsyncCompletion \(half) bytes=42 status=0x00000000"
                expected.insert(completion, at: place + 1)
            }
            #expect(folder.record == expected)
            #expect(running.log.problems == [])
        }
    }

    @Test("A pending notification may end with FINISH_REQUEST", arguments: Transport.allCases, ways)
    func pendingFinish(transport: Transport, way: String) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("recorder.c", as: "a")]) { running in
            let complete = way.replacing("indicate:0", with: "indicate:2")
            let orders = "a.OnAuthorizeRequest=status:403+\(complete);a.OnAsyncCompletion=finish"
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", orders)]))
            #expect(answer.status == 403)
            #expect(!folder.record.contains("a OnPostAuthorizeRequest"))
            #expect(folder.record.contains("a OnLogRequest"))
        }
    }

    @Test(
        "OnAsyncCompletion may wait again, and end the notification by IndicateCompletion",
        arguments: Transport.allCases)
    func pendingAgain(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("recorder.c", as: "a", ["global 0"])]) { running in
            let orders = "a.OnAuthorizeRequest=thread+post;a.OnAsyncCompletion=thread+indicate:0"
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", orders)]))
            #expect(answer.status == 404)
            let completions = folder.record.filter { $0.contains("OnAsyncCompletion") }
            #expect(completions == ["a OnAsyncCompletion OnAuthorizeRequest bytes=42 status=0x00000000"])
            #expect(folder.record.contains("a OnPostAuthorizeRequest"))
        }
    }

    @Test("A notification takes one result: the second is dropped and said", arguments: ["indicate:0", "post"])
    func second(completion: String) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("recorder.c", as: "a")]) { running in
            folder.clearRecord()
            let order = "a.OnPostEndRequest=times:3+\(completion)"
            _ = try await running.respond(to: .get("/", headers: [("X-Do", order)]))
            let calls = folder.record.filter { !$0.contains("OnAsyncCompletion") }
            #expect(calls == NotificationOrderTests.plainRequest)
            #expect(folder.record.filter { $0.contains("OnAsyncCompletion") }.count == (completion == "post" ? 1 : 0))
            #expect(running.log.problems.contains { $0.hasPrefix("2 completion(s) for GET /") })
        }
    }

    @Test("A completion for a notification that did not wait is dropped, and the next one waits for its own")
    func endedNotification() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("recorder.c", as: "a")]) { running in
            let orders = """
                a.OnBeginRequest=post+continue;a.OnAuthorizeRequest=indicate:2+continue;a.OnEndRequest=thread+post
                """
            _ = try await running.respond(to: .get("/", headers: [("X-Do", orders)]))
            let completions = folder.record.filter { $0.contains("OnAsyncCompletion") }
            #expect(completions == ["a OnAsyncCompletion OnEndRequest bytes=42 status=0x00000000"])
            #expect(folder.record.contains("a OnPostAuthorizeRequest"))
            #expect(running.log.problems.contains { $0.hasPrefix("2 completion(s) for GET /") })
        }
    }

    @Test("IndicateCompletion with PENDING changes nothing")
    func indicatePending() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("recorder.c", as: "a")]) { running in
            let order = "a.OnBeginRequest=indicate:1+thread+indicate:2"
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", order)]))
            #expect(answer.status == 200)
            #expect(!folder.record.contains("a OnPostBeginRequest"))
            #expect(running.log.problems == [])
        }
    }

    @Test("A handler that answers while it is pending has handled the request", arguments: Transport.allCases)
    func pendingHandler(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let modules = [try folder.add("answer_later.c", as: "a"), try folder.add("recorder.c", as: "b", ["global 0"])]
        try await RunningModules.with(transport, modules) { running in
            let answer = try await running.respond(to: .get("/"))
            #expect(answer.status == 200)
            #expect(answer.text == "later")
            #expect(!folder.record.contains("b OnExecuteRequestHandler"))
            #expect(folder.record.contains("b OnPostExecuteRequestHandler"))
        }
    }
}
