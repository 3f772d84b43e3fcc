import CModuleABI
import Configuration
import Testing

@testable import ModuleHost

@Suite("Sections that modules read by paths")
struct SectionTests {
    private static let schema = """
        <configSchema><sectionSchema name="test/gate">
          <attribute name="realm" type="string"/>
          <element name="log"><attribute name="path" type="string"/></element>
          <element name="rules">
            <collection addElement="add">
              <attribute name="name" type="string" isUniqueKey="true"/>
              <attribute name="word" type="string"/>
            </collection>
          </element>
        </sectionSchema></configSchema>
        """

    private func tree(_ body: String) throws -> ConfigurationTree {
        var schemas = SchemaSet()
        #expect(schemas.add(schemaFile: "schema.xml", Array(Self.schema.utf8)) == [])
        let (file, mistakes) = ConfigurationFile.read(
            "a.config", Array("<configuration>\(body)</configuration>".utf8), path: .server, schemas: schemas)
        #expect(mistakes == [])
        return ConfigurationTree(try #require(file), schemas: schemas)
    }

    private func section(_ body: String) throws -> ConfigurationElement {
        let store = ConfigurationStore(try tree("<test><gate>\(body)</gate></test>"))
        return try #require(try store.section("test/gate", at: .server))
    }

    @Test(
        "A path leads through elements, by numbers and by attributes, and to nothing when it is wrong",
        arguments: [
            ("realm", ""), ("log/path", ""), ("/log//path/", ""), ("rules/0/name", "One/[x"), ("rules/1/word", "w"),
            ("rules[name=ONE/[x]/name", "One/[x"), ("rules[word=w]/name", "two"), ("rules[word=W]/name", nil),
            ("rules[name=two", "element"), ("rules[nothing=two]/name", nil), ("rules[]/name", nil),
            ("rules[name]", nil),
            ("rules/2", nil), ("rules/-1", nil), ("realm/x", nil), ("log", "element"), ("", "element"), ("0", nil),
        ])
    func paths(path: String, expected: String?) throws {
        let section = try section(
            "<rules><add name=\"One/[x\"/><add name=\"two\" word=\"w\"/></rules>")
        let found: String? =
            switch SelectedPart(path, in: section) {
            case .attribute(let attribute, let element)?:
                element.value(attribute.name).map { attribute.type.text(of: $0) }
            case .element?: "element"
            case nil: nil
            }
        #expect(found == expected)
    }

    @Test("Two sections have one fingerprint only if values and places are the same")
    func fingerprints() throws {
        let texts = [
            "<rules><add name=\"a\" word=\"b\"/></rules>", "<rules><add name=\"a\"/><add name=\"b\"/></rules>",
            "<rules><add name=\"a\" word=\"c\"/></rules>", "<log path=\"a\"/>", "<log/>", "",
            " <rules><add name=\"a\" word=\"b\"/></rules>",
        ]
        let prints = try texts.map { try section($0).fingerprint }
        #expect(Set(prints).count == texts.count)
        #expect(try section(texts[0]).fingerprint == prints[0])
    }

    @Test("A section that a module holds stays the same one, however many others are asked for")
    func manySections() throws {
        let places = 0..<1_100
        let locations = places.map {
            "<location path=\"site/\($0)\"><test><gate realm=\"\($0)\"/></test></location>\n"
        }
        let source = ModuleConfigurationSourceObject(
            ConfigurationReader(ConfigurationStore(try tree(locations.joined()))))
        func ask(_ place: Int) throws -> UnsafeMutablePointer<IModuleConfiguration> {
            var section: UnsafeMutablePointer<IModuleConfiguration>?
            #expect(source.getSection("test/gate", "MACHINE/WEBROOT/APPHOST/site/\(place)", &section) == 0)
            return try #require(section)
        }
        let kept = try ask(0)
        for place in places {
            let section = try ask(place)
            var realm: PCSTR?
            #expect(IModuleConfiguration_GetString(section, "realm", &realm, nil) == 0)
            #expect(realm.map { String(cString: $0) } == "\(place)")
            #expect(IModuleConfiguration_Release(section) > 0)
        }
        let again = try ask(0)
        #expect(again == kept)
        _ = IModuleConfiguration_Release(again)
        _ = IModuleConfiguration_Release(kept)
    }
}
