import ModuleTesting
import TestSupport
import Testing

@Suite("Modules read the configuration as on IIS")
struct ConfigurationTests {
    private func report(
        _ source: String, _ transport: Transport, _ folder: ModuleFolder
    ) async throws -> [String: String] {
        try await RunningModules.with(
            transport, [try folder.add(source, as: "a")], tree: try GateConfiguration.tree()
        ) { running in
            let answer = try await running.respond(to: .get("/"))
            #expect(running.log.problems == [])
            return answer.report
        }
    }

    private static let defaults = [
        "enabled": "11 True (true)", "realm": "8 staff (staff)", "retries": "3 -3 (-3)",
        "limit": "19 4000000000 (4000000000)", "large": "20 -5000000000 (-5000000000)", "mode": "3 0 (Open)",
        "verbs": "3 5 (Get, Post)", "wait": "21 300000000 (00:00:30)", "none": "0x80070585",
        "log": "8 gate.log (gate.log)", "rules": "2", "rule 0": "8 admin (admin)", "by key": "0x00000000",
        "allow": "11 True (true)", "beyond": "0x80070585", "no rule": "1",
    ]

    @Test("A module in C reads each type, elements and collections at several places", arguments: Transport.allCases)
    func inC(transport: Transport) async throws {
        let folder = try ModuleFolder()
        let report = try await report("reads_configuration.c", transport, folder)
        for place in ["server", "two"] {
            for (name, value) in Self.defaults { #expect(report["\(place) \(name)"] == value, "\(place) \(name)") }
        }
        let one = [
            "enabled": "11 False (false)", "realm": "8 staff (staff)", "retries": "3 7 (7)", "limit": "19 16 (16)",
            "large": "20 9000000000 (9000000000)", "mode": "3 2 (Shut)", "verbs": "3 5 (Get, Post)",
            "wait": "21 900000000 (00:01:30)", "log": "8 /var/one.log (/var/one.log)", "rules": "1",
            "rule 0": "8 Admin (Admin)", "by key": "0x00000000", "allow": "11 False (false)",
        ]
        for (name, value) in one { #expect(report["one \(name)"] == value, "one \(name)") }
    }

    @Test("A module reads its configuration inside RegisterModule")
    func atStart() async throws {
        let folder = try ModuleFolder()
        _ = try await report("reads_configuration.c", .direct, folder)
        for (name, value) in Self.defaults { #expect(folder.record.contains("a start \(name)=\(value)"), "\(name)") }
    }

    @Test("What is not there, and what is wrong, has the errors of IIS, and an exception with file and line")
    func errors() async throws {
        let report = try await report("reads_configuration.c", .direct, ModuleFolder())
        let expected = [
            "no section": "0x80070003", "no place": "0x80070002", "nothing": "0x80070057", "wrong": "0x8007000D",
            "exception": "0x00000000", "line": "12", "file": "gate.config", "no exception": "0x80004002",
            "sentence": "mode takes one of Open, Shut, not \"Shutt\"; did you mean \"Shut\"?",
        ]
        for (name, value) in expected { #expect(report[name] == value, "\(name)") }
    }

    @Test("References are counted; one too many and calls after the last are refused; nothing can be written")
    func references() async throws {
        let report = try await report("reads_configuration.c", .direct, ModuleFolder())
        let expected = [
            "added": "2", "query": "0x00000000", "same": "1", "unrelated": "0x80004002", "released": "3", "last": "0",
            "too many": "0", "gone added": "0", "gone": "0x80070006", "write": "0x80070005", "manager": "1",
        ]
        for (name, value) in expected { #expect(report[name] == value, "\(name)") }
    }

    @Test("A module in C++ reads the same as sources for IIS do", arguments: Transport.allCases)
    func inCxx(transport: Transport) async throws {
        let report = try await report("reads_configuration.cpp", transport, ModuleFolder())
        let types = [
            "enabled:bool", "realm:string", "retries:int", "limit:uint", "large:int64", "mode:enum", "verbs:flags",
            "wait:timeSpan",
        ]
        func all(_ set: Set<String>) -> String {
            types.map { $0 + (set.contains(String($0.prefix { $0 != ":" })) ? "! " : " ") }.joined()
        }
        let expected = [
            "one enabled": "0", "one realm": "staff", "one limit": "16", "one mode": "2", "one verbs": "5",
            "one wait": "90000", "one log": "/var/one.log", "one rules": "Admin- ",
            "one all": all(["enabled", "realm", "retries", "limit", "large", "mode", "verbs", "wait"]),
            "one modes": "2", "one shut": "2", "two enabled": "1", "two limit": "4000000000", "two mode": "0",
            "two wait": "30000", "two all": all(["realm", "verbs"]),
        ]
        for (name, value) in expected { #expect(report[name] == value, "\(name)") }
    }

    @Test("Threads read at the same time")
    func concurrently() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(
            .direct, [try folder.add("reads_configuration.cpp", as: "a")], tree: try GateConfiguration.tree()
        ) { running in
            let first = try await running.respond(to: .get("/")).report
            try await withThrowingTaskGroup(of: [String: String].self) { group in
                for _ in 0..<200 { group.addTask { try await running.respond(to: .get("/")).report } }
                for try await report in group { #expect(report == first) }
            }
        }
    }
}
