import TestSupport
import Testing

@Suite("Schemas and images of modules, from files", .serialized)
struct ModuleSchemaFileTests {
    private let folder: TemporaryFolder
    private static let gate = """
        <configSchema><sectionSchema name="system.webServer/gate"><attribute name="realm" type="string" defaultValue="staff"/></sectionSchema></configSchema>
        """

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, to name: String) throws -> String {
        try folder.write(Array(text.utf8), to: name)
        return folder.file(name)
    }

    @Test("A schema beside the image of a module makes its section known to check")
    func check() throws {
        let image = try folder.module("crashes/healthy.c", as: "gate")
        _ = try write(Self.gate, to: "gate_schema.xml")
        let file = try write("modules: [{image: \(image), config: {realm: all}}]\n", to: "a.yaml")
        let check = try Program.start(["check", "--config", file], in: folder)
        #expect(try check.end() == .exited(code: 0), "\(check.errors)")
        #expect(check.output.hasPrefix("module 1 \"gate\" from \(image)\n"))
        let section = try Program.start(["check", image, "--section", "system.webServer/gate"], in: folder)
        #expect(try section.end() == .exited(code: 0), "\(section.errors)")
        #expect(section.output.contains("realm = staff"))
        let wrong = try write("modules: [{image: \(image), config: {relm: all}}]\n", to: "b.yaml")
        let sentence = try Refusal(["check", "--config", wrong], in: folder).sentence
        #expect(sentence.contains("gate has no key \"relm\"; did you mean \"realm\"?"))
    }

    @Test("The JSON Schema has the sections of the modules that are named, and of those that a configuration names")
    func schema() throws {
        let image = try folder.module("crashes/healthy.c", as: "gate")
        _ = try write(Self.gate, to: "gate_schema.xml")
        // The file has a mistake, which does not matter for a schema.
        let file = try write("workrs: 1\nmodules: [gate.so]\n", to: "a.yaml")
        for arguments in [[image], ["--config", file]] {
            let schema = try Program.start(["schema"] + arguments, in: folder)
            #expect(try schema.end() == .exited(code: 0), "\(schema.errors)")
            #expect(schema.output.contains("\"gate\": {") && schema.output.contains("\"default\": \"staff\""))
        }
        _ = try write(Self.gate.replacing("string", with: "text"), to: "gate_schema.xml")
        let broken = try Refusal(["schema", image], in: folder).sentence
        #expect(
            broken.hasPrefix("\(folder.file("gate_schema.xml")):1:59: the type \"text\" is not known; known here: "))
        let missing = try Refusal(["schema", "none.so"], in: folder).sentence
        #expect(missing == "none.so: there is no such file; name the file of a module.")
    }

    @Test("The image of a module for Windows is looked for in the module path, of the file or of the command line")
    func modulePath() throws {
        _ = try folder.module("crashes/healthy.c", as: "gate")
        _ = try folder.shell("mkdir modules && mv gate.so modules/")
        func configuration(_ more: String) -> String {
            #"""
            <configuration><system.webServer>
              <globalModules>
                <add name="Gate" image="%windir%\System32\inetsrv\gate.dll" preCondition="bitness64"/>
                <add name="HttpLoggingModule" image="%windir%\System32\inetsrv\loghttp.dll"/>
              </globalModules>
              <modules><add name="HttpLoggingModule" lockItem="true"/><add name="Gate"/><add name="Old" type="A.B"/></modules>
            </system.webServer>\#(more)</configuration>
            """#
        }
        let without = try write(configuration(""), to: "a.config")
        let sentence = try Refusal(["check", "--config", without], in: folder).sentence
        #expect(sentence.contains("the module \"Gate\" has an image of Windows"))
        let flag = try Program.start(
            ["check", "--config", without, "--module-path", folder.file("modules")], in: folder)
        #expect(try flag.end() == .exited(code: 0), "\(flag.errors)")
        let path = "<modhost><server><modulePath><add path=\"modules\"/></modulePath></server></modhost>"
        let file = try Program.start(["check", "--config", try write(configuration(path), to: "b.config")], in: folder)
        #expect(try file.end() == .exited(code: 0), "\(file.errors)")
        for output in [flag.output, file.output] {
            #expect(output.contains("the module \"HttpLoggingModule\" is one of IIS itself and is not here"))
            #expect(output.contains("the module \"Old\" is one of .NET and is left out"))
            #expect(output.contains("module 1 \"Gate\" from \(folder.file("modules/gate.so"))\n"))
        }
        let missing = try Refusal(["check", "--module-path", "/nowhere"], in: folder).sentence
        #expect(missing == "--module-path /nowhere: No such file or directory; name a folder that modhost may read.")
        let noFolder = try Refusal(["check", "--module-path", folder.file("modules/gate.so")], in: folder).sentence
        #expect(noFolder.hasSuffix(" is no folder; name the folder that holds the modules."))
    }
}
