import CModuleABI
import ModuleKit
import Testing

private struct GateSettings: ModuleSettings {
    static let section = "system.webServer/gate"

    let enabled: Bool
    let realm: String
    let limit: UInt32
    let wait: Duration
    let mode: Mode
    let verbs: Verbs
    let log: Log
    let rules: [Rule]
    let note: String?

    enum Mode: String, Decodable { case open = "Open", shut = "Shut" }
    struct Verbs: OptionSet, Decodable { let rawValue: Int }
    struct Log: Decodable { let path: String }
    struct Rule: Decodable, Equatable { let name: String, allow: Bool }
}

private struct GateModule: OnBeginRequest {
    static let settings: [any ModuleSettings.Type] = [GateSettings.self]

    func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus {
        let settings = try context.configuration(GateSettings.self)
        context.response.headers["X-Realm"] = settings.realm
        context.response.headers["X-Rules"] = settings.rules.map { "\($0.name) \($0.allow)" }.joined(separator: ", ")
        context.response.headers["X-Rest"] =
            "\(settings.enabled) \(settings.limit) \(settings.wait) \(settings.mode) \(settings.verbs.rawValue) "
            + "\(settings.log.path) \(settings.note ?? "none")"
        return .continue
    }
}

@Suite("Settings of a module")
struct ModuleSettingsTests {
    private static let names = ["enabled", "realm", "limit", "wait", "mode", "verbs", "log", "rules"]
    private static let values: [String: FakeConfiguration.Value] = [
        "": .element(names), "enabled": .bool(true), "realm": .text("staff"),
        "limit": .number(4_000_000_000, "4000000000"),
        "wait": .time(905_000_000), "mode": .number(2, "Shut"), "verbs": .number(5, "Get, Post"),
        "log": .element(["path"]), "log/path": .text("gate.log"), "rules": .element([], items: 2),
        "rules/0": .element(["name", "allow"]), "rules/0/name": .text("admin"), "rules/0/allow": .bool(true),
        "rules/1": .element(["name", "allow"]), "rules/1/name": .text("other"), "rules/1/allow": .bool(false),
    ]

    private func section(
        _ change: [String: FakeConfiguration.Value] = [:], without: [String] = [], places: [String: String] = [:]
    ) -> FakeConfiguration.Section {
        let values = Self.values.merging(change) { $1 }.filter { !without.contains($0.key) }
        return FakeConfiguration.Section(GateSettings.section, values, places: places)
    }

    private func respond(_ registration: FakeRegistration, _ path: String = "/") -> FakeExchange {
        let exchange = FakeExchange()
        exchange.path = path
        #expect(exchange.begin(registration) == 0)
        exchange.call(\.OnBeginRequest)
        exchange.end()
        return exchange
    }

    @Test("A type is filled from a section, by the types of its properties")
    func types() {
        let registration = FakeRegistration()
        registration.configuration = FakeConfiguration(["": section()])
        #expect(registration.register(GateModule.self) == 0)
        let exchange = respond(registration)
        #expect(exchange.responseHeaders["X-Realm"] == "staff")
        #expect(exchange.responseHeaders["X-Rules"] == "admin true, other false")
        #expect(exchange.responseHeaders["X-Rest"] == "true 4000000000 90.5 seconds shut 5 gate.log none")
        registration.terminate()
    }

    @Test("Each place has its own settings, read once for each configuration and not for each request")
    func places() {
        let registration = FakeRegistration()
        let (server, one) = (section(), section(["realm": .text("one")]))
        registration.configuration = FakeConfiguration(["": server, "/one": one])
        #expect(registration.register(GateModule.self) == 0)
        #expect(respond(registration, "/one").responseHeaders["X-Realm"] == "one")
        let reads = (server.reads, one.reads)
        for _ in 0..<3 {
            #expect(respond(registration).responseHeaders["X-Realm"] == "staff")
            #expect(respond(registration, "/one").responseHeaders["X-Realm"] == "one")
        }
        #expect(reads == (server.reads, one.reads))
        // What was made of a section keeps one reference to it, and no request does.
        #expect(server.references == 1 && one.references == 1)
        registration.terminate()
        #expect(server.references == 0 && one.references == 0)
    }

    @Test("What does not fit keeps the module from being loaded, with one sentence and its place")
    func mistakes() {
        for (change, without, sentence) in [
            (["mode": .number(1, "Ajar")], [], "gate.config:3:7: system.webServer/gate, mode: "),
            (["limit": .number(-1, "-1")], [], "system.webServer/gate, limit: -1 is too large or too small for UInt32"),
            (["realm": .element([])], [], "system.webServer/gate, realm: this is not an attribute"),
            (["wait": .text("soon")], [], "system.webServer/gate, wait: \"soon\" is not a length of time"),
            ([:], ["rules/1/allow"], "system.webServer/gate, rules/1 has no \"allow\" in its schema"),
        ] as [([String: FakeConfiguration.Value], [String], String)] {
            let registration = FakeRegistration()
            registration.configuration = FakeConfiguration([
                "": section(change, without: without, places: ["mode": "gate.config"])
            ])
            #expect(registration.register(GateModule.self) < 0)
            #expect(registration.factory == nil)
            #expect(registration.log.count == 1 && registration.log[0].hasPrefix(sentence), "\(registration.log)")
        }
    }

    @Test("What the host says is wrong is told as it says it")
    func hostMistake() {
        let registration = FakeRegistration()
        let configuration = FakeConfiguration(["": section()])
        registration.configuration = configuration
        configuration.refusal = ResultCode.invalidData.rawValue
        configuration.mistake = "modhost.yaml:4:9: mode takes one of Open, Shut"
        #expect(registration.register(GateModule.self) < 0)
        #expect(registration.log == [configuration.mistake])
        configuration.refusal = nil
        #expect(registration.register(GateModule.self) == 0)
        configuration.refusal = ResultCode.invalidData.rawValue
        let exchange = respond(registration)
        #expect(exchange.status == 500)
        #expect(exchange.log == ["2 \(configuration.mistake)"])
        registration.terminate()
    }

    @Test("A section without a schema, and a host without a configuration, are told")
    func missing() {
        let registration = FakeRegistration()
        #expect(registration.register(GateModule.self) < 0)
        registration.configuration = FakeConfiguration([:])
        #expect(registration.register(GateModule.self) < 0)
        #expect(registration.log.count == 2)
        #expect(registration.log[0].contains("this host has no configuration"))
        #expect(registration.log[1].contains("no schema describes the section system.webServer/gate"))
    }

    @Test("An element with attributes besides gives its items under that name, and any element is a dictionary")
    func shapes() throws {
        struct Settings: ModuleSettings {
            static let section = "system.webServer/gate"
            let policy: String
            let items: [[String: String]]
        }
        struct Module: OnBeginRequest {
            static let settings: [any ModuleSettings.Type] = [Settings.self]
            func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus {
                let settings = try context.configuration(Settings.self)
                let items = settings.items.map {
                    $0.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ")
                }
                context.response.headers["X-Items"] = "\(settings.policy): \(items.joined(separator: ", "))"
                return .continue
            }
        }
        let registration = FakeRegistration()
        registration.configuration = FakeConfiguration([
            "": .init(
                Settings.section,
                [
                    "": .element(["policy"], items: 2), "policy": .text("Read"), "0": .element(["a", "b"]),
                    "0/a": .text("1"), "0/b": .number(2, "two"), "1": .element(["a"]), "1/a": .text("3"),
                ])
        ])
        #expect(registration.register(Module.self) == 0)
        #expect(respond(registration).responseHeaders["X-Items"] == "Read: a=1 b=two, a=3")
        registration.terminate()
    }

    @Test(
        "An item tells the name that it was written with, a list is none where nothing is listed, and own errors have a place"
    )
    func names() {
        struct Kind: Decodable {
            struct Unwelcome: Error, CustomStringConvertible { let description = "nobody comes in" }
            init(from decoder: any Decoder) throws {
                if try decoder.singleValueContainer().decode(String.self) == "none" { throw Unwelcome() }
            }
        }
        struct Settings: ModuleSettings {
            static let section = "system.webServer/doors"
            struct Door: Decodable {
                enum Name: String, Decodable { case open, shut }
                let elementName: Name, name: String
            }
            let kind: Kind
            let items: [Door]
            let log: [String]?
        }
        struct Module: OnBeginRequest {
            static let settings: [any ModuleSettings.Type] = [Settings.self]
            func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus {
                let items = try context.configuration(Settings.self).items
                context.response.headers["X-Items"] = items.map { "\($0.elementName) \($0.name)" }.joined(
                    separator: ", ")
                return .continue
            }
        }
        let values: [String: FakeConfiguration.Value] = [
            "": .element(["kind"], items: 2), "kind": .text("any"),
            "0": .element(["name"], name: "shut"), "0/name": .text("back"),
            "1": .element(["name"], name: "open"), "1/name": .text("front"),
        ]
        func register(_ change: [String: FakeConfiguration.Value]) -> (FakeRegistration, Int32) {
            let registration = FakeRegistration()
            registration.configuration = FakeConfiguration([
                "": .init(Settings.section, values.merging(change) { $1 }, places: ["kind": "doors.config"])
            ])
            return (registration, registration.register(Module.self))
        }
        let (registration, code) = register([:])
        #expect(code == 0)
        #expect(respond(registration).responseHeaders["X-Items"] == "shut back, open front")
        registration.terminate()
        let (unlisted, _) = register(["log": .element(["path"])])
        #expect(unlisted.log == ["system.webServer/doors, log: this is not an element with items"])
        let (unwelcome, _) = register(["kind": .text("none")])
        #expect(unwelcome.log == ["doors.config:3:7: system.webServer/doors, kind: nobody comes in"])
    }
}
