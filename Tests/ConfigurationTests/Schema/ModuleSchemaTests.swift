import Testing

@testable import Configuration

@Suite("Schemas of modules")
struct ModuleSchemaTests {
    /// A file system that holds these files.
    private func files(_ all: [String: String]) -> ConfigurationFiles {
        ConfigurationFiles(
            read: { path in
                all[path].map { .success(Array($0.utf8)) } ?? .failure(ConfigurationError("No such file or directory"))
            },
            list: { folder in
                let folder = folder == "." ? "" : folder
                return all.keys.filter { $0.hasPrefix(folder) && !$0.dropFirst(folder.count).contains("/") }
                    .map { String($0.dropFirst(folder.count)) }
            }, exists: { all[$0] != nil })
    }

    private func server(
        _ name: String, _ text: String, _ all: [String: String] = [:], modules: [ServerFile.Image] = []
    ) throws -> ServerFile {
        try ServerFile(name, Array(text.utf8), modules: modules, files: files(all))
    }

    private func told(_ file: ServerFile) -> [String] { ConfigurationMistakes(file.mistakes).all.map(\.description) }

    private static let gate = """
        <configSchema><sectionSchema name="system.webServer/gate"><attribute name="realm" type="string" defaultValue="staff"/>
        <attribute name="tries" type="uint"/></sectionSchema></configSchema>
        """

    @Test(
        "A schema beside an image makes its section known, in both spellings",
        arguments: [
            ("etc/a.yaml", "modules: [m/gate.so]\nwebServer: {gate: {realm: all}}"),
            ("etc/a.yaml", "modules: [{image: m/gate.so, config: {realm: all}}]"),
            (
                "etc/a.config",
                "<configuration><system.webServer><globalModules><add name='gate' image='m/gate.so'/></globalModules><modules><add name='gate'/></modules><gate realm='all'/></system.webServer></configuration>"
            ),
        ])
    func beside(name: String, text: String) throws {
        let file = try server(name, text, ["etc/m/gate_schema.xml": Self.gate, "etc/m/gate.so": ""])
        #expect(told(file).isEmpty && file.notices.isEmpty, "\(file.notices)")
        #expect(file.ownSection(ofModule: "Gate") == "system.webServer/gate")
        let section = try #require(file.tree.section("system.webServer/gate", at: .server))
        #expect(section.element.string("realm") == "all" && section.element.int("tries") == 0)
        #expect(section.element.place(of: "realm").file == name)
    }

    @Test("A schema that is named is read from there, and is the module's own whatever it is called")
    func named() throws {
        let all = ["s/x.xml": Self.gate, "gate_schema.yaml": "section: other"]
        let yaml = try server("a.yaml", "modules: [{image: gate.so, schema: s/x.xml, config: {tries: 3}}]", all)
        #expect(told(yaml).isEmpty && yaml.ownSection(ofModule: "gate") == "system.webServer/gate")
        #expect(yaml.tree.section("system.webServer/gate", at: .server)?.element.int("tries") == 3)
        let xml = try server(
            "a.config",
            """
            <configuration><modhost><modules><add name="gate" schema="s/x.xml"/></modules></modhost>
            <system.webServer><globalModules><add name="gate" image="gate.so"/></globalModules><modules><add name="gate"/></modules></system.webServer></configuration>
            """, all)
        #expect(told(xml).isEmpty && xml.ownSection(ofModule: "gate") == "system.webServer/gate")
    }

    @Test("Every schema in the folder of an image is read, and those of modules that are named beside the file")
    func all() throws {
        let file = try server(
            "a.yaml", "modules: [m/gate.so]",
            [
                "m/gate_schema.xml": Self.gate, "m/Other_Schema.yml": "section: other",
                "n/far_schema.yaml": "section: far",
            ],
            modules: [("far", "n/far.so")])
        for name in ["gate", "other", "far"] {
            #expect(file.tree.schemas.section("system.webServer/\(name)") != nil, "\(name)")
        }
        #expect(file.ownSection(ofModule: "far") == "system.webServer/far")
        #expect(file.ownSection(ofModule: "other") == nil)
    }

    @Test("A module without a schema has a section for any text")
    func without() throws {
        let yaml = try server("a.yaml", "modules: [{image: gate.so, config: {realm: all, tries: 3, on: yes}}]")
        #expect(told(yaml).isEmpty && yaml.notices.isEmpty)
        #expect(yaml.ownSection(ofModule: "gate") == "modhost/config/gate")
        let section = try #require(yaml.tree.section("modhost/config/gate", at: .server)).element
        #expect(["realm", "tries", "on"].map(section.string) == ["all", "3", "yes"])
        #expect(section.place(of: "tries").description == "a.yaml:1:49")
        let xml = try server(
            "a.config",
            """
            <configuration><modhost><config><gate realm="all"/></config></modhost>
            <system.webServer><globalModules><add name="gate" image="gate.so"/></globalModules><modules><add name="gate"/></modules></system.webServer></configuration>
            """)
        #expect(told(xml).isEmpty && xml.notices.isEmpty)
        #expect(xml.tree.section("modhost/config/gate", at: .server)?.element.string("realm") == "all")
        #expect(xml.ownSection(ofModule: "none") == nil)
    }

    @Test("Where a schema describes several sections, config has them by their names")
    func several() throws {
        let all = [
            "gate_schema.yaml":
                "sections: [{section: gate, attributes: {a: int}}, {section: x/log, attributes: {b: int}}]"
        ]
        let file = try server("a.yaml", "modules: [{image: gate.so, config: {gate: {a: 1}, x/log: {b: 2}}}]", all)
        #expect(told(file).isEmpty)
        #expect(file.ownSection(ofModule: "gate") == nil)
        #expect(file.ownSections(ofModule: "gate") == ["system.webServer/gate", "x/log"])
        #expect(file.tree.section("system.webServer/gate", at: .server)?.element.int("a") == 1)
        #expect(file.tree.section("x/log", at: .server)?.element.int("b") == 2)
    }

    @Test(
        "Each mistake is told with its place and what to do",
        arguments: [
            (
                "modules: [{image: gate.so, schema: none.xml}]",
                "a.yaml:1:28: the schema none.xml of the module \"gate\" cannot be read: No such file or directory"
            ),
            (
                "modules: [{image: gate.so, schema: bad.xml}]",
                "bad.xml:1:1: a schema file holds <configSchema>, not <schema>"
            ),
            (
                "modules: [{image: gate.so, schema: own.xml}]",
                "own.xml:1:15: the section modhost/server is modhost's own; a module names its sections otherwise"
            ),
            (
                "modules: [{image: gate.so, schema: gate.xml, config: {relm: a}}]",
                "a.yaml:1:55: gate has no key \"relm\"; did you mean \"realm\"?"
            ),
            (
                "modules: [{image: gate.so, schema: gate.xml, config: {tries: a}}]",
                "a.yaml:1:55: tries takes a whole number from 0 to 4294967295, not \"a\""
            ),
            (
                "modules: [{image: gate.so, config: {deep: {a: b}}}]",
                "a.yaml:1:37: \"deep\" is more than a value, and the module \"gate\" has no schema that says what it may be; give it one"
            ),
            ("modules: [{image: gate.so, config: [a]}]", "a.yaml:1:36: gate takes a mapping, not a list"),
            (
                "modules: [{image: gate.so, schema: two.yaml, config: {c: {}}}]",
                "a.yaml:1:55: the module \"gate\" has no section \"c\"; known here: system.webServer/a, system.webServer/b"
            ),
            (
                "modules: [{image: gate.so, schema: two.yaml, config: 1}]",
                "a.yaml:1:54: config takes a mapping of the sections system.webServer/a, system.webServer/b"
            ),
        ])
    func mistake(text: String, expected: String) throws {
        let file = try server(
            "a.yaml", text,
            [
                "bad.xml": "<schema/>", "gate.xml": Self.gate, "two.yaml": "sections: [{section: a}, {section: b}]",
                "own.xml": "<configSchema><sectionSchema name='modhost/server'/></configSchema>",
            ])
        #expect(told(file) == [expected])
    }

    @Test("A section of a module that stands in two places is a mistake, whichever comes first")
    func twice() throws {
        let all = ["gate_schema.xml": Self.gate]
        let module = "modules: [{image: gate.so, config: {realm: a}}]\n"
        let section = "webServer: {gate: {tries: 1}}\n"
        let text = "the section system.webServer/gate is here already, in a.yaml:"
        #expect(
            told(try server("a.yaml", module + section, all)) == [
                "a.yaml:2:13: \(text)1:28; put the two together"
            ])
        #expect(
            told(try server("a.yaml", section + module, all)) == [
                "a.yaml:2:28: \(text)1:13; put the two together"
            ])
    }

    @Test("A section within security that only a loaded module describes is enforced by it")
    func security() throws {
        let schema = "section: system.webServer/security/gate\nattributes: {on: bool}"
        let text = "modules: [gate.so]\nwebServer: {security: {gate: {on: true}}}"
        #expect(told(try server("a.yaml", text, ["gate_schema.yaml": schema])).isEmpty)
        // That of another module may not be loaded.
        #expect(told(try server("a.yaml", text, ["other_schema.yaml": schema])).count == 1)
        // To describe what is known already is no claim to enforce it.
        let known = "section: system.webServer/security/authorization\nattributes: {more: bool}"
        let authorization = "modules: [gate.so]\nwebServer: {security: {authorization: {clear: true, more: true}}}"
        #expect(told(try server("a.yaml", authorization, ["gate_schema.yaml": known])).count == 1)
    }

    @Test("The JSON Schema has the sections of modules, and what their entries take")
    func jsonSchema() throws {
        let file = try server("a.yaml", "modules: [gate.so]", ["gate_schema.xml": Self.gate])
        let with = JSONSchema(file.tree.schemas).text
        let name = "\"realm\""
        #expect(with.ranges(of: name).count == JSONSchema(.builtIn).text.ranges(of: name).count + 2)
    }
}
