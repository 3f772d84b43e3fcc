import Configuration
import TestSupport

/// A section of a module's own, `system.webServer/gate`, and a configuration that says something of it at several places.
enum GateConfiguration {
    static let schema = """
        <configSchema><sectionSchema name="system.webServer/gate">
          <attribute name="enabled" type="bool" defaultValue="true"/>
          <attribute name="realm" type="string" defaultValue="everyone"/>
          <attribute name="retries" type="int" defaultValue="-3"/>
          <attribute name="limit" type="uint" defaultValue="4000000000"/>
          <attribute name="large" type="int64" defaultValue="-5000000000"/>
          <attribute name="mode" type="enum" defaultValue="Open"><enum name="Open" value="0"/><enum name="Shut" value="2"/></attribute>
          <attribute name="verbs" type="flags" defaultValue="Get"><flag name="Get" value="1"/><flag name="Post" value="4"/></attribute>
          <attribute name="wait" type="timeSpan" defaultValue="00:00:30"/>
          <element name="log"><attribute name="path" type="string" defaultValue="gate.log"/></element>
          <element name="rules">
            <collection addElement="add" removeElement="remove" clearElement="clear">
              <attribute name="name" type="string" isUniqueKey="true" required="true"/>
              <attribute name="allow" type="bool" defaultValue="false"/>
              <element name="from"><attribute name="address" type="string"/></element>
            </collection>
          </element>
        </sectionSchema></configSchema>
        """

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
        let mistakes = schemas.add(schemaFile: "gate_schema.xml", Array(schema.utf8))
        let (file, more) = ConfigurationFile.read(
            "gate.config", Array(text.utf8), path: .server, schemas: schemas)
        guard let file, mistakes.isEmpty, more.isEmpty else { throw TestFailure("\(mistakes) \(more)") }
        return ConfigurationTree(file, schemas: schemas)
    }
}
