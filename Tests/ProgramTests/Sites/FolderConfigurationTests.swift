import TestSupport
import Testing

@testable import Program

@Suite("web.config", .serialized)
struct FolderConfigurationTests {
    private let fixture: SiteFixture

    init() throws { fixture = try SiteFixture() }

    private let site = SiteFixture.site(
        "Site", id: 1,
        SiteFixture.application("/", "www", #"<virtualDirectory path="/pub" physicalPath="outside"/>"#)
            + SiteFixture.application("/shop", "shop"))
    private let removesTwo = #"<modules><remove name="two"/></modules>"#
    private let both = "one.OnBeginRequest, two.OnBeginRequest"

    @Test("It is in force below its folder and nowhere else, in any case, and below applications of the site")
    func scope() throws {
        try fixture.writeWebConfig(removesTwo, in: "www/a")
        try fixture.writeWebConfig(removesTwo, in: "shop")
        _ = try fixture.folder.shell("mkdir -p www/a/deep www/ab outside")
        let server = try fixture.serve(SiteFixture.configuration(site))
        for url in ["/a", "/a/", "/a/x", "/A/x", "/a/deep/x", "//a//x", "/ab/../a/x", "/%61/x", "/shop", "/SHOP/y"] {
            #expect(try server.get(url: "h" + url).report["calls"]?.contains("two") == false, "\(url)")
        }
        for url in ["/", "/ab", "/ab/x", "/b/a", "/pub/a", "/a%2Fx", "/shops"] {
            #expect(try server.get(url: "h" + url).report["calls"]?.hasPrefix(both) == true, "\(url)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A mistake in it is 500.19 below its folder and nowhere else, with one line in the log")
    func mistakes() throws {
        try fixture.writeWebConfig("<modules><remov name=\"two\"/></modules>", in: "www/a")
        try fixture.writeWebConfig("<globalModules><clear/></globalModules>", in: "www/b")
        try fixture.write("<configuration>", to: "www/c/web.config")
        _ = try fixture.folder.shell("mkdir -p www/d; mkfifo www/d/web.config")
        let server = try fixture.serve(SiteFixture.configuration(site))
        for folder in ["a", "b", "c", "d"] {
            #expect(try server.get(url: "h/\(folder)/x").status == 500, "\(folder)")
            #expect(try server.get(url: "h/\(folder.uppercased())").status == 500, "\(folder)")
        }
        #expect(try server.get(url: "h/").status == 200)
        #expect(try server.get(url: "h/e").status == 200)
        try server.process.errorLine(
            "www/a/web.config:1:43: <modules> has no element <remov>; did you mean \"remove\"?")
        try fixture.writeWebConfig(removesTwo, in: "www/a")
        try server.waitForChanges(1)
        #expect(try server.get(url: "h/a/x").report["calls"]?.contains("two") == false)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("What nothing reads in it is told by a notice in the log")
    func withoutEffect() throws {
        try fixture.writeWebConfig(#"<caching enabled="false"/>"#, in: "www/a")
        let server = try fixture.serve(SiteFixture.configuration(site))
        #expect(try server.get(url: "h/a/x").status == 200)
        try server.process.errorLine("no module of this server reads the section system.webServer/caching")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("What protects in it and is not enforced closes its folder")
    func protection() throws {
        try fixture.writeWebConfig(
            #"<security><authorization><clear/><add accessType="Deny" users="*"/></authorization></security>"#,
            in: "www/a")
        try fixture.writeWebConfig(#"<handlers accessPolicy="None"/>"#, in: "www/b")
        let server = try fixture.serve(SiteFixture.configuration(site))
        #expect(try server.get(url: "h/a/x").status == 500)
        #expect(try server.get(url: "h/b/x").status == 403)
        #expect(try server.get(url: "h/B").status == 403)
        for url in ["/web.config", "/a/web.config", "/a/WEB.Config", "/web.config/x", "/%77eb.config"] {
            #expect(try server.get(url: "h" + url).status == 404, "\(url)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A location in it counts for what is a file, or nothing, on disk")
    func locations() throws {
        try fixture.write(
            """
            <configuration>
              <location path="secret.html"><system.webServer><handlers accessPolicy="None"/></system.webServer></location>
              <location path="api/admin"><system.webServer><handlers accessPolicy="None"/></system.webServer></location>
              <location path="a/x"><system.webServer><handlers accessPolicy="None"/></system.webServer></location>
            </configuration>
            """, to: "www/web.config")
        _ = try fixture.folder.shell("mkdir -p www/a; touch www/secret.html")
        let server = try fixture.serve(SiteFixture.configuration(site))
        for url in ["/secret.html", "/SECRET.html/x", "/api/admin", "/API//Admin/x", "/a/x", "/A/X/y"] {
            #expect(try server.get(url: "h" + url).status == 403, "\(url)")
        }
        for url in ["/", "/secret", "/api", "/api/x", "/a", "/a/xx"] {
            #expect(try server.get(url: "h" + url).status == 200, "\(url)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A folder whose handlers are all taken away has none, and what the modules of the server would do is 404")
    func noHandlers() throws {
        try fixture.writeWebConfig("<handlers><clear/></handlers>", in: "www/uploads")
        let handlers = #"<handlers><add name="all" path="*" verb="*" modules="one" requireAccess="None"/></handlers>"#
        for configuration in [
            SiteFixture.configuration(site),
            SiteFixture.configuration(site).replacing("<modules>", with: handlers + "<modules>"),
        ] {
            let server = try fixture.serve(configuration)
            #expect(try server.get(url: "h/uploads/x").status == 404)
            #expect(try server.get(url: "h/x").status == 200)
            #expect(try server.stop() == .exited(code: 0))
        }
    }

    @Test("A folder that is taken away and comes back, and a file that appears under a second name, count")
    func replaced() throws {
        _ = try fixture.folder.shell("mkdir -p www/a shop")
        let server = try fixture.serve(SiteFixture.configuration(site))
        #expect(try server.get(url: "h/a/x").status == 200)
        try fixture.writeWebConfig(#"<handlers accessPolicy="None"/>"#, in: "other")
        _ = try fixture.folder.shell("ln other/web.config www/a/web.config")
        try server.waitForChanges(1)
        #expect(try server.get(url: "h/a/x").status == 403)
        _ = try fixture.folder.shell("mv www old")
        try server.waitForChanges(2)
        #expect(try server.get(url: "h/b/x").status == 200)
        _ = try fixture.folder.shell("mv other www")
        #expect(try server.get(url: "h/b/x").status == 403)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A release that is switched by a link above it, and the target of a web.config that is a link, count")
    func links() throws {
        try fixture.writeWebConfig(#"<handlers accessPolicy="None"/>"#, in: "rel2/www/admin")
        try fixture.writeWebConfig("", in: "shared")
        _ = try fixture.folder.shell(
            "mkdir -p rel1/www/admin shop; ln -s rel1 current; ln -s current/www www; ln -s ../shared/web.config shop/web.config"
        )
        let server = try fixture.serve(SiteFixture.configuration(site))
        #expect(try server.get(url: "h/admin/x").status == 200)
        #expect(try server.get(url: "h/shop/x").status == 200)
        try fixture.writeWebConfig(#"<handlers accessPolicy="None"/>"#, in: "shared")
        try server.waitForChanges(1)
        #expect(try server.get(url: "h/shop/x").status == 403)
        _ = try fixture.folder.shell("ln -s rel2 new; mv -T new current")
        try server.waitForChanges(2)
        #expect(try server.get(url: "h/admin/x").status == 403)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A change is seen at once, and no request fails meanwhile")
    func change() throws {
        try fixture.writeWebConfig("", in: "www/a")
        let server = try fixture.serve(SiteFixture.configuration(site))
        let failures = try server.underLoad(url: "h/a/x") {
            for round in 0..<10 {
                try fixture.writeWebConfig(round % 2 == 0 ? removesTwo : "", in: "www/a")
                try server.waitForChanges(round + 1)
                #expect(try server.get(url: "h/a/x").report["calls"]?.contains("two") == (round % 2 == 1))
            }
        }
        #expect(failures == [])
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Modules are told where it has changed")
    func notification() throws {
        _ = try fixture.folder.module("behaviour/tells_change.c", as: "teller")
        try fixture.writeWebConfig("", in: "www/Folder")
        let configuration = SiteFixture.configuration(site)
            .replacing(
                #"<add name="one" image="one.so"/>"#,
                with: #"<add name="teller" image="teller.so"/><add name="one" image="one.so"/>"#
            )
            .replacing(#"<modules><add name="one"/>"#, with: #"<modules><add name="teller"/><add name="one"/>"#)
        let server = try fixture.serve(configuration)
        _ = try server.get(url: "h/folder/x")
        try fixture.writeWebConfig(removesTwo, in: "www/Folder")
        try server.process.errorLine("changed MACHINE/WEBROOT/APPHOST/Site/folder")
        #expect(try server.stop() == .exited(code: 0))
    }
}
