import FoundationEssentials
import Testing

@testable import Configuration

@Suite("The JSON Schema")
struct JSONSchemaTests {
    /// As much of a JSON Schema as the tests look at.
    private indirect enum Value: Decodable, Equatable {
        case object([String: Value])
        case array([Value])
        case string(String)
        case number(Double)
        case bool(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else if let value = try? container.decode([Value].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: Value].self))
            }
        }

        subscript(name: String) -> Value? { if case .object(let members) = self { members[name] } else { nil } }
    }

    private let root: Value

    init() throws { root = try JSONDecoder().decode(Value.self, from: Data(JSONSchema(.builtIn).text.utf8)) }

    @Test("It is JSON, and has each key of the top level with its type, bounds and default")
    func topLevel() {
        let workers = root["properties"]?["workers"]
        #expect(
            workers?["minimum"] == .number(1) && workers?["maximum"] == .number(1024)
                && workers?["default"] == .number(1))
        for key in [
            "listen", "modules", "limits", "log", "proxies", "root", "symlinks", "webServer", "locations", "sites",
            "pools",
        ] {
            #expect(root["properties"]?[key] != nil, "\(key)")
        }
        #expect(root["properties"]?["limits"]?["properties"]?["headTime"]?["default"] == .string("00:00:15"))
    }

    @Test("Every section of system.webServer is there, in its group")
    func sections() {
        for name in SchemaSet.builtIn.names where name.hasPrefix("system.webServer/") {
            let found = name.split(separator: "/").dropFirst().reduce(root["properties"]?["webServer"]) {
                $0?["properties"]?[String($1)]
            }
            #expect(found != nil, "\(name)")
        }
    }

    @Test("Sites and pools have their short names, and those of IIS")
    func sites() throws {
        func item(_ key: String) -> Value? {
            guard case .array(let forms)? = root["properties"]?[key]?["anyOf"] else { return nil }
            return forms.first?["items"]
        }
        let site = item("sites")?["properties"]
        for key in ["name", "limits", "bindings", "applications", "physicalPath", "pool", "webConfig", "webServer"] {
            #expect(site?[key] != nil, "\(key)")
        }
        #expect(site?["applications"]?["items"]?["properties"]?["enabledProtocols"] != nil)
        guard case .array(let forms)? = item("pools")?["anyOf"] else { throw Failure() }
        #expect(forms.last?["properties"]?["workers"] != nil && forms.last?["required"] == .array([.string("name")]))
    }

    private struct Failure: Error {}

    @Test("Text is quoted so that it can be read again")
    func quoting() throws {
        let text = "a\"b\\c\u{1}\n\u{1F600}"
        let read = try JSONDecoder().decode([String].self, from: Data("[\(JSONText.quoted(text))]".utf8))
        #expect(read == [text])
    }
}
