import Configuration
import ModuleTesting
import TestSupport
import Testing

@Suite("Modules read the configuration by paths")
struct ModuleConfigurationTests {
    private static let text = """
        <configuration>
          <system.webServer><gate realm="staff" verbs="Get, Post">
            <rules><add name="admin" allow="true"/><add name="other"/></rules>
            <doors><shut name="back"/><open name="front"/></doors>
          </gate></system.webServer>
          <location path="Default Web Site/one"><system.webServer>
            <gate enabled="false" realm="one &quot;and&quot; only" wait="00:01:30"/>
          </system.webServer></location>
          <location path="main/one"><system.webServer>
            <gate enabled="false" limit="16" mode="Shut"><rules><clear/><add name="Admin"/></rules></gate>
          </system.webServer></location>
          <location path="main/wrong"><system.webServer><gate mode="Shutt"/></system.webServer></location>
        </configuration>
        """

    private func running<Result>(
        _ source: String, _ transport: Transport, _ body: (RunningModules) async throws -> Result
    ) async throws -> Result {
        let folder = try ModuleFolder()
        return try await RunningModules.with(
            transport, [try folder.add(source, as: "a")], tree: try GateConfiguration.tree(Self.text), body)
    }

    @Test(
        "Values come by their types, and where nothing differs the section is the same", arguments: Transport.allCases)
    func values(transport: Transport) async throws {
        try await running("reads_settings.c", transport) { running in
            let report = try await running.respond(to: .get("/")).report
            #expect(running.log.problems == [])
            let expected = [
                "same": "1", "other": "0", "below": "1", "server enabled": "bool 1", "server realm": "text staff 5",
                "server limit": "number 4000000000 4000000000", "server mode": "number 0 Open",
                "server verbs": "number 5 Get, Post", "server wait": "time 300000000",
                "server log/path": "text gate.log 8", "server rules": "names 0 first  items 2",
                "server rules/0/name": "text admin 5", "server rules[name": "ADMIN]/allow=bool 1",
                "server rules/7/name": "none", "server none": "none", "server log": "names 1 first path no items",
                "server ": "names 11 first enabled no items", "server wrong kind": "0x8007000D",
                "server place": "gate.config:2:27", "server other place": "default:0", "one enabled": "bool 0",
                "one limit": "number 16 16", "one mode": "number 2 Shut", "one rules/0/name": "text Admin 5",
                "one place": "gate.config:2:27", "wrong": "0x8007000D", "unknown": "0x80070003", "no mistake": "1",
                "mistake":
                    "gate.config:12:55: mode takes one of Open, Shut, not \"Shutt\"; did you mean \"Shut\"?",
            ]
            for (name, value) in expected { #expect(report[name] == value, "\(name)") }
        }
    }

    @Test("A request has the section of its URL, also as JSON", arguments: Transport.allCases)
    func ofRequest(transport: Transport) async throws {
        try await running("reads_settings.c", transport) { running in
            let answer = try await running.respond(to: .get("/one/below?query"))
            let lines = answer.text.split(separator: "\n").filter { $0.hasPrefix("json=") }.map { $0.dropFirst(5) }
            #expect(answer.report["mine"] == "0x00000000")
            #expect(answer.report["length"] == "1")
            #expect(answer.report["name"] == "system.webServer/gate")
            #expect(
                lines.joined(separator: "\n") == """
                    {
                      "enabled": false,
                      "realm": "one \\"and\\" only",
                      "retries": -3,
                      "limit": 4000000000,
                      "large": -5000000000,
                      "mode": "Open",
                      "verbs": "Get, Post",
                      "wait": "00:01:30",
                      "log": {
                        "path": "gate.log"
                      },
                      "rules": [
                        {
                          "name": "admin",
                          "allow": true,
                          "from": {
                            "address": ""
                          }
                        },
                        {
                          "name": "other",
                          "allow": false,
                          "from": {
                            "address": ""
                          }
                        }
                      ],
                      "doors": {
                        "open": [
                          {
                            "name": "front"
                          }
                        ],
                        "shut": [
                          {
                            "name": "back"
                          }
                        ]
                      }
                    }
                    """)
        }
    }

    @Test("A module keeps what it has made of a section under its pointer", arguments: Transport.allCases)
    func kept(transport: Transport) async throws {
        try await running("reads_settings.cpp", transport) { running in
            var answers: [String] = []
            for url in ["/", "/one", "/two", "/one/more"] {
                answers.append(try await running.respond(to: .get(url)).text)
            }
            #expect(answers == ["staff", "one \"and\" only", "staff again", "one \"and\" only again"])
        }
    }
}
