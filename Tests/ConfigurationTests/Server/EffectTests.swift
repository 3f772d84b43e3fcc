import Testing

@testable import Configuration

@Suite("What in a file has no effect")
struct EffectTests {
    private func server(_ body: String) throws -> ServerFile {
        try ServerFile("a.config", Array("<configuration>\(body)</configuration>".utf8))
    }

    private func mistakes(_ body: String) throws -> [String] {
        ConfigurationMistakes(try server(body).mistakes).all.map(\.text)
    }

    private func notices(_ body: String) throws -> [String] { try server(body).notices.map(\.description) }

    private static func listed(_ names: String...) -> String {
        let items = names.map { "<add section='\($0)'/>" }.joined()
        return "<modhost><server><unenforced>\(items)</unenforced></server></modhost>"
    }

    private static let rewrite = """
        <system.webServer><rewrite><rules><rule><action type='AbortRequest'/></rule></rules></rewrite></system.webServer>
        """
    private static let access =
        "<system.webServer><security><access sslFlags='Ssl'/></security></system.webServer>"
    private static let open =
        "<location path='' overrideMode='Allow'><system.webServer><security><access/></security></system.webServer></location>"
    private static let web = "<system.web><authorization><deny users='?'/></authorization></system.web>"

    @Test(
        "What is listed as not enforced covers everything below it, be it described or not",
        arguments: [
            (rewrite, "system.webServer/rewrite", true), (rewrite, "System.webserver/Rewrite/Rules", true),
            (rewrite, "system.webServer", true), (rewrite, "system.webServer/rewrite/globalRules", false),
            (rewrite, "system.webServer/re", false), (access, "system.webServer/security", true),
            (access, "system.webServer/security/access", true), (access, "system.webServer/security/acc", false),
            (access, "", false), (access, "/", false), (web, "system.web", true),
            (web, "system.web/authorization", true), (web, "system.webServer", false),
        ])
    func covering(body: String, name: String, isCovered: Bool) throws {
        #expect(try mistakes(body + Self.listed(name)).isEmpty == isCovered)
        let tree = ConfigurationTree(
            try #require(read(Self.listed(name) + Self.open, "a.config", "")), schemas: .builtIn)
        let below = try #require(read(body, "s/web.config", "s"))
        #expect(
            tree.mistakes(of: below, below: [], application: { _ in 1 }).contains { $0.text.contains("protects") }
                != isCovered)
    }

    @Test("What protects in the file of a folder is accepted in the server's file, which is said")
    func protectedFolder() throws {
        let file = try #require(read(Self.web, "w", "s"))
        #expect(
            ConfigurationTree.empty.mistakes(of: file, below: [], application: { _ in 1 }).map(\.text) == [
                "the section system.web/authorization protects something, and nothing here enforces it; take it out, or list it under \"unenforced\" in the server's file"
            ])
    }

    private func read(_ body: String, _ name: String, _ path: String) -> ConfigurationFile? {
        let text = Array("<configuration>\(body)</configuration>".utf8)
        return ConfigurationFile.read(name, text, path: ConfigurationPath(path), schemas: .builtIn).file
    }

    @Test("Any name may be listed, and one that looks like a slip of a known one is told by a notice")
    func slips() throws {
        let fine = Self.listed(
            "system.web", "system.webServer/rewrite/rules", "system.ftpServer/security/requestFiltering",
            "system.webServer/cors", "mine/own", "system.webServer/security", "system.web/authorization")
        #expect(try server(fine).mistakes.isEmpty)
        #expect(try notices(fine).isEmpty)
        for (slip, meant) in [
            ("system.webServer/security/authorisation", "system.webServer/security/authorization"),
            ("requestFiltering", "system.webServer/security/requestFiltering"),
            ("system.webServer/access", "system.webServer/security/access"),
            ("system.webServer/rewite", "system.webServer/rewrite"),
        ] {
            let body = "<system.webServer><rewrite><rules/></rewrite></system.webServer>" + Self.listed(slip)
            #expect(try mistakes(body).isEmpty)
            #expect(
                try server(body).notices.contains {
                    $0.text == "unenforced: there is no section \"\(slip)\"; did you mean \"\(meant)\"?"
                })
        }
    }

    @Test("Sections that nothing describes are told in one sentence, and nothing of what is empty")
    func unknown() throws {
        let body = "<a b='c'/><d/>\n<e><f/></e><location path='Default Web Site'><a b='c'/></location>"
        #expect(
            try notices(body) == ["a.config:1:16: the sections a and e are not known here and have no effect"])
        #expect(try notices("<e><f/></e>") == ["a.config:1:16: the section e is not known here and has no effect"])
    }

    @Test("What nothing reads in the file of a folder is told as in the server's file")
    func folders() throws {
        let body = """
            <configSections><section name='own'/></configSections>
            <system.webServer><modules/><handlers accessPolicy='Read'/><caching enabled='false'/><urlCompression/></system.webServer>
            <location path='a'><system.webServer><staticContent><clear/></staticContent></system.webServer><own a='b'/></location>
            <system.web><compilation debug='true'/></system.web><appSettings/>
            """
        let file = try #require(read(body, "w/web.config", "s"))
        #expect(
            ConfigurationTree.empty.notices(of: file).map(\.description) == [
                "w/web.config:2:60: no module of this server reads the sections system.webServer/caching and system.webServer/staticContent; they have no effect",
                "w/web.config:3:96: the sections own and system.web are not known here and have no effect",
            ])
        let plain = try #require(read("<system.webServer><handlers><clear/></handlers></system.webServer>", "w", "s"))
        #expect(ConfigurationTree.empty.notices(of: plain).isEmpty)
    }

    @Test("What a loaded module describes has an effect in the file of a folder too")
    func foldersOfModules() throws {
        let schema = "<configSchema><sectionSchema name='system.webServer/caching'/></configSchema>"
        let files = ConfigurationFiles(
            read: { _ in .success(Array(schema.utf8)) }, list: { _ in ["gate_schema.xml"] }, exists: { _ in true })
        let server = ServerFile(ConfigurationOverrides(), modules: [("gate", "/m/gate.so")], files: files)
        let text = "<configuration><system.webServer><caching enabled='false'/></system.webServer></configuration>"
        let file = ConfigurationFile.read(
            "w", Array(text.utf8), path: ConfigurationPath("s"), schemas: server.tree.schemas
        ).file
        #expect(try server.tree.notices(of: #require(file)).isEmpty)
        #expect(try ConfigurationTree.empty.notices(of: #require(file)).count == 1)
    }

    @Test("However many sections there are that nothing describes, the sentence has an end")
    func manyUnknown() throws {
        func told(_ count: Int) throws -> String? {
            let body = (0..<count).map { "<s\($0) a='b'/>" }.joined()
            return try notices(body).first
        }
        #expect(try told(60)?.hasSuffix("s57, s58 and s59 are not known here and have no effect") == true)
        #expect(try told(9_000)?.hasSuffix("s58, s59 and 8940 more are not known here and have no effect") == true)
    }

    @Test(
        "Rules of ASP.NET that only allow protect nothing",
        arguments: [
            ("<allow users='*'/>", false), ("<allow users='?'/><allow roles='staff'/>", false), ("", false),
            ("<allow users='a'/><deny users='*'/>", true), ("<clear/>", true), ("<Deny users='*'/>", true),
        ])
    func allowing(rules: String, protects: Bool) throws {
        let body = "<system.web><authorization>\(rules)</authorization></system.web>"
        #expect(try mistakes(body).isEmpty != protects)
        #expect(try mistakes("<mine><authorization><allow users='a'/></authorization></mine>").count == 1)
    }

    private static func sites(_ inner: String = "", _ before: String = "") -> String {
        """
        <system.applicationHost><sites>\(before)
        <site name='Main'><bindings><binding protocol='http' bindingInformation='*:80:'/></bindings>
        <application path='/'><virtualDirectory path='/' physicalPath='/'/></application>\(inner)</site>
        <site name='Old' serverAutoStart='false'>
        <application path='/'><virtualDirectory path='/' physicalPath='/'/></application></site>
        </sites></system.applicationHost>
        """
    }

    @Test("What is said of FTP is kept and protects nothing")
    func ftp() throws {
        let own =
            "<ftpServer><security><authentication><anonymousAuthentication enabled='false'/></authentication></security></ftpServer>"
        let body = Self.sites(own, "<siteDefaults><ftpServer><logFile/></ftpServer></siteDefaults>")
        let group =
            "<system.ftpServer><security><ipSecurity allowUnlisted='false'/><requestFiltering a='b'/></security></system.ftpServer>"
        #expect(try mistakes(body + group + "<location path='Main'>\(group)</location>").isEmpty)
        #expect(
            try server(body + group).notices.map(\.text).contains(
                "the sections system.applicationHost/sites/ftpServer and system.ftpServer are not known here and have no effect"
            ))
        #expect(try !mistakes(Self.sites("<ftpserver/>")).isEmpty)
    }

    @Test("Encrypted passwords of users that nothing runs as are passed over with one notice")
    func passwords() throws {
        let secret = "password='[enc:Provider:ab:enc]'"
        let pools =
            "<system.applicationHost><applicationPools><add name='DefaultAppPool'><processModel \(secret)/></add>"
            + "<applicationPoolDefaults><processModel \(secret)/></applicationPoolDefaults></applicationPools></system.applicationHost>"
        let anonymous =
            "<system.webServer><security><authentication><anonymousAuthentication \(secret)/></authentication></security></system.webServer>"
        let sites = "<virtualDirectoryDefaults \(secret)/>"
        #expect(try mistakes(anonymous + Self.sites("", sites)).isEmpty)
        #expect(try mistakes(pools).isEmpty)
        #expect(
            try server("\n\(pools)\(anonymous)").notices.first { $0.text.contains("encrypted") }?.description
                == "a.config:2:84: this and 2 more passwords are encrypted and cannot be read here; they have no effect"
        )
        #expect(
            try server(anonymous).notices.map(\.text).contains(
                "this password is encrypted and cannot be read here; it has no effect"))
        let named = pools.replacing("password=", with: "userName=")
        #expect(try mistakes(named).count == 2)
    }

    @Test("What sites say of connections and of https, and nothing does, is told")
    func settings() throws {
        let inner = "<limits maxConnections='9' maxBandwidth='2048'/><hsts enabled='true' redirectHttpToHttps='true'/>"
        #expect(
            try server(Self.sites(inner)).notices.filter { $0.text.contains("since") }.map(\.text) == [
                "the site \"Old\" is not served, since its serverAutoStart is false",
                "maxConnections of limits has no effect, since connections are counted for the whole server, by modhost/limits",
                "maxBandwidth of limits has no effect, since nothing here bounds what a site sends in a second",
                "redirectHttpToHttps of hsts has no effect, since https is not served yet; requests are answered without it",
            ])
        let defaults =
            "<siteDefaults><limits maxBandwidth='4294967295'/><hsts redirectHttpToHttps='true'/></siteDefaults>"
        #expect(try server(Self.sites("", defaults)).notices.count == 2)
    }

    @Test("What protects a site that is not served refuses nothing, and its locations are told with its name")
    func unserved() throws {
        func location(_ path: String) -> String { "<location path='\(path)'>\(Self.access)\(Self.web)</location>" }
        #expect(try mistakes(Self.sites() + location("main/a")).count == 2)
        let others = location("old") + location("OLD/a") + location("Gone/a")
        #expect(try mistakes(Self.sites() + others).isEmpty)
        let texts = try server(Self.sites() + others).notices.map(\.text)
        #expect(
            texts.contains("the location is of the site \"Old\", which is not served; and one more place, in line 6"))
        #expect(texts.contains("the location is of the site \"Gone\", which is not there"))
        #expect(try mistakes(location("Default Web Site/a")).count == 2)
        // One of which something is wrong will be served when that is mended.
        let wrong = Self.sites().replacing("physicalPath='/'", with: "physicalPath='C:'", maxReplacements: 1)
        #expect(try mistakes(wrong + location("main/a")).count == 3)
        let ftp = Self.sites().replacing("protocol='http'", with: "protocol='ftp'")
        #expect(
            try mistakes(ftp + location("main/a")) == [
                "no site is served; give one of them a binding by http, or take all of them out"
            ])
    }
}
