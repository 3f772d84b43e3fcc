import TestSupport
import Testing

@Suite("What modules trace")
struct TraceTests {
    @Test("QuickTrace takes the levels of the contract and refuses every other", arguments: Transport.allCases)
    func levels(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("traces.c", as: "a")]) { running in
            let report = try await running.respond(to: .get("/")).report
            for level in 1...7 { #expect(report["level \(level)"] == "0x00000000") }
            for level in ["level 0", "level 8", "level 255", "no text"] {
                #expect(report[level] == "0x80070057", "\(level)")
            }
            let lines = running.log.lines.filter { $0.contains("trace: at ") }
            let levels = ["critical", "error", "warning", "info", "debug", "debug", "debug"]
            #expect(lines == zip(levels, 1...).map { "\($0): trace: at \($1)" })
        }
    }
}
