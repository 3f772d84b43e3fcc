import Testing

@testable import Configuration

@Suite("Schemas of one section in several files")
struct SchemaMergeTests {
    private func told(_ body: String, to set: inout SchemaSet) -> [String] {
        set.add(schemaFile: "s.xml", Array("<configSchema>\(body)</configSchema>".utf8)).map(\.description)
    }

    private static let first = """
        <sectionSchema name="a/b">
          <attribute name="mode" type="enum" defaultValue="x"><enum name="x" value="0"/><enum name="y" value="1"/></attribute>
          <element name="deep"><attribute name="one" type="bool"/></element>
          <collection addElement="add" removeElement="remove" clearElement="clear"><attribute name="k" type="string" isUniqueKey="true"/></collection>
        </sectionSchema>
        """

    @Test("The same again adds nothing, in whatever order names of values stand")
    func same() throws {
        var set = SchemaSet()
        #expect(told(Self.first, to: &set).isEmpty)
        let before = set.section("a/b")
        #expect(told(Self.first, to: &set).isEmpty)
        let turned = """
            <sectionSchema name="a/b"><attribute name="mode" type="enum" defaultValue="x"><enum name="y" value="1"/><enum name="x" value="0"/></attribute></sectionSchema>
            """
        #expect(told(turned, to: &set).isEmpty)
        #expect(set.section("a/b") == before)
    }

    @Test("More attributes, elements and items are added, at each depth")
    func extended() throws {
        var set = SchemaSet()
        #expect(told(Self.first, to: &set).isEmpty)
        let more = """
            <sectionSchema name="a/b">
              <attribute name="extra" type="int"/>
              <element name="deep"><attribute name="two" type="string"/></element>
              <element name="other"/>
              <collection addElement="deny,add"><attribute name="note" type="string"/></collection>
            </sectionSchema>
            """
        #expect(told(more, to: &set).isEmpty)
        let root = try #require(set.section("a/b")?.root)
        #expect(root.attributes.map(\.name) == ["mode", "extra"])
        #expect(root.child("deep")?.attributes.map(\.name) == ["one", "two"] && root.child("other") != nil)
        #expect(root.collection?.addNames == ["add", "deny"] && root.collection?.removeName == "remove")
        #expect(root.collection?.item("add")?.attributes.map(\.name) == ["k", "note"])
    }

    @Test("A section of IIS takes one more attribute")
    func ofIIS() throws {
        var set = SchemaSet.builtIn
        let more =
            "<sectionSchema name='system.webServer/httpErrors'><attribute name='theme' type='string'/></sectionSchema>"
        #expect(told(more, to: &set).isEmpty)
        let read = ConfigurationFile.read(
            "a.yaml", Array("webServer: {httpErrors: {theme: dark, errorMode: Custom}}".utf8), path: .server,
            schemas: set)
        let tree = ConfigurationTree(try #require(read.file), schemas: set)
        let section = try #require(tree.section("system.webServer/httpErrors", at: .server))
        #expect(read.mistakes.isEmpty && section.mistakes.isEmpty && section.element.string("theme") == "dark")
    }

    @Test(
        "What says otherwise is a mistake of one sentence",
        arguments: [
            ("<attribute name='mode' type='bool'/>", "the attribute \"mode\" of b has another type"),
            (
                "<attribute name='mode' type='enum' defaultValue='y'><enum name='x' value='0'/><enum name='y' value='1'/></attribute>",
                "the attribute \"mode\" of b has another default"
            ),
            (
                "<element name='deep'><attribute name='one' type='int'/></element>",
                "the attribute \"one\" of deep has another type"
            ),
            (
                "<collection addElement='add'><attribute name='k' type='string'/></collection>",
                "the attribute \"k\" of add has another part in the key"
            ),
            (
                "<collection addElement='add' clearElement='none'/>",
                "the collection of b has another element that takes all away"
            ),
            ("<collection addElement='add' mergeAppend='false'/>", "the collection of b has another order"),
        ])
    func contradiction(body: String, expected: String) {
        var set = SchemaSet()
        #expect(told(Self.first, to: &set).isEmpty)
        let before = set.section("a/b")
        #expect(
            told("<sectionSchema name='a/b'>\(body)</sectionSchema>", to: &set) == [
                "s.xml:1:15: the section a/b is described already, in s.xml:1:15, where \(expected); take one of them out"
            ])
        #expect(set.section("a/b") == before)
    }

    @Test(
        "No schema makes a section of what would hide others",
        arguments: [
            ("system.webServer", "system.webServer is a group of sections, and cannot be a section itself"),
            (
                "system.webServer/security",
                "system.webServer/security is a group of sections, and cannot be a section itself"
            ),
            (
                "system.webServer/handlers/more",
                "system.webServer/handlers is a section, and holds no section system.webServer/handlers/more"
            ),
            (
                "system.webServer/Handlers",
                "system.webServer/Handlers is written system.webServer/handlers; a section has one spelling"
            ),
            ("System.WebServer/gate", "System.WebServer is written system.webServer; a section has one spelling"),
            ("", "\"\" is no name of a section, such as system.webServer/gate"),
            ("a//b", "\"a//b\" is no name of a section, such as system.webServer/gate"),
            ("location", "\"location\" is no name of a section, such as system.webServer/gate"),
        ])
    func hiding(name: String, expected: String) {
        var set = SchemaSet.builtIn
        #expect(told("<sectionSchema name='\(name)'/>", to: &set) == ["s.xml:1:15: \(expected)"])
    }
}
