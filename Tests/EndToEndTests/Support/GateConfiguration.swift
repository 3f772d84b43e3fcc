import Configuration
import TestSupport

/// A section of a module's own, `system.webServer/gate`, and a configuration that says something of it at several places.
enum GateConfiguration {
    static let text = """
        <configuration>
          <system.webServer><gate realm="staff" verbs="Get, Post">
            <rules><add name="admin" allow="true"/><add name="gäste"/></rules>
          </gate></system.webServer>
          <location path="main/one"><system.webServer>
            <gate enabled="false" retries="7" limit="16" large="9000000000" mode="Shut" wait="00:01:30">
              <log path="/var/one.log"/>
              <rules><clear/><add name="Admin"/></rules>
            </gate>
          </system.webServer></location>
          <location path="main/wrong"><system.webServer>
            <gate mode="Shutt"/>
          </system.webServer></location>
        </configuration>
        """

    /// The tree of a text, with the schema of the section besides those of the host.
    static func tree(_ text: String = text) throws -> ConfigurationTree {
        var schemas = SchemaSet.builtIn
        let folder = try TemporaryFolder()
        try folder.copy("behaviour/gate_schema.xml", to: "gate_schema.xml")
        let mistakes = schemas.add(schemaFile: "gate_schema.xml", try folder.read("gate_schema.xml"))
        let (file, more) = ConfigurationFile.read(
            "gate.config", Array(text.utf8), path: .server, schemas: schemas)
        guard let file, mistakes.isEmpty, more.isEmpty else { throw TestFailure("\(mistakes) \(more)") }
        return ConfigurationTree(file, schemas: schemas)
    }
}
