import Testing

@testable import Configuration

@Suite("Modules of real servers")
struct ConfiguredModulesTests {
    private func server(
        _ globals: String, _ order: String, more: String = "", files: Set<String> = [],
        overrides: ConfigurationOverrides = ConfigurationOverrides()
    ) throws -> ServerFile {
        let text = """
            <configuration><system.webServer>
            <globalModules>\(globals)</globalModules>
            <modules>\(order)</modules>
            </system.webServer>\(more)</configuration>
            """
        let closures = ConfigurationFiles(
            read: { _ in .failure(ConfigurationError("no")) }, list: { _ in [] }, exists: { files.contains($0) })
        return try ServerFile("etc/a.config", Array(text.utf8), overrides, files: closures)
    }

    private static func path(_ folders: String...) -> String {
        let items = folders.map { "<add path=\"\($0)\"/>" }.joined()
        return "<modhost><server><modulePath>\(items)</modulePath></server></modhost>"
    }

    private func told(_ file: ServerFile) -> [String] {
        ConfigurationMistakes(file.mistakes).all.map { String($0.description.dropFirst("etc/a.config:".count)) }
    }

    private func notices(_ file: ServerFile) -> [String] {
        file.notices.map { String($0.description.dropFirst("etc/a.config:".count)) }
    }

    @Test(
        "The file of a .dll is looked for by its name, then by that of the module, folder by folder",
        arguments: [
            (#"%windir%\System32\inetsrv\gate.dll"#, ["etc/m/gate.so", "/n/gate.so"], "etc/m/gate.so"),
            (#"%IIS_BIN%\GATE.DLL"#, ["/n/GATE.so"], "/n/GATE.so"),
            ("C:/x/gate.dll", ["etc/m/Guard.so", "/n/gate.so"], "/n/gate.so"),
            ("gate.dll", ["etc/m/Guard.so"], "etc/m/Guard.so"),
        ])
    func found(image: String, files: [String], expected: String) throws {
        let file = try server(
            "<add name='Guard' image='\(image)'/>", "<add name='Guard'/>", more: Self.path("m", "/n"), files: Set(files)
        )
        #expect(told(file).isEmpty && file.notices.isEmpty)
        #expect(file.modules().map(\.path) == [expected] && file.modules().map(\.name) == ["Guard"])
    }

    @Test("Folders of the command line take the place of those of the file")
    func flag() throws {
        var overrides = ConfigurationOverrides()
        overrides.replaceItems("path", ["/k"], in: "modhost/server", child: "modulePath")
        let file = try server(
            "<add name='a' image='a.dll'/>", "<add name='a'/>", more: Self.path("m"), files: ["/k/a.so", "etc/m/a.so"],
            overrides: overrides)
        #expect(file.modules().map(\.path) == ["/k/a.so"])
    }

    @Test("An image that is no .dll is where the file says, whether it is there or not")
    func plain() throws {
        let file = try server("<add name='a' image='b/a.so'/>", "<add name='a'/>")
        #expect(told(file).isEmpty && file.modules().map(\.path) == ["etc/b/a.so"])
    }

    @Test("What is not there refuses the start, with what to do")
    func missing() throws {
        let text = ("<add name='Guard' image='c:\\gate.dll'/>", "<add name='Guard'/>")
        #expect(
            told(try server(text.0, text.1)) == [
                "2:34: the module \"Guard\" has an image of Windows, c:\\gate.dll; name the folder that has gate.so or Guard.so in its place by modulePath, or take the module out"
            ])
        #expect(
            told(try server(text.0, text.1, more: Self.path("m"))) == [
                "2:34: the module \"Guard\" has an image of Windows, c:\\gate.dll; build it for Linux as gate.so or Guard.so in etc/m, or take the module out"
            ])
    }

    @Test("IIS's own modules that are not there are left out with one sentence for all")
    func stock() throws {
        let names = ["HttpLoggingModule", "RequestFilteringModule", "DefaultDocumentModule"]
        let file = try server(
            names.map { "<add name='\($0)' image='%windir%\\System32\\inetsrv\\\($0).dll'/>" }.joined(),
            names.map { "<add name='\($0)' lockItem='true'/>" }.joined(), more: Self.path("m"),
            files: ["etc/m/DefaultDocumentModule.so"])
        #expect(told(file).isEmpty && file.modules().map(\.name) == ["DefaultDocumentModule"])
        #expect(
            notices(file) == [
                "3:15: the modules \"HttpLoggingModule\" and \"RequestFilteringModule\" are of IIS itself and are not here, and left out with what they do"
            ])
        let one = try server(
            "<add name='ManagedEngineV4.0_64bit' image='w.dll'/>", "<add name='ManagedEngineV4.0_64bit'/>")
        #expect(
            notices(one) == [
                "3:15: the module \"ManagedEngineV4.0_64bit\" is one of IIS itself and is not here, and left out with what it does"
            ])
    }

    @Test("A module of IIS that protects is no mistake by itself; its section is, where it protects")
    func protecting() throws {
        func server(_ more: String) throws -> ServerFile {
            try self.server(
                "<add name='RequestFilteringModule' image='modrqflt.dll'/>", "<add name='RequestFilteringModule'/>",
                more: "<location path=''><system.webServer><security>\(more)</security></system.webServer></location>")
        }
        #expect(told(try server("<ipSecurity allowUnlisted='true'/>")).isEmpty)
        #expect(
            told(
                try server("<requestFiltering><hiddenSegments><add segment='bin'/></hiddenSegments></requestFiltering>")
            )
                == [
                    "4:66: the section system.webServer/security/requestFiltering protects something, and nothing here enforces it; take it out, or list it under \"unenforced\""
                ])
    }

    @Test("Modules of .NET are left out with one sentence for all")
    func managed() throws {
        let file = try server("", "<add name='a' type='A' preCondition='managedHandler'/><add name='b' type='B'/>")
        #expect(told(file).isEmpty && file.modules().isEmpty)
        #expect(notices(file) == ["3:24: the modules \"a\" and \"b\" are of .NET and are left out"])
    }

    @Test(
        "A condition says whether a module is loaded",
        arguments: [
            ("bitness64", true), ("bitness32", false), ("integratedMode,bitness64", true), (" IntegratedMode , ", true),
            ("integratedMode,bitness32", false), ("classicMode", false), ("ISAPIMode", false),
            ("managedHandler", false),
            ("runtimeVersionv2.0", false), ("runtimeVersionv4.0,bitness64", false),
            ("appPoolName=DefaultAppPool", true), ("appPoolName=other;DefaultAppPool", true),
            ("appPoolName=defaultapppool ; other,bitness64", true), ("appPoolName=;", false),
            ("appPoolName=DefaultAppPool;a,appPoolName=a;DEFAULTAPPPOOL", true),
            ("appPoolName=DefaultAppPool,appPoolName=other", false),
        ])
    func condition(text: String, isLoaded: Bool) throws {
        let globals = try server("<add name='a' image='a.so' preCondition='\(text)'/>", "<add name='a'/>")
        let order = try server("<add name='a' image='a.so'/>", "<add name='a' preCondition='\(text)'/>")
        for file in [globals, order] {
            #expect(told(file).isEmpty && file.notices.isEmpty)
            #expect(file.modules().count == (isLoaded ? 1 : 0))
        }
    }

    @Test("A module for one pool is kept for it, and left out with a notice if there is no such pool")
    func pool() throws {
        let pools = """
            <system.applicationHost><applicationPools><add name="my pool"/></applicationPools></system.applicationHost>
            """
        let image = ("<add name='a' image='a.so' preCondition='bitness64, appPoolName=My Pool '/>", "<add name='a'/>")
        let file = try server(image.0, image.1, more: pools)
        #expect(told(file).isEmpty && file.modules().map(\.pools) == [["My Pool"]])
        let other = try server(image.0, image.1)
        #expect(other.modules().isEmpty)
        #expect(
            notices(other) == [
                "2:43: the module \"a\" is for the pool \"My Pool\", which is not there, and is left out"
            ])
    }

    @Test("A module may be for several pools, and runs in any of them")
    func severalPools() throws {
        let pools = """
            <system.applicationHost><applicationPools><add name="B"/><add name="C"/></applicationPools></system.applicationHost>
            """
        let image = ("<add name='a' image='a.so' preCondition='appPoolName=A;b'/>", "<add name='a'/>")
        let file = try server(image.0, image.1, more: pools)
        #expect(told(file).isEmpty && file.modules().map(\.pools) == [["A", "b"]])
        #expect(
            notices(try server(image.0, image.1)) == [
                "2:43: the module \"a\" is for the pools \"A\", \"b\", of which none is there, and is left out"
            ])
        let item = try #require(file.tree.section("system.webServer/globalModules", at: .server)?.element.items.first)
        #expect(item.conditionsHold(pool: "a") && item.conditionsHold(pool: "B") && !item.conditionsHold(pool: "C"))
    }

    @Test("A condition that is none is a mistake, also of a module that would be left out")
    func unknownCondition() throws {
        let file = try server(
            "<add name='a' image='a.so' preCondition='bitness32,bitness46'/>", "<add name='a'/>")
        #expect(told(file) == ["2:43: there is no condition \"bitness46\"; did you mean \"bitness64\"?"])
        let order = try server("", "<add name='b' type='B' preCondition='managed'/>")
        #expect(
            told(order) == [
                "3:33: there is no condition \"managed\"; known here: ISAPIMode, appPoolName=NAME, bitness32, bitness64, classicMode, integratedMode, managedHandler, runtimeVersionv4.0"
            ])
    }

    @Test("Handlers of which no module is loaded are told in one sentence")
    func handlers() throws {
        let text = """
            <configuration><system.webServer>
              <globalModules><add name="One" image="one.so"/></globalModules><modules><add name="One"/></modules>
              <handlers>
                <add name="a" path="*.a" verb="*" modules="StaticFileModule, one"/>
                <add name="b" path="*.b" verb="*" modules="IsapiModule"/><add name="c" path="*.c" verb="*" type="T"/>
                <add name="d" path="*.d" verb="*" modules="CgiModule" preCondition="bitness32"/>
              </handlers>
            </system.webServer></configuration>
            """
        let notices = try ServerFile("a.config", Array(text.utf8)).notices.map(\.description)
        let sentence =
            "no module of the handlers \"b\", \"c\" is here; requests that fit one of them are answered 500.21"
        #expect(notices == ["a.config:5:5: " + sentence])
    }
}
