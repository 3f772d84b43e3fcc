import Testing

@testable import Configuration

@Suite("Schemas")
struct SchemaTests {
    private func mistakes(_ body: String) -> [String] {
        var set = SchemaSet()
        return set.add(schemaFile: "s.xml", Array("<configSchema>\(body)</configSchema>".utf8)).map(\.description)
    }

    @Test("The sections of IIS and of modhost are there")
    func builtIn() {
        for name in [
            "system.webServer/handlers", "system.webServer/security/requestFiltering", "system.applicationHost/sites",
            "modhost/limits",
        ] {
            #expect(SchemaSet.builtIn.section(name) != nil, "\(name)")
        }
        #expect(SchemaSet.builtIn.isGroup("system.webServer/security/authentication"))
        #expect(!SchemaSet.builtIn.isGroup("system.webServer/handlers"))
    }

    @Test("Each default is a value of its type, and each key is required or has a default")
    func consistent() {
        func look(_ element: ElementSchema, _ path: String) {
            for attribute in element.attributes {
                if let text = attribute.defaultText {
                    #expect(attribute.type.value(of: text) != nil, "\(path) \(attribute.name)")
                }
                if let rule = attribute.rule, let text = attribute.defaultText,
                    let value = attribute.type.value(of: text)
                {
                    #expect(rule.objection(to: value, of: attribute.name, text: text) == nil, "\(path)")
                }
            }
            for child in element.children + (element.collection?.items ?? []) { look(child, "\(path)/\(child.name)") }
        }
        for name in SchemaSet.builtIn.names { look(SchemaSet.builtIn.section(name)!.root, name) }
    }

    @Test("A module's schema adds its section, with elements, a collection and rules")
    func module() throws {
        var set = SchemaSet.builtIn
        let text = """
            <configSchema>
              <sectionSchema name="system.webServer/gate">
                <attribute name="mode" type="enum" defaultValue="open"><enum name="open" value="0"/><enum name="shut" value="1"/></attribute>
                <element name="times"><attribute name="grace" type="timeSpan" defaultValue="00:00:05"/></element>
                <collection addElement="allow,deny" removeElement="remove" clearElement="clear" mergeAppend="false">
                  <attribute name="user" type="string" isUniqueKey="true" required="true"/>
                </collection>
                <method name="Open"/>
              </sectionSchema>
            </configSchema>
            """
        #expect(set.add(schemaFile: "gate_schema.xml", Array(text.utf8)).isEmpty)
        let gate = try #require(set.section("system.webServer/gate")?.root)
        #expect(gate.collection?.addNames == ["allow", "deny"] && gate.collection?.appends == false)
        #expect(gate.child("times")?.attribute("grace")?.defaultValue == .timeSpan(50_000_000))
        let yaml = "webServer: {gate: {mode: shut, times: {grace: 1s}, allow: [a], deny: [{user: b}]}}"
        let read = ConfigurationFile.read("a.yaml", Array(yaml.utf8), path: .server, schemas: set)
        #expect(read.mistakes.isEmpty)
        let section = ConfigurationTree(try #require(read.file), schemas: set).section(
            "system.webServer/gate", at: .server)
        #expect(section?.element.items.map { "\($0.name) \($0.string("user"))" } == ["allow a", "deny b"])
        #expect(section?.element.int("mode") == 1)
    }

    @Test(
        "A mistake in a schema is told with its place",
        arguments: [
            ("<section/>", "s.xml:1:15: <configSchema> holds <sectionSchema>, not <section>"),
            ("<sectionSchema/>", "s.xml:1:15: <sectionSchema> lacks the attribute \"name\""),
            (
                "<sectionSchema name='a'><attribute name='b' type='boolean'/></sectionSchema>",
                "s.xml:1:39: the type \"boolean\" is not known; known here: bool, enum, flags, int, int64, string, timeSpan, uint"
            ),
            (
                "<sectionSchema name='a'><attribute name='b' type='uint' defaultValue='x'/></sectionSchema>",
                "s.xml:1:71: b takes a whole number from 0 to 4294967295, so its default cannot be \"x\""
            ),
            (
                "<sectionSchema name='a'><attribute name='b' type='enum'><enum name='c' value='d'/></attribute></sectionSchema>",
                "s.xml:1:71: the value of \"c\" is a whole number, not \"d\""
            ),
            (
                "<sectionSchema name='a'><attribute name='b' type='int' validationType='integerRange'/></sectionSchema>",
                "s.xml:1:39: integerRange takes two numbers as its validationParameter, the smaller one first"
            ),
            (
                "<sectionSchema name='a'><collection/></sectionSchema>",
                "s.xml:1:39: <collection> lacks the attribute \"addElement\""
            ),
            (
                "<sectionSchema name='a'><attributes/></sectionSchema>",
                "s.xml:1:39: <sectionSchema> holds attribute, element and collection, not <attributes>"
            ),
        ])
    func mistake(body: String, expected: String) { #expect(mistakes(body) == [expected]) }

    @Test("A time may be a number alone, and without a limit, where a schema of IIS says so")
    func times() throws {
        var set = SchemaSet()
        let text = """
            <configSchema><sectionSchema name="a">
              <attribute name="minutes" type="timeSpan" timeSpanFormat="minutes" defaultValue="20"/>
              <attribute name="seconds" type="timeSpan" timeSpanFormat="seconds" allowInfinite="true" defaultValue="Infinite" validationType="timeSpanRange" validationParameter="0,60"/>
              <attribute name="count" type="uint" allowInfinite="true" validationType="integerRange" validationParameter="1,10"/>
            </sectionSchema></configSchema>
            """
        #expect(set.add(schemaFile: "s.xml", Array(text.utf8)).isEmpty)
        func section(_ attributes: String) throws -> ConfigurationTree.Effective {
            let file = ConfigurationFile.read(
                "a.config", Array("<configuration><a \(attributes)/></configuration>".utf8), path: .server, schemas: set
            )
            let tree = ConfigurationTree(try #require(file.file), schemas: set)
            return try #require(tree.section("a", at: .server))
        }
        let defaults = try section("").element
        #expect(defaults.seconds("minutes") == 1200 && defaults.value("seconds") == .timeSpan(.max))
        let given = try section("minutes=\"2\" seconds=\"00:00:30\" count=\"infinite\"")
        #expect(given.mistakes.isEmpty)
        #expect(given.element.seconds("minutes") == 120 && given.element.seconds("seconds") == 30)
        #expect(given.element.int("count") == Int64(UInt32.max))
        #expect(try section("seconds=\"90\"").mistakes.count == 1)
        #expect(try section("minutes=\"Infinite\"").mistakes.count == 1)
        #expect(try section("minutes=\"9999999999999999\"").mistakes.count == 1)
    }

    @Test("The same attribute or element twice in one element is a mistake")
    func twice() {
        let attribute = "<attribute name='b' type='bool'/>"
        #expect(
            mistakes("<sectionSchema name='a'>\(attribute)\(attribute)</sectionSchema>") == [
                "s.xml:1:72: a has the attribute \"b\" already; take one of them out"
            ])
        #expect(
            mistakes("<sectionSchema name='a'><element name='b'/><element name='b'/></sectionSchema>") == [
                "s.xml:1:58: a has the element \"b\" already; take one of them out"
            ])
    }
}
