import Testing

@testable import Configuration

@Suite("Schemas in YAML")
struct YAMLSchemaTests {
    private func told(_ text: String) -> [String] {
        var set = SchemaSet.builtIn
        return set.add(schemaFile: "s.yaml", Array(text.utf8)).map { String($0.description.dropFirst("s.yaml:".count)) }
    }

    static let yaml = """
        section: gate
        attributes:
          realm: {default: staff, required: true, nonEmpty: true, caseSensitive: true}
          enabled: {type: bool, default: true}
          grace: {type: timeSpan, default: "00:00:05", range: [1s, 2m]}
          tries: {type: uint, range: [1, 0x10]}
          mode: {values: [open, shut], default: shut}
          days: {type: flags, values: {weekday: 1, weekend: 2}, default: [weekday, weekend]}
          title:
        elements:
          page:
            attributes: {file: {expanded: true, trimmed: true}}
            anyAttribute: true
        collection:
          add: [allow, deny]
          before: true
          attributes: {user: {key: true, required: true}}
          collection: {add: hour, remove: false, duplicates: true, attributes: {at: int}}
        """

    static let xml = """
        <configSchema><sectionSchema name="system.webServer/gate">
          <attribute name="realm" type="string" defaultValue="staff" required="true" validationType="nonEmptyString" caseSensitive="true"/>
          <attribute name="enabled" type="bool" defaultValue="true"/>
          <attribute name="grace" type="timeSpan" defaultValue="00:00:05" validationType="timeSpanRange" validationParameter="1,120"/>
          <attribute name="tries" type="uint" validationType="integerRange" validationParameter="1,16"/>
          <attribute name="mode" type="enum" defaultValue="shut"><enum name="open" value="0"/><enum name="shut" value="1"/></attribute>
          <attribute name="days" type="flags" defaultValue="weekday,weekend"><flag name="weekday" value="1"/><flag name="weekend" value="2"/></attribute>
          <attribute name="title" type="string"/>
          <element name="page" allowUnrecognizedAttributes="true">
            <attribute name="file" type="string" expanded="true" validationType="requireTrimmedString"/>
          </element>
          <collection addElement="allow,deny" removeElement="remove" clearElement="clear" mergeAppend="false">
            <attribute name="user" type="string" isUniqueKey="true" required="true"/>
            <collection addElement="hour" clearElement="clear" allowDuplicates="true"><attribute name="at" type="int"/></collection>
          </collection>
        </sectionSchema></configSchema>
        """

    @Test("They say the same as IIS's schema files")
    func same() throws {
        let (yaml, one) = SchemaSet.read(schemaFile: "s.yaml", Array(Self.yaml.utf8))
        let (xml, other) = SchemaSet.read(schemaFile: "s.xml", Array(Self.xml.utf8))
        #expect(one.isEmpty && other.isEmpty, "\(one) \(other)")
        #expect(yaml.map(\.name) == ["system.webServer/gate"])
        #expect(yaml.map(\.root) == xml.map(\.root))
    }

    @Test("One file may describe several sections")
    func several() {
        let (sections, told) = SchemaSet.read(
            schemaFile: "s.yml", Array("sections: [{section: a}, {section: other/b, attributes: {c: bool}}]".utf8))
        #expect(told.isEmpty && sections.map(\.name) == ["system.webServer/a", "other/b"])
    }

    @Test(
        "Each mistake is told with its place and what to do",
        arguments: [
            ("a", "1:1: a schema is a mapping, such as \"section: gate\""),
            ("attributes: {}", "1:1: a schema lacks the key \"section\", the name of the section"),
            ("section: a\nattribute: {}", "2:1: a section has no key \"attribute\"; did you mean \"attributes\"?"),
            (
                "section: a\nattributes: {b: {typ: bool}}",
                "2:18: an attribute has no key \"typ\"; did you mean \"type\"?"
            ),
            (
                "section: a\nattributes: {b: boolean}",
                "2:14: the type \"boolean\" is not known; known here: bool, enum, flags, int, int64, string, timeSpan, uint"
            ),
            (
                "section: a\nattributes: {b: {type: int, default: x}}",
                "2:29: b takes a whole number from -2147483648 to 2147483647, so its default cannot be \"x\""
            ),
            (
                "section: a\nattributes: {b: {type: int, range: 5}}",
                "2:36: range takes a list of two, the smallest value and the largest, such as [1, 100]"
            ),
            ("section: a\nattributes: {b: {required: yes}}", "2:28: this takes true or false"),
            (
                "section: a\nattributes: {b: {values: {x: y}}}",
                "2:27: the value of \"x\" is a whole number, not \"y\""
            ),
            (
                "section: a\ncollection: []",
                "2:13: a collection takes a mapping, with the keys add, remove, clear, before, duplicates, attributes, elements, collection, anyAttribute"
            ),
            (
                "sections: [{section: a}]\nsection: b",
                "2:1: beside \"sections\" there is nothing else; put it into one of them"
            ),
            ("section: webServer/x\nelements: a", "2:11: elements takes a mapping by their names"),
        ])
    func mistake(text: String, expected: String) { #expect(told(text) == [expected]) }
}
