import ModuleTesting
import TestSupport
import Testing

@Suite("OnSendResponse")
struct SendResponseTests {
    /// Two modules; `orders` goes to both. What they recorded of flushes and sends, and the answer.
    private func run(
        _ transport: Transport, _ orders: String, _ check: (Answer, [String], CapturedLog) -> Void
    ) async throws {
        let folder = try ModuleFolder()
        let common = ["global 0", "mask 20000881", "post 0"]
        let modules = [
            try folder.add("recorder.c", as: "a", common), try folder.add("recorder.c", as: "b", common),
        ]
        try await RunningModules.with(transport, modules) { running in
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", orders)]))
            let record = folder.record.filter { !$0.contains("Dispose") && !$0.contains("CleanupStoredContext") }
            check(answer, record, running.log)
        }
    }

    @Test("A flush raises it inside the notification that flushed, with the head once", arguments: Transport.allCases)
    func nested(transport: Transport) async throws {
        let orders = """
            a.OnBeginRequest=entity:one +flush+entity:two +flush;a.OnExecuteRequestHandler=entity:three+finish
            """
        try await run(transport, orders) { answer, record, _ in
            #expect(answer.text == "one two three")
            #expect(
                record == [
                    "a GetHttpModule", "a OnBeginRequest",
                    "b GetHttpModule", "b OnSendResponse headers=1 more=1", "a OnSendResponse headers=1 more=1",
                    "a flushed 0x00000000 sent=4",
                    "b OnSendResponse headers=0 more=1", "a OnSendResponse headers=0 more=1",
                    "a flushed 0x00000000 sent=4",
                    "b OnBeginRequest", "a OnExecuteRequestHandler", "a OnEndRequest", "b OnEndRequest",
                    "b OnSendResponse headers=0 more=0", "a OnSendResponse headers=0 more=0",
                ])
        }
    }

    @Test(
        "A flush without more to come is the last, and nothing can be written behind it",
        arguments: Transport.allCases)
    func lastFlush(transport: Transport) async throws {
        let orders = "a.OnBeginRequest=entity:all+last+entity:late+last;b.OnExecuteRequestHandler=entity:later+finish"
        try await run(transport, orders) { answer, record, _ in
            #expect(answer.text == "all")
            #expect(
                record == [
                    "a GetHttpModule", "a OnBeginRequest",
                    "b GetHttpModule", "b OnSendResponse headers=1 more=0", "a OnSendResponse headers=1 more=0",
                    "a flushed 0x00000000 sent=3", "a write 0x80070057", "a flushed 0x00000000 sent=0",
                    "b OnBeginRequest", "a OnExecuteRequestHandler", "b OnExecuteRequestHandler", "b write 0x80070057",
                    "a OnEndRequest", "b OnEndRequest",
                ])
        }
    }

    @Test("A module that takes the MORE_DATA flag away ends the response", arguments: Transport.allCases)
    func clearedFlag(transport: Transport) async throws {
        let orders = "a.OnBeginRequest=entity:all+flush+entity:late+finish;b.OnSendResponse=clearmore"
        try await run(transport, orders) { answer, record, _ in
            #expect(answer.text == "all")
            #expect(record.contains("a write 0x80070057"))
            #expect(record.filter { $0.contains("OnSendResponse") }.count == 2)
        }
    }

    @Test(
        "Inside it the response may be replaced; writes and flushes raise it no second time",
        arguments: Transport.allCases)
    func replaced(transport: Transport) async throws {
        let orders = """
            a.OnExecuteRequestHandler=status:404+entity:gone+finish;\
            b.OnSendResponse=clear+status:299+entity:in+last+entity:stead+flush+last
            """
        try await run(transport, orders) { answer, record, _ in
            #expect(answer.status == 299)
            #expect(answer.text == "instead")
            #expect(record.filter { $0.contains("OnSendResponse") }.count == 2)
            let flushes = record.filter { $0.contains("flushed") }
            #expect(flushes == Array(repeating: "b flushed 0x00000000 sent=0", count: 3))
        }
    }

    @Test("PENDING from it counts as CONTINUE and is logged, FINISH makes no difference", arguments: Transport.allCases)
    func verdicts(transport: Transport) async throws {
        let orders = "a.OnBeginRequest=entity:x+flush;a.OnSendResponse=verdict:1;b.OnSendResponse=finish"
        try await run(transport, orders) { answer, record, log in
            #expect(answer.text == "x")
            #expect(record.contains("b OnBeginRequest"))
            #expect(record.filter { $0.hasPrefix("a OnSendResponse") }.count == 2)
            #expect(log.problems.contains { $0.contains("\"a\"") && $0.contains("PENDING from OnSendResponse") })
        }
    }

    @Test("Without buffering each write is a push", arguments: Transport.allCases)
    func unbuffered(transport: Transport) async throws {
        let orders = "a.OnExecuteRequestHandler=unbuffered+entity:one +entity:two+finish"
        try await run(transport, orders) { answer, record, _ in
            #expect(answer.text == "one two")
            #expect(
                record.filter { $0.hasPrefix("a OnSendResponse") } == [
                    "a OnSendResponse headers=1 more=1", "a OnSendResponse headers=0 more=1",
                    "a OnSendResponse headers=0 more=0",
                ])
        }
    }

    @Test("In END_REQUEST and its Post half the response may still be changed", arguments: Transport.allCases)
    func endRequest(transport: Transport) async throws {
        let orders = "a.OnExecuteRequestHandler=entity:x+finish;b.OnEndRequest=clear+status:299+entity:y"
        try await run(transport, orders) { answer, _, _ in
            #expect(answer.status == 299)
            #expect(answer.text == "y")
        }
    }
}
