import ModuleHost
import ModuleTesting
import TestSupport
import Testing

@Suite("Exceptions that a module lets escape")
struct ExceptionTests {
    static let calls = [
        "OnGlobalPreBeginRequest", "OnBeginRequest", "OnPostBeginRequest", "OnExecuteRequestHandler",
        "OnAsyncCompletion", "OnLogRequest", "OnPostEndRequest", "OnSendResponse",
    ]

    @Test(
        "An exception becomes 500, and the log names module, call, request and exception",
        arguments: Transport.allCases, calls)
    func becomes500(transport: Transport, call: String) async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("throws.cpp", as: "thrower"), try folder.add("recorder.c", as: "b", ["global 0"]),
        ]
        try await RunningModules.with(transport, modules) { running in
            let answer = try await running.respond(to: .get("/x?y", headers: [("X-Throw", call)]))
            #expect(answer.status == 500)
            #expect(answer.text == "500 Internal Server Error\n")
            let said = "module \"thrower\" threw std::runtime_error: out of \(call) out of \(call) for GET /x?y"
            #expect(running.log.problems.contains { $0.hasPrefix(said) }, "\(running.log.problems)")
            #expect(folder.record.contains("b OnLogRequest"))
            #expect(folder.record.contains("b OnPostEndRequest"))
            // The worker goes on.
            #expect(try await running.respond(to: .get("/")).text == "answered")
        }
    }

    @Test("So does one out of a completion function, and one of no std::exception", arguments: Transport.allCases)
    func others(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("throws.cpp", as: "thrower")]) { running in
            let ofCallback = try await running.respond(to: .get("/", headers: [("X-Throw", "a callback")]))
            #expect(ofCallback.status == 500)
            #expect(running.log.problems.contains { $0.contains("out of its completion callback for GET /") })
            let ofNumber = try await running.respond(to: .get("/", headers: [("X-Throw", "an int")]))
            #expect(ofNumber.status == 500)
            #expect(running.log.problems.contains { $0.contains("threw int out of OnBeginRequest") })
        }
    }

    @Test("An exception after the head cuts the response off")
    func afterHead() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("throws.cpp", as: "thrower")]) { running in
            _ = try await running.respond(to: .get("/", headers: [("X-Throw", "after the head")]))
            #expect(running.log.problems.contains { $0.contains("out of after the head") })
        }
        try await RunningModules.with(.socket, [try folder.add("throws.cpp", as: "thrower2")]) { running in
            let client = try running.connect()
            try client.send(.get("/", headers: [("X-Throw", "after the head")]))
            // Reset, or ended before the last chunk: a client never takes it for the whole.
            #expect(throws: TestFailure.self) { try client.receiveWhole() }
        }
    }

    @Test(
        "Exceptions at the end of an exchange are logged; the response is out already",
        arguments: ["Dispose", "CleanupStoredContext"])
    func atTheEnd(call: String) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.direct, [try folder.add("throws.cpp", as: "thrower")]) { running in
            let answer = try await running.respond(to: .get("/", headers: [("X-Throw", call)]))
            #expect(answer.text == "answered")
            let said = "module \"thrower\" threw std::runtime_error: out of \(call) out of \(call)"
            #expect(running.log.problems.contains { $0.hasPrefix(said) })
            #expect(try await running.respond(to: .get("/")).text == "answered")
        }
    }

    @Test(
        "Exceptions of calls that belong to no request are logged",
        arguments: ["OnGlobalApplicationStart", "Terminate"])
    func ofTheProcess(call: String) async throws {
        let folder = try ModuleFolder()
        let module = try folder.add("throws.cpp", as: "thrower", ["throw \(call)"])
        let running = try RunningModules(.direct, [module])
        #expect(try await running.respond(to: .get("/")).text == "answered")
        running.stop()
        let said = "module \"thrower\" threw std::runtime_error: out of \(call) out of \(call)"
        #expect(running.log.problems.contains { $0.hasPrefix(said) })
    }

    @Test("GetHttpModule that throws answers 500")
    func getHttpModule() async throws {
        let folder = try ModuleFolder()
        let module = try folder.add("throws.cpp", as: "thrower", ["throw GetHttpModule"])
        try await RunningModules.with(.direct, [module]) { running in
            let answer = try await running.respond(to: .get("/"))
            #expect(answer.status == 500)
            #expect(running.log.problems.contains { $0.contains("out of GetHttpModule for GET /") })
        }
    }

    @Test("RegisterModule that throws keeps the host from starting, and says what was thrown")
    func registerModule() throws {
        let folder = try ModuleFolder()
        let module = try folder.add("throws.cpp", as: "thrower", ["throw RegisterModule"])
        let earlier = try folder.add("recorder.c", as: "earlier")
        let failure = #expect(throws: TestHost.LoadFailure.self) { try RunningModules(.direct, [earlier, module]) }
        let sentence = failure?.description ?? ""
        #expect(sentence.contains("thrower.so") && sentence.contains("std::runtime_error: out of RegisterModule"))
        // Modules that were loaded before are terminated, without an APPLICATION_START before.
        #expect(folder.record == ["thrower RegisterModule", "earlier Terminate global", "earlier Terminate factory"])
    }
}
