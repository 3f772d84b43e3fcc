import ModuleTesting
import TestSupport
import Testing

@Suite("Priorities")
struct PriorityTests {
    static let aliases = ["FIRST", "HIGH", "MEDIUM", "LOW", "LAST"]
    static let pairs = aliases.flatMap { left in aliases.map { (left, $0) } }

    @Test("FIRST to LAST order a stage, its Post half follows, OnSendResponse is inverted", arguments: pairs)
    func pair(ofA: String, ofB: String) async throws {
        let folder = try ModuleFolder()
        let common = ["global 0", "mask 20000010", "post 10"]
        let modules = [
            try folder.add("recorder.c", as: "a", common + ["priority 20000010 \(ofA)"]),
            try folder.add("recorder.c", as: "b", common + ["priority 20000010 \(ofB.lowercased())"]),
        ]
        try await RunningModules.with(.direct, modules) { running in
            _ = try await running.respond(to: .get("/"))
        }
        let places = (try #require(Self.aliases.firstIndex(of: ofA)), try #require(Self.aliases.firstIndex(of: ofB)))
        let order = places.0 <= places.1 ? ["a", "b"] : ["b", "a"]
        #expect(Self.order(of: "OnMapRequestHandler", in: folder.record) == order)
        #expect(Self.order(of: "OnPostMapRequestHandler", in: folder.record) == order)
        #expect(Self.order(of: "OnSendResponse headers=1 more=0", in: folder.record) == order.reversed())
    }

    @Test("A priority of its own takes the Post half out of its stage's order", arguments: Transport.allCases)
    func postPriority(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let common = ["global 0", "mask 30", "post 30"]
        let modules = [
            try folder.add("recorder.c", as: "a", common + ["priority 30 FIRST", "postpriority 10 LAST"]),
            try folder.add("recorder.c", as: "b", common),
        ]
        try await RunningModules.with(transport, modules) { running in
            _ = try await running.respond(to: .get("/"))
        }
        #expect(Self.order(of: "OnMapRequestHandler", in: folder.record) == ["a", "b"])
        #expect(Self.order(of: "OnPostMapRequestHandler", in: folder.record) == ["b", "a"])
        #expect(Self.order(of: "OnPostAcquireRequestState", in: folder.record) == ["a", "b"])
    }

    @Test("Priorities of single notifications do not touch the others")
    func singleNotification() async throws {
        let folder = try ModuleFolder()
        let modules = [
            try folder.add("recorder.c", as: "a", ["global 0", "priority 4 LOW"]),
            try folder.add("recorder.c", as: "b", ["global 0", "priority 2 HIGH"]),
        ]
        try await RunningModules.with(.direct, modules) { running in
            _ = try await running.respond(to: .get("/"))
        }
        #expect(Self.order(of: "OnBeginRequest", in: folder.record) == ["a", "b"])
        #expect(Self.order(of: "OnAuthenticateRequest", in: folder.record) == ["b", "a"])
        #expect(Self.order(of: "OnAuthorizeRequest", in: folder.record) == ["b", "a"])
    }

    private static func order(of call: String, in record: [String]) -> [String] {
        record.filter { $0.dropFirst(2) == call }.map { String($0.prefix(1)) }
    }
}
