import ModuleTesting
import TestSupport
import Testing

@Suite("Stored contexts")
struct ContextTests {
    static let containers = ["exchange", "metadata", "url", "connection", "site", "application", "dispensed"]

    @Test("A container takes one context per module, keeps it, and lets go of it once", arguments: Transport.allCases)
    func containers(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("contexts.c", as: "a")]) { running in
            let report = try await running.respond(to: .get("/")).report
            for container in Self.containers {
                #expect(report[container] == "0x00000000")
                #expect(report["\(container) again"] == "0x80070055")
                #expect(report["\(container) found"] == "1")
                #expect(report["\(container) null"] == "0x80070057")
            }
            #expect(report["released found"] == "0")
            #expect(report["watching"] == "0x00000000")
            #expect(report["watching again"] == "0x80070055")
            #expect(report["watching found"] == "1")
            #expect(report["named absent"] == "1")
            #expect(report["named"] == "0x00000000")
            #expect(report["named again"] == "0x80070055")
            #expect(report["named found"] == "1")
        }
        let record = folder.record
        #expect(record.prefix(2) == ["a cleanup dispensed", "a released"])
        // The contexts are cleaned up with what they belong to: the exchange, the connection (after NotifyDisconnect),
        // the worker.
        #expect(Set(record[2..<6]) == ["a cleanup exchange", "a cleanup named", "a cleanup url", "a cleanup metadata"])
        #expect(record[6] == "a disconnect watching")
        #expect(Set(record[7..<9]) == ["a cleanup connection", "a cleanup watching"])
        #expect(record[9...] == ["a cleanup application", "a cleanup site"])
    }

    @Test("A connection keeps its contexts from one request to the next")
    func keptAlive() async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(.socket, [try folder.add("contexts.c", as: "a")]) { running in
            do {
                let client = try running.connect()
                #expect(try client.respond(to: .get("/")).report["connection"] == "0x00000000")
                let second = try client.respond(to: .get("/")).report
                #expect(second["connection"] == "0x80070055")
                #expect(second["exchange"] == "0x00000000")
                #expect(!folder.record.contains("a cleanup connection"))
            }
            // Another connection, another container.
            #expect(try await running.respond(to: .get("/")).report["connection"] == "0x00000000")
        }
    }
}
