import ModuleTesting
import TestSupport
import Testing

@Suite("The order of notifications")
struct NotificationOrderTests {
    /// What one module that subscribed to everything records of a request that nobody answers.
    static let plainRequest = [
        "a OnGlobalPreBeginRequest", "a GetHttpModule", "a OnBeginRequest", "a OnPostBeginRequest",
        "a OnAuthenticateRequest", "a OnPostAuthenticateRequest", "a OnAuthorizeRequest", "a OnPostAuthorizeRequest",
        "a OnResolveRequestCache", "a OnPostResolveRequestCache", "a OnMapRequestHandler", "a OnPostMapRequestHandler",
        "a OnAcquireRequestState", "a OnPostAcquireRequestState", "a OnPreExecuteRequestHandler",
        "a OnPostPreExecuteRequestHandler", "a OnExecuteRequestHandler", "a OnPostExecuteRequestHandler",
        "a OnReleaseRequestState", "a OnPostReleaseRequestState", "a OnUpdateRequestCache",
        "a OnPostUpdateRequestCache", "a OnLogRequest", "a OnPostLogRequest", "a OnEndRequest", "a OnPostEndRequest",
        "a OnSendResponse headers=1 more=0", "a Dispose", "a CleanupStoredContext memory=intact",
    ]

    @Test("A plain request passes the twelve stages, is sent, and leaves nothing behind", arguments: Transport.allCases)
    func plainRequest(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("recorder.c", as: "a")]) { running in
            #expect(folder.record == ["a OnGlobalApplicationStart"])
            folder.clearRecord()
            let answer = try await running.respond(to: .get("/"))
            #expect(answer.status == 404)
            #expect(folder.record == Self.plainRequest)
            folder.clearRecord()
        }
        #expect(
            folder.record == [
                "a OnGlobalStopListening graceful=1", "a OnGlobalApplicationStop", "a Terminate global",
                "a Terminate factory",
            ])
    }

    @Test("Each half of a stage reaches all modules before the next half begins", arguments: Transport.allCases)
    func twoModules(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["global 0"]), try folder.add("recorder.c", as: "b", ["global 0"]),
        ]
        try await RunningModules.with(transport, modules) { running in
            _ = try await running.respond(to: .get("/"))
        }
        let walk = Self.plainRequest.dropFirst(2).dropLast(3).map { $0.dropFirst(2) }
        let expected = walk.flatMap { call -> [String] in
            let both = ["a \(call)", "b \(call)"]
            return call == "OnBeginRequest" ? ["a GetHttpModule", both[0], "b GetHttpModule", both[1]] : both
        }
        let record = folder.record
        #expect(Array(record.prefix(expected.count)) == expected)
        // OnSendResponse is inverted; objects go in the reverse of the order in which they came; contexts after them.
        #expect(
            Array(record.dropFirst(expected.count).prefix(4)) == [
                "b OnSendResponse headers=1 more=0", "a OnSendResponse headers=1 more=0", "b Dispose", "a Dispose",
            ])
        #expect(
            Set(record.dropFirst(expected.count + 4).prefix(2)) == [
                "a CleanupStoredContext memory=intact", "b CleanupStoredContext memory=intact",
            ])
        #expect(record.suffix(2) == ["b Terminate factory", "a Terminate factory"])
    }

    @Test("A Post half is delivered to a module that subscribed to nothing else", arguments: Transport.allCases)
    func postOnly(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let module = try folder.add("recorder.c", as: "a", ["global 0", "mask 0", "post 10"])
        try await RunningModules.with(transport, [module]) { running in
            _ = try await running.respond(to: .get("/"))
            #expect(
                folder.record == [
                    "a GetHttpModule", "a OnPostMapRequestHandler", "a Dispose",
                    "a CleanupStoredContext memory=intact",
                ])
        }
    }

    @Test("DisableNotifications takes off this request what is left of the notifications of one module")
    func disable() async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["global 0"]), try folder.add("recorder.c", as: "b", ["global 0"]),
        ]
        try await RunningModules.with(.direct, modules) { running in
            // All but LOG and END_REQUEST, and bits that are no stages, which are ignored.
            let order = "a.OnAuthorizeRequest=disable:f00003ff,00000fff"
            _ = try await running.respond(to: .get("/", headers: [("X-Do", order)]))
            let ofA = folder.record.filter { $0.hasPrefix("a ") }.map { String($0.dropFirst(2)) }
            #expect(
                ofA == [
                    "GetHttpModule", "OnBeginRequest", "OnPostBeginRequest", "OnAuthenticateRequest",
                    "OnPostAuthenticateRequest", "OnAuthorizeRequest", "OnLogRequest", "OnEndRequest",
                    "OnSendResponse headers=1 more=0", "Dispose", "CleanupStoredContext memory=intact",
                ])
            #expect(folder.record.contains("b OnPostEndRequest"))
            folder.clearRecord()
            _ = try await running.respond(to: .get("/"))
            #expect(folder.record.contains("a OnPostAuthorizeRequest"))
        }
    }

    @Test("GetIsLastNotification is TRUE when a verdict leaves the module nothing more to receive")
    func isLast() async throws {
        let folder = try ModuleFolder()
        let module = try folder.add("recorder.c", as: "a", ["global 0", "mask 81", "post 0"])
        try await RunningModules.with(.direct, [module]) { running in
            let orders = "a.OnBeginRequest=islast;a.OnExecuteRequestHandler=islast"
            _ = try await running.respond(to: .get("/", headers: [("X-Do", orders)]))
            #expect(folder.record.filter { $0.hasPrefix("a last") } == ["a last=0/1", "a last=1/1"])
        }
    }

    @Test("GL_NOTIFICATION_HANDLED keeps a global notification from the modules that come later")
    func handledGlobally() async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["mask 0", "post 0"]),
            try folder.add("recorder.c", as: "b", ["mask 0", "post 0", "globalpriority 100 HIGH"]),
            try folder.add("recorder.c", as: "c", ["mask 0", "post 0"]),
        ]
        try await RunningModules.with(.direct, modules) { running in
            folder.clearRecord()
            _ = try await running.respond(to: .get("/"))
            #expect(folder.record.map { $0.prefix(1) } == ["b", "a", "c"])
            folder.clearRecord()
            _ = try await running.respond(to: .get("/", headers: [("X-Handled-Before", "a")]))
            #expect(folder.record.map { $0.prefix(1) } == ["b", "a"])
        }
    }
}
