import Testing

@testable import Configuration

@Suite("What lower places may say")
struct SectionRuleTests {
    private func file(_ text: String, at path: String = "", name: String = "a.config") throws -> ConfigurationFile {
        let (file, mistakes) = ConfigurationFile.read(
            name, Array("<configuration>\(text)</configuration>".utf8), path: ConfigurationPath(path), schemas: .builtIn
        )
        #expect(mistakes.isEmpty, "\(mistakes)")
        return try #require(file)
    }

    /// A section with nothing in it, in its groups.
    private func element(_ name: String, _ attributes: String = "") -> String {
        let parts = name.split(separator: "/")
        return parts.dropLast().reversed().reduce("<\(parts.last ?? "") \(attributes)/>") { "<\($1)>\($0)</\($1)>" }
    }

    private func declared(_ name: String, _ attributes: String) -> String {
        let parts = name.split(separator: "/")
        let section = "<section name='\(parts.last ?? "")' \(attributes)/>"
        let nested = parts.dropLast().reversed().reduce(section) { "<sectionGroup name='\($1)'>\($0)</sectionGroup>" }
        return "<configSections>\(nested)</configSections>"
    }

    /// What is wrong with a section in the file of the folder `s/a`, the application of which is `s`.
    private func objections(
        _ name: String, server: String = "", attributes: String = "", application: Int? = 1,
        schemas: SchemaSet = .builtIn
    ) throws -> [String] {
        let tree = ConfigurationTree(try file(server), schemas: schemas)
        let (below, mistakes) = ConfigurationFile.read(
            "web.config", Array("<configuration>\(element(name, attributes))</configuration>".utf8),
            path: ConfigurationPath("s/a"), schemas: schemas)
        #expect(mistakes.isEmpty)
        let section = tree.section(
            name, at: ConfigurationPath("s/a"), files: [try #require(below)], application: application)
        return try #require(section).mistakes.map(\.text)
    }

    @Test(
        "The file of a folder may have the sections that IIS leaves to it",
        arguments: [
            "handlers", "defaultDocument", "directoryBrowse", "httpErrors", "httpProtocol", "httpRedirect",
            "staticContent",
            "urlCompression", "caching", "validation", "security/authorization", "security/requestFiltering",
        ])
    func open(name: String) throws { #expect(try objections("system.webServer/\(name)") == []) }

    @Test(
        "It may not have those that IIS keeps for the server, unless a location of the server's file opens them",
        arguments: [
            "security/access", "security/ipSecurity", "security/dynamicIpSecurity", "serverRuntime", "httpLogging",
            "webSocket", "security/applicationDependencies", "security/authentication/anonymousAuthentication",
            "security/authentication/basicAuthentication", "security/authentication/digestAuthentication",
            "security/authentication/windowsAuthentication",
            "security/authentication/clientCertificateMappingAuthentication",
            "security/authentication/iisClientCertificateMappingAuthentication",
        ])
    func closed(name: String) throws {
        let section = "system.webServer/\(name)"
        let own = name.split(separator: "/").last ?? ""
        #expect(
            try objections(section) == [
                "<\(own)> is for the server's file, unless a location there has it with overrideMode=\"Allow\""
            ])
        for path in ["", ".", "S", "s/A"] {
            let location = "<location path='\(path)' overrideMode='Allow'>\(element(section))</location>"
            #expect(try objections(section, server: location) == [])
        }
        for path in ["t", "s/a/b"] {
            let location = "<location path='\(path)' overrideMode='Allow'>\(element(section))</location>"
            #expect(try objections(section, server: location).count == 1)
        }
        let other = "<location path='' overrideMode='Allow'>\(element("system.webServer/caching"))</location>"
        #expect(try objections(section, server: other).count == 1)
    }

    @Test(
        "What is for the whole server is refused in files of folders and in locations, whatever is declared or opened",
        arguments: [
            "system.applicationHost/sites", "system.applicationHost/applicationPools", "system.webServer/globalModules",
            "system.webServer/security/isapiCgiRestriction", "modhost/limits", "modhost/site", "modhost/server",
        ])
    func serverOnly(name: String) throws {
        let declaration = declared(name, "allowDefinition='Everywhere' overrideModeDefault='Allow'")
        let location = "<location path='' overrideMode='Allow'>\(element(name))</location>"
        for server in ["", declaration, location, declaration + location] {
            #expect(
                try objections(name, server: server) == [
                    "the section \(name) is for the whole server; move it to the server's file"
                ])
        }
        let inLocation = ConfigurationTree(
            try file(declaration + "<location path='s'>\(element(name))</location>"), schemas: .builtIn)
        #expect(
            inLocation.section(name, at: ConfigurationPath("s"))?.mistakes.map(\.text) == [
                "the section \(name) is for the whole server; take it out of the location"
            ])
    }

    @Test("What is for whole applications is refused below the folder of one")
    func applications() throws {
        for name in ["system.webServer/applicationInitialization"] {
            #expect(
                try objections(name) == [
                    "the section \(name) is for whole applications; move it to the folder of one, or above"
                ])
            #expect(try objections(name, application: 2) == [])
            #expect(try objections(name, application: nil) == [])
            #expect(try objections(name, server: declared(name, "allowDefinition='Everywhere'")) == [])
        }
    }

    @Test("A declaration has the last word about what the server's file leaves to others, in both directions")
    func declarations() throws {
        let access = "system.webServer/security/access"
        #expect(try objections(access, server: declared(access, "overrideModeDefault='Allow'")) == [])
        #expect(try objections(access, server: declared(access, "")).count == 1, "it says nothing of that")
        #expect(try objections(access, server: declared(access, "overrideModeDefault='Inherit'")).count == 1)
        let browse = "system.webServer/directoryBrowse"
        #expect(
            try objections(browse, server: declared(browse, "overrideModeDefault='Deny'")).map { $0.prefix(45) } == [
                "<directoryBrowse> is locked here by a.config:"
            ])
        #expect(try objections(browse, server: declared(browse, "")) == [])
        for places in ["MachineOnly", "machineToWebRoot", "AppHostOnly"] {
            #expect(
                try objections(browse, server: declared(browse, "allowDefinition='\(places)'")) == [
                    "the section \(browse) is for the whole server; move it to the server's file"
                ])
        }
    }

    @Test("A section that may stand in no location is refused in one, and may stand at the top")
    func noLocation() throws {
        let name = "system.webServer/caching"
        let server = declared(name, "allowLocation='false'") + element(name)
        #expect(try objections(name, server: server) == [])
        let tree = ConfigurationTree(
            try file(server + "<location path='s'>\(element(name))</location>"), schemas: .builtIn)
        #expect(
            tree.section(name, at: ConfigurationPath("s"))?.mistakes.map(\.text) == [
                "<caching> may not stand in a location, by a.config:1:70; move it to the top of the file"
            ])
    }

    @Test("Files of folders may not say where error pages of the server lie")
    func closedAttributes() throws {
        let name = "system.webServer/httpErrors"
        #expect(
            try objections(name, attributes: "defaultPath='/etc/passwd'") == [
                "defaultPath of <httpErrors> is for the server's file; take it out"
            ])
        #expect(try objections(name, attributes: "allowAbsolutePathsWhenDelegated='true'").count == 1)
        let opened = "<location path='s' overrideMode='Allow'>\(element(name))</location>"
        #expect(try objections(name, server: opened, attributes: "defaultPath='/a'") == [])
    }

    @Test("The section of a module is for the server until it is opened")
    func modules() throws {
        var schemas = SchemaSet.builtIn
        let own = "<configSchema><sectionSchema name='system.webServer/gate'/></configSchema>"
        #expect(schemas.add(schemaFile: "s.xml", Array(own.utf8)).isEmpty)
        let name = "system.webServer/gate"
        #expect(try objections(name, schemas: schemas).count == 1)
        let opened = declared(name, "overrideModeDefault='Allow'")
        #expect(try objections(name, server: opened, schemas: schemas) == [])
        // As on IIS, its declaration opens it unless it says otherwise.
        #expect(try objections(name, server: declared(name, ""), schemas: schemas) == [])
        let closed = declared(name, "overrideModeDefault='Deny'")
        #expect(try objections(name, server: closed, schemas: schemas).count == 1)
    }

    @Test("What comes with IIS keeps its rule, whoever describes the section")
    func described() throws {
        var schemas = SchemaSet.builtIn
        let names = ["fastCgi", "isapiFilters", "tracing/traceFailedRequests"]
        let own = names.map { "<sectionSchema name='system.webServer/\($0)'/>" }.joined()
        #expect(schemas.add(schemaFile: "s.xml", Array("<configSchema>\(own)</configSchema>".utf8)).isEmpty)
        for server in ["", declared("system.webServer/fastCgi", "")] {
            #expect(
                try objections("system.webServer/fastCgi", server: server, schemas: schemas) == [
                    "the section system.webServer/fastCgi is for the whole server; move it to the server's file"
                ])
        }
        let filters = declared("system.webServer/isapiFilters", "")
        #expect(try objections("system.webServer/isapiFilters", server: filters, schemas: schemas).count == 1)
        #expect(try objections("system.webServer/tracing/traceFailedRequests", schemas: schemas) == [])
    }

    @Test("The file of a folder opens nothing for itself")
    func selfOpened() throws {
        let tree = ConfigurationTree(try file(""), schemas: .builtIn)
        let name = "system.webServer/security/access"
        let own = try file(
            declared(name, "overrideModeDefault='Allow'")
                + "<location path='' overrideMode='Allow'>\(element(name))</location>"
                + "<location path='b'>\(element(name, "sslFlags='None'"))</location>", at: "s", name: "web.config")
        #expect(tree.section(name, at: ConfigurationPath("s/b"), files: [own])?.mistakes.count == 2)
    }
}
