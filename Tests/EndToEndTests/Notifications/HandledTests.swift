import ModuleTesting
import TestSupport
import Testing

@Suite("Who handles a request")
struct HandledTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let orders: String
        let status: Int
        let text: String
        /// The modules whose OnExecuteRequestHandler is called.
        let called: String
        var testDescription: String { orders }
    }

    static let cases = [
        Case(orders: "", status: 404, text: "404 Not Found\n", called: "abc"),
        Case(orders: "a.OnExecuteRequestHandler=entity:a", status: 200, text: "a", called: "a"),
        Case(orders: "b.OnExecuteRequestHandler=entity:b", status: 200, text: "b", called: "ab"),
        Case(orders: "b.OnExecuteRequestHandler=status:299", status: 299, text: "", called: "ab"),
        Case(orders: "b.OnExecuteRequestHandler=handled", status: 200, text: "", called: "ab"),
        Case(orders: "b.OnExecuteRequestHandler=finish", status: 200, text: "", called: "ab"),
        Case(orders: "c.OnExecuteRequestHandler=entity:c", status: 200, text: "c", called: "abc"),
        Case(orders: "a.OnPreExecuteRequestHandler=handled", status: 200, text: "", called: ""),
        Case(orders: "a.OnBeginRequest=handled", status: 200, text: "", called: ""),
        // What an earlier stage has set stands if no handler answers; handlers are asked all the same.
        Case(orders: "a.OnBeginRequest=status:299", status: 299, text: "", called: "abc"),
        Case(orders: "a.OnBeginRequest=entity:early", status: 200, text: "early", called: "abc"),
        Case(orders: "a.OnBeginRequest=status:200", status: 200, text: "", called: "abc"),
        Case(
            orders: "a.OnBeginRequest=entity:early ;b.OnExecuteRequestHandler=entity:late", status: 200,
            text: "early late", called: "ab"),
        Case(orders: "a.OnBeginRequest=entity:early+clear", status: 404, text: "404 Not Found\n", called: "abc"),
        // Too late to handle, but a response.
        Case(orders: "a.OnPostExecuteRequestHandler=clear+entity:post", status: 200, text: "post", called: "abc"),
    ]

    @Test("Handlers are tried until one has handled the request", arguments: Transport.allCases, cases)
    func handled(transport: Transport, example: Case) async throws {
        let folder = try ModuleFolder()
        let modules = try ["a", "b", "c"].map { try folder.add("recorder.c", as: $0, ["global 0"]) }
        try await RunningModules.with(transport, modules) { running in
            let answer = try await running.respond(to: .get("/", headers: [("X-Do", example.orders)]))
            #expect(answer.status == example.status)
            #expect(answer.text == example.text)
        }
        let called = folder.record.filter { $0.hasSuffix(" OnExecuteRequestHandler") }.map { $0.prefix(1) }.joined()
        #expect(called == example.called)
        let posts = folder.record.filter { $0.hasSuffix(" OnPostExecuteRequestHandler") }.count
        #expect(posts == (example.orders.contains("finish") ? 0 : 3))
    }

    @Test("A response written into the raw struct alone stands as well", arguments: Transport.allCases)
    func rawAnswer(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let modules = [try folder.add("raw_answer.c", as: "a"), try folder.add("recorder.c", as: "b")]
        try await RunningModules.with(transport, modules) { running in
            let answer = try await running.respond(to: .get("/"))
            #expect(answer.status == 299)
        }
    }
}
