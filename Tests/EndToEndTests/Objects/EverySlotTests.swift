import FoundationEssentials
import ModuleTesting
import TestSupport
import Testing

@Suite("Every function of the host is total")
struct EverySlotTests {
    @Test("Null pointers, garbage and foreign objects crash no slot of any object", arguments: Transport.allCases)
    func everySlot(transport: Transport) async throws {
        let contract = try Contract()
        let calls = EverySlotCalls(contract: contract).text
        let folder = try ModuleFolder()
        let module = try folder.add("every_slot.c", as: "a", generated: ["every_slot_calls.h": calls])
        // A section with an item, and one that is wrong.
        let tree = try GateConfiguration.tree(Self.configuration)
        try await RunningModules.with(transport, [module], tree: tree) { running in
            for _ in 0..<2 {
                // It ends with the reset of its connection; what counts is that the host lives on.
                _ = try? await running.respond(to: .post("/", "abc"))
                let quiet = try await running.respond(to: .get("/", headers: [("X-Quiet", "1")]))
                #expect(quiet.status == 404)
            }
        }
        let called = Set(folder.record)
        for interface in EverySlotCalls.interfaces {
            let count = contract.slots(of: interface).count * EverySlotCalls.callsPerSlot
            #expect(count > 0)
            #expect(called.contains("a \(interface) \(count)"), "\(interface)")
        }
    }

    private static let configuration = """
        <configuration>
          <system.webServer>
            <defaultDocument><files><add value="index.html"/></files></defaultDocument>
          </system.webServer>
          <location path="wrong"><system.webServer><defaultDocument enabled="perhaps"/></system.webServer></location>
        </configuration>
        """

    @Test("The list of interfaces names every kind of object that the host has")
    func kinds() throws {
        let generated = "\(Repository.root)/Sources/ModuleInterfaces/CModuleBorder/Generated"
        let header = try String(contentsOfFile: "\(generated)/HostKinds.h", encoding: .utf8)
        let kinds = header.matches(of: /HostKind_(\w+)/).map { String($0.output.1) }.filter { $0 != "Count" }
        #expect(kinds.count > 20)
        for kind in kinds {
            let isListed = EverySlotCalls.interfaces.contains { $0.filter { !$0.isNumber }.hasSuffix(kind) }
            #expect(isListed, "\(kind)")
        }
    }

    @Test("The list of interfaces has the newest of each family")
    func newest() throws {
        let folder = "\(Repository.root)/CModuleHeaders/interfaces"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".txt") }
        let all = try files.flatMap { file in
            try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                .matches(of: /(?m)^interface (\w+)/).map { String($0.output.1) }
        }
        #expect(all.count > 40)
        for listed in EverySlotCalls.interfaces {
            let family = all.filter { $0.filter { !$0.isNumber } == listed.filter { !$0.isNumber } }
            #expect(family.max { ($0.count, $0) < ($1.count, $1) } == listed)
        }
    }
}
