import Testing

@testable import Configuration

@Suite("The tree")
struct ConfigurationTreeTests {
    private func file(_ text: String, at path: String = "", name: String = "a.config") -> ConfigurationFile {
        let (file, mistakes) = ConfigurationFile.read(
            name, Array(text.utf8), path: ConfigurationPath(path), schemas: .builtIn)
        #expect(mistakes.isEmpty, "\(mistakes)")
        return file!
    }

    private func webServer(_ body: String) -> String {
        "<configuration><system.webServer>\(body)</system.webServer></configuration>"
    }

    private func location(_ path: String, _ body: String, _ more: String = "") -> String {
        "<location path=\"\(path)\" \(more)><system.webServer>\(body)</system.webServer></location>"
    }

    private func files(_ effective: ConfigurationTree.Effective?) -> [String] {
        effective?.element.child("files")?.items.map { $0.string("value") } ?? []
    }

    @Test("What nobody wrote has the schema's defaults, and no place")
    func defaults() throws {
        let tree = ConfigurationTree(file("<configuration/>"), schemas: .builtIn)
        let section = try #require(tree.section("system.webServer/staticContent", at: .server))
        let cache = try #require(section.element.child("clientCache"))
        #expect(cache.value("cacheControlMaxAge") == .timeSpan(864_000_000_000))
        #expect(cache.bool("setEtag"))
        #expect(cache.place(of: "setEtag") == .schema)
        #expect(section.element.place == nil)
        #expect(tree.section("system.webServer/none", at: .server) == nil)
    }

    @Test("A lower place adds to a higher one; where the schema says so its items come first")
    func order() {
        let server = file(
            "<configuration><system.webServer><defaultDocument><files><add value='a'/><add value='b'/></files></defaultDocument>"
                + "<httpProtocol><customHeaders><add name='A' value='1'/></customHeaders></httpProtocol></system.webServer>"
                + location(
                    "Site/Docs",
                    "<defaultDocument><files><remove value='A'/><add value='x'/><add value='y'/></files></defaultDocument>"
                        + "<httpProtocol><customHeaders><add name='B' value='2'/></customHeaders></httpProtocol>")
                + "</configuration>")
        let tree = ConfigurationTree(server, schemas: .builtIn)
        #expect(files(tree.section("system.webServer/defaultDocument", at: .server)) == ["a", "b"])
        #expect(
            files(tree.section("system.webServer/defaultDocument", at: ConfigurationPath("SITE/docs/deep"))) == [
                "x", "y", "b",
            ])
        #expect(
            files(tree.section("system.webServer/defaultDocument", at: ConfigurationPath("site/doc"))) == ["a", "b"])
        let headers = tree.section("system.webServer/httpProtocol", at: ConfigurationPath("site/docs"))?.element
        #expect(headers?.child("customHeaders")?.items.map { $0.string("name") } == ["A", "B"])
    }

    @Test("Files of folders come behind what higher files say of them, each from its folder down")
    func folders() {
        let server = file(
            "<configuration>" + location("s/a", "<directoryBrowse enabled='true'/>")
                + location("s/a/b", "<directoryBrowse enabled='true'/>")
                + "</configuration>")
        let tree = ConfigurationTree(server, schemas: .builtIn)
        let upper = file(
            "<configuration><system.webServer><directoryBrowse enabled='false'/></system.webServer>"
                + location("b/c", "<directoryBrowse showFlags='Date'/>") + "</configuration>", at: "s/a",
            name: "a/web.config")
        func enabled(_ path: String, _ files: [ConfigurationFile]) -> Bool? {
            tree.section("system.webServer/directoryBrowse", at: ConfigurationPath(path), files: files)?.element.bool(
                "enabled")
        }
        #expect(enabled("s/a", []) == true)
        #expect(enabled("s/a", [upper]) == false)
        #expect(enabled("s/a/b", [upper]) == true, "the server says so of that folder itself")
        let flags = tree.section("system.webServer/directoryBrowse", at: ConfigurationPath("s/a/b/c"), files: [upper])?
            .element
        #expect(flags?.int("showFlags") == 2)
        #expect(flags?.place(of: "showFlags").file == "a/web.config")
    }

    @Test("A location that is not inherited by applications ends at one")
    func applications() {
        let server = file(
            "<configuration>"
                + location("s", "<directoryBrowse enabled='true'/>", "inheritInChildApplications='false'")
                + "</configuration>")
        let tree = ConfigurationTree(server, schemas: .builtIn)
        func enabled(_ application: Int) -> Bool? {
            tree.section(
                "system.webServer/directoryBrowse", at: ConfigurationPath("s/app/x"), application: application)?.element
                .bool("enabled")
        }
        #expect(enabled(1) == true, "the site's own application")
        #expect(enabled(2) == false)
    }

    @Test("A declared section is for the server's file alone until a location of it allows more")
    func declared() {
        func mistakes(_ more: String) -> Int? {
            let server = file(
                "<configuration><configSections><sectionGroup name='system.webServer'>"
                    + "<section name='directoryBrowse' overrideModeDefault='Deny'/></sectionGroup></configSections>"
                    + location("s", "<directoryBrowse enabled='true'/>") + more + "</configuration>")
            let below = file(webServer("<directoryBrowse enabled='false'/>"), at: "s/a", name: "web.config")
            let tree = ConfigurationTree(server, schemas: .builtIn)
            return tree.section("system.webServer/directoryBrowse", at: ConfigurationPath("s/a"), files: [below])?
                .mistakes.count
        }
        #expect(mistakes("") == 1)
        #expect(mistakes(location("s/a", "<directoryBrowse/>", "overrideMode='Allow'")) == 0)
        #expect(mistakes(location("S/A", "<directoryBrowse/>", "overrideMode='Deny'")) == 1)
        #expect(mistakes(location("s/b", "<directoryBrowse/>", "overrideMode='Allow'")) == 1)
    }

    @Test("What a location locks is locked in files below, whatever their case or number of slashes")
    func locked() {
        let server = file(
            "<configuration>" + location("Site/Admin", "<directoryBrowse enabled='false'/>", "overrideMode='Deny'")
                + "</configuration>")
        let tree = ConfigurationTree(server, schemas: .builtIn)
        for path in ["site/admin", "SITE//ADMIN/", "MACHINE/WEBROOT/APPHOST/site/admin", "site/admin/deep"] {
            let below = file(webServer("<directoryBrowse enabled='true'/>"), at: path, name: "web.config")
            let section = tree.section("system.webServer/directoryBrowse", at: ConfigurationPath(path), files: [below])
            #expect(section?.mistakes.count == 1)
            #expect(section?.element.bool("enabled") == false)
        }
    }

    @Test("What is cleared and added again in one place is there once, and in its order")
    func clearAndAdd() {
        let tree = ConfigurationTree(
            file(
                webServer(
                    "<defaultDocument><files><add value='a'/><clear/><add value='b'/><add value='A'/></files></defaultDocument>"
                )),
            schemas: .builtIn)
        let section = tree.section("system.webServer/defaultDocument", at: .server)
        #expect(files(section) == ["b", "A"])
        #expect(section?.mistakes.isEmpty == true)
    }

    @Test("A lower place can lock more, and not less")
    func narrowed() {
        let server = file(
            "<configuration>" + location("s", "<directoryBrowse lockAllAttributesExcept='showFlags'/>")
                + location("s/a", "<directoryBrowse lockAllAttributesExcept='showFlags,enabled'/>")
                + location("s/a/b", "<directoryBrowse enabled='true'/>") + "</configuration>")
        let section = ConfigurationTree(server, schemas: .builtIn).section(
            "system.webServer/directoryBrowse", at: ConfigurationPath("s/a/b"))
        #expect(section?.mistakes.map(\.text) == ["enabled is locked here by a.config:1:71"])
    }

    @Test("A location that may not say what it says unlocks nothing")
    func refusedUnlock() {
        let server = file(
            "<configuration>" + location("s", "<directoryBrowse enabled='false'/>", "overrideMode='Deny'")
                + location("s/a", "<directoryBrowse/>", "overrideMode='Allow'")
                + location("s/a/b", "<directoryBrowse enabled='true'/>") + "</configuration>")
        let section = ConfigurationTree(server, schemas: .builtIn).section(
            "system.webServer/directoryBrowse", at: ConfigurationPath("s/a/b"))
        #expect(section?.mistakes.count == 2)
        #expect(section?.element.bool("enabled") == false)
    }

    @Test("Ten thousand locations cost a place no more than one does")
    func many() {
        let locations = (0..<10_000).map { location("s\($0)", "<directoryBrowse enabled='true'/>") }.joined()
        let tree = ConfigurationTree(file("<configuration>\(locations)</configuration>"), schemas: .builtIn)
        #expect(tree.steps(to: ConfigurationPath("s7777/a/b")).count == 2)
    }

    @Test("What is wrong at a place is told of that place and not again of all that are below")
    func toldOnce() {
        let tree = ConfigurationTree(
            file(
                "<configuration><system.webServer><directoryBrowse enabled='x'/></system.webServer>"
                    + location("", "<directoryBrowse showFlags='Date'/>")
                    + location("s", "<directoryBrowse enabled='y'/>")
                    + location("s/a/b", "<directoryBrowse enabled='z'/>")
                    + location("s/a/b", "<caching enabled='false'/>") + "</configuration>"),
            schemas: .builtIn)
        let written = tree.written().filter { $0.name == "system.webServer/directoryBrowse" }
        #expect(
            written.map(\.effective.mistakes).map { $0.map(\.text) } == [
                ["enabled takes true or false, not \"x\""], ["enabled takes true or false, not \"x\""],
                ["enabled takes true or false, not \"y\""],
                ["enabled takes true or false, not \"z\""],
            ])
        let below = tree.section("system.webServer/directoryBrowse", at: ConfigurationPath("s/a/b"))
        #expect(below?.mistakes.count == 3)
    }
}
