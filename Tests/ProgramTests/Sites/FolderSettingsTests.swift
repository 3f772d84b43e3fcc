import TestSupport
import Testing

/// Modules with a schema of their own, as they come from IIS: their section stands in the web.config of each site.
@Suite("Settings of modules in web.config", .serialized)
struct FolderSettingsTests {
    private let fixture: SiteFixture
    private let first =
        #"<gate realm="first" limit="7" mode="Shut" verbs="Get, Post" wait="00:01:30">"#
        + #"<log path="first.log"/><rules><add name="admin" allow="true"/><add name="Guest"/></rules></gate>"#
    private let second = #"<gate enabled="false"><rules><add name="guest" allow="true"/></rules></gate>"#

    init() throws {
        fixture = try SiteFixture()
        for source in ["reads_configuration.cpp", "reads_settings.c"] {
            _ = try fixture.folder.module(
                "behaviour/" + source, as: source.hasSuffix(".c") ? "typed" : "gate", ["-D_GNU_SOURCE"])
        }
        try fixture.folder.copy("behaviour/gate_schema.xml", to: "gate_schema.xml")
        try fixture.writeWebConfig(first, in: "first")
        try fixture.writeWebConfig(second, in: "second")
    }

    private func serve() throws -> RunningServer {
        let sites = ["first", "second"].enumerated().map { number, name in
            SiteFixture.site(name, id: number + 1, host: name, SiteFixture.application("/", name))
        }
        return try fixture.serve(
            """
            <configuration>
              <configSections><sectionGroup name="system.webServer"><section name="gate"/></sectionGroup></configSections>
              <system.applicationHost><sites>\(sites.joined())</sites></system.applicationHost>
              <system.webServer>
                <globalModules><add name="gate" image="gate.so"/><add name="typed" image="typed.so"/></globalModules>
                <modules><add name="gate"/><add name="typed"/></modules>
                <handlers accessPolicy="Read, Script">
                  <add name="typed" path="typed/*" verb="*" modules="typed" requireAccess="None"/>
                  <add name="all" path="*" verb="*" modules="gate" requireAccess="None"/>
                </handlers>
              </system.webServer>
            </configuration>
            """)
    }

    @Test("Sources for IIS read those of their site by IAppHostAdminManager")
    func byAdminManager() throws {
        let server = try serve()
        let first = try server.get(url: "first/x").report
        let second = try server.get(url: "second/x").report
        for (name, ofFirst, ofSecond) in [
            ("enabled", "1", "0"), ("realm", "first", "everyone"), ("limit", "7", "4000000000"), ("mode", "2", "0"),
            ("verbs", "5", "1"), ("wait", "90000", "30000"), ("log", "first.log", "gate.log"),
            ("rules", "admin+ Guest- ", "guest+ "), ("guest", "out", "in"),
        ] {
            #expect(first["mine \(name)"] == ofFirst, "\(name)")
            #expect(second["mine \(name)"] == ofSecond, "\(name)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("IModuleConfiguration gives the same for the URL of a request")
    func byPaths() throws {
        let server = try serve()
        let first = try server.get(url: "first/typed/x").report
        let second = try server.get(url: "second/typed/x").report
        for (path, ofFirst, ofSecond) in [
            ("enabled", "bool 1", "bool 0"), ("realm", "text first 5", "text everyone 8"),
            ("limit", "number 7 7", "number 4000000000 4000000000"), ("mode", "number 2 Shut", "number 0 Open"),
            ("verbs", "number 5 Get, Post", "number 1 Get"), ("wait", "time 900000000", "time 300000000"),
            ("log/path", "text first.log 9", "text gate.log 8"), ("rules/0/name", "text admin 5", "text guest 5"),
        ] {
            #expect(first["mine \(path)"] == ofFirst, "\(path)")
            #expect(second["mine \(path)"] == ofSecond, "\(path)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A change under load is seen with the next request, and none fails; a mistake is 500.19 of its site alone")
    func change() throws {
        let server = try serve()
        #expect(try server.get(url: "first/x").report["mine realm"] == "first")
        let failures = try server.underLoad(url: "first/x") {
            for round in 1...10 {
                try fixture.writeWebConfig(first.replacing("\"first\"", with: "\"round \(round)\""), in: "first")
                try server.waitForChanges(round)
                #expect(try server.get(url: "first/x").report["mine realm"] == "round \(round)")
            }
        }
        #expect(failures == [])
        try fixture.writeWebConfig(first.replacing("Shut", with: "Shutt"), in: "first")
        try server.waitForChanges(11)
        #expect(try server.get(url: "first/x").status == 500)
        #expect(try server.get(url: "second/x").report["mine enabled"] == "0")
        try server.process.errorLine("mode takes one of Open, Shut, not \"Shutt\"; did you mean \"Shut\"?")
        #expect(try server.stop() == .exited(code: 0))
    }
}
