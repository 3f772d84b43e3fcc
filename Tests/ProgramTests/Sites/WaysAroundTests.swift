import TestSupport
import Testing

@testable import Program

@Suite("Ways around what protects", .serialized)
struct WaysAroundTests {
    private let fixture: SiteFixture

    init() throws { fixture = try SiteFixture() }

    private static let closed = #"<handlers accessPolicy="None"/>"#

    /// `/admin` is closed by a location, the folder `private` by its web.config.
    private static let configuration = SiteFixture.configuration(
        SiteFixture.site(
            "Site", id: 1, host: "h",
            SiteFixture.application(
                "/", "www",
                #"<virtualDirectory path="/alias" physicalPath="www/private"/><virtualDirectory path="/admin/inner" physicalPath="outside"/>"#
            ) + SiteFixture.application("/admin/app", "app")),
        #"<location path="Site/admin"><system.webServer>\#(closed)</system.webServer></location>"#
            + #"<location path="Site/ADMIN/open"><system.webServer><modules/></system.webServer></location>"#)

    @Test("No spelling of a URL opens what a location or a folder closes")
    func spellings() throws {
        try fixture.writeWebConfig(Self.closed, in: "www/private")
        _ = try fixture.folder.shell(
            "mkdir -p www/admin www/private/deep www/Other outside app; ln -s private www/link")
        let server = try fixture.serve(Self.configuration)
        #expect(try server.get(url: "h/").status == 200)
        #expect(try server.get(url: "h/other").status == 200)
        for path in [
            "/admin", "/admin/", "/admin/x", "/ADMIN/x", "/Admin", "//admin/x", "/admin//x", "///ADMIN///x",
            "/./admin/x",
            "/x/../admin/x", "/%61dmin/x", "/adm%69n", "/%41DMIN/x", "/admin/%2e%2e/admin/x", "/%2e/admin/x",
            "/admin/./x",
            "/admin/x/../y", "/admin?x", "/admin/?/../x", "/admin/inner/x", "/ADMIN/Inner", "/admin/app",
            "/admin/APP/x",
            "/admin/open/x", "/admin%00", "/admin\\x", "/%5cadmin/x", "/%c0%afadmin/x", "/admin/web.config",
            "/../admin/x",
            "/private", "/private/", "/private/x", "/PRIVATE/x", "/Private/deep/x", "/private//deep", "/%70rivate/x",
            "/x/../private/x", "/alias", "/alias/x", "/ALIAS/deep/x", "/alias//x", "/link/x", "/LINK",
            "/private/web.config",
            "/PRIVATE/WEB.CONFIG", "/x/%2e%2e/private/x", "/admin/%CC%81", "/admin/%CC%81x", "/admin/%E2%80%8D/x",
            "/private/%CC%81", "/private/%E2%80%8Dx", "/alias/%CC%81/x", "/admin/inner/%CC%81x", "/admin/app/%EF%B8%8F",
        ] {
            for host in ["h", "H", "h.", "h:81"] {
                let status = try server.get(url: host + path).status
                #expect((400..<500).contains(status), "\(host)\(path): \(status)")
            }
        }
        #expect(try Client(server.addresses[0]).get("http://h/admin/x", host: "other").status == 403)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A slash with an accent behind it separates names, and an accent is one however it is written")
    func accents() throws {
        try fixture.writeWebConfig(Self.closed, in: "www/caf\u{E9}")
        let server = try fixture.serve(
            SiteFixture.configuration(
                SiteFixture.site(
                    "Site", id: 1, host: "h",
                    SiteFixture.application(
                        "/", "www", #"<virtualDirectory path="/files" physicalPath="files"/>"#)),
                #"<location path="Site/files/private"><system.webServer>\#(Self.closed)</system.webServer></location>"#
                    + "<location path=\"Site/the\u{301}\"><system.webServer>\(Self.closed)</system.webServer></location>"
            ))
        // The first of them finds nothing read yet.
        for path in [
            "/caf%C3%A9/%CC%81", "/caf%C3%A9/x", "/cafe%CC%81/x", "/CAF%C3%89", "/th%C3%A9", "/the%CC%81/x",
            "/files/private/x",
        ] {
            #expect(try server.get(url: "h" + path).status == 403, "\(path)")
        }
        for (path, file) in [
            ("/files/%CC%81/private/x", "files/\u{301}/private/x"), ("/files/%E2%80%8D/x", "files/\u{200D}/x"),
            ("/%CC%81admin", "www/\u{301}admin"),
        ] {
            let seen = try server.get(url: "h" + path).report["file"]
            #expect(seen.map { Array($0.utf8) } == Array((fixture.folder.path + "/" + file).utf8), "\(path)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Nothing in a web.config opens what the server has locked")
    func locks() throws {
        let gate = SiteFixture.configuration(
            SiteFixture.site("Site", id: 1, host: "h", SiteFixture.application("/", "www")),
            #"<location path="Site/a" overrideMode="Deny"><system.webServer>\#(Self.closed)</system.webServer></location>"#
        ).replacing(#"<modules><add name="one"/>"#, with: #"<modules><add name="one" lockItem="true"/>"#)
        try fixture.writeWebConfig("", in: "www/a")
        try fixture.writeWebConfig("", in: "www/b")
        let server = try fixture.serve(gate)
        #expect(try server.get(url: "h/a/x").status == 403)
        #expect(try server.get(url: "h/b/x").status == 200)
        var changes = 0
        func check(_ text: String, in path: String, url: String) throws {
            try fixture.write("<configuration>\(text)</configuration>", to: path + "/web.config")
            changes += 1
            try server.waitForChanges(changes)
            let status = try server.get(url: url).status
            #expect(status >= 400, "\(text) in \(path): \(status)")
        }
        for text in [
            #"<handlers accessPolicy="Read"/>"#, "<handlers><clear/></handlers>", #"<handlers/>"#,
            #"<handlers><add name="all" path="*" verb="*" modules="two" requireAccess="None"/></handlers>"#,
            #"<Handlers accessPolicy="Read"/>"#, #"<handlers accessPolicy="1"/>"#,
        ] {
            try check("<system.webServer>\(text)</system.webServer>", in: "www/a", url: "h/a/x")
            try check(
                #"<location path="."><system.webServer>\#(text)</system.webServer></location>"#, in: "www/a",
                url: "h/a/x")
            try check(
                #"<location path="x" overrideMode="Allow"><system.webServer>\#(text)</system.webServer></location>"#,
                in: "www/a", url: "h/a/x")
            try check(
                #"<location path="a"><system.webServer>\#(text)</system.webServer></location>"#, in: "www", url: "h/a/x"
            )
        }
        try check(
            #"<configSections><sectionGroup name="system.webServer"><section name="handlers" overrideModeDefault="Allow"/></sectionGroup></configSections><system.webServer><handlers accessPolicy="Read"/></system.webServer>"#,
            in: "www/a", url: "h/a/x")
        try fixture.writeWebConfig("", in: "www")
        changes += 1
        try server.waitForChanges(changes)
        for text in [
            "<modules><clear/></modules>", #"<modules><remove name="one"/></modules>"#,
            #"<modules><remove name="ONE"/></modules>"#, #"<modules><remove name="one"/><add name="one"/></modules>"#,
            #"<modules><add name="one" preCondition="bitness32"/></modules>"#,
            #"<globalModules><clear/></globalModules>"#,
        ] {
            try check("<system.webServer>\(text)</system.webServer>", in: "www/b", url: "h/b/x")
        }
        #expect(try server.stop() == .exited(code: 0))
    }
}
