import Testing

@testable import Configuration

@Suite("Paths and variables in a configuration")
struct ConfiguredPathsTests {
    private static let variables = EnvironmentVariables([
        "SystemDrive": "C:", "WWW": "/srv", "www": "/wrong", "Empty": "", "ProgramFiles(x86)": "C:\\P",
        "Nested": "%WWW%",
    ])

    @Test(
        "Variables are replaced without regard to the case of their names, once, and what is not set is left",
        arguments: [
            ("a", "a"), ("%SYSTEMDRIVE%\\a", "C:\\a"), ("%systemdrive%", "C:"), ("x%www%y%Www%z", "x/srvy/srvz"),
            ("%Empty%a", "a"), ("%ProgramFiles(x86)%\\a", "C:\\P\\a"), ("%windir%\\a", "%windir%\\a"),
            ("%gone%www%", "%gone%www%"), ("%a b%www%c", "%a b/srvc"), ("100%", "100%"), ("%%", "%%"),
            ("%Nested%", "%WWW%"),
            ("", ""),
        ])
    func variables(text: String, expected: String) { #expect(Self.variables.expanded(text) == expected) }

    private func file(_ name: String, _ text: String) throws -> ServerFile {
        try ServerFile(name, Array(text.utf8), variables: Self.variables)
    }

    /// The root that a file comes to, or the sentence about it.
    private func root(_ text: String, drives: String = "", folder: String = "etc/") throws -> String {
        let file = try file(
            "\(folder)a.config",
            "<configuration><modhost><server><drives>\(drives)</drives></server>\n<site root=\"\(text)\"/></modhost></configuration>"
        )
        var configuration = ServerConfiguration()
        let mistakes = file.mistakes + file.fill(&configuration)
        return mistakes.first?.text ?? configuration.site.root
    }

    @Test(
        "In XML backslashes separate names, and a path begins at the folder of its file or at a drive that has one",
        arguments: [
            ("www", "etc/www"), ("sub\\www", "etc/sub/www"), ("..\\www/a", "etc/../www/a"), ("/srv/www", "/srv/www"),
            ("\\srv\\www", "/srv/www"), ("C:\\inetpub\\wwwroot", "/srv/c/inetpub/wwwroot"), ("c:/a", "/srv/c/a"),
            ("C:", "/srv/c"), ("%SystemDrive%\\a", "/srv/c/a"), ("d:\\a", "etc/d/a"), ("%WWW%/a", "/srv/a"),
            ("e:\\a", "/srv/e/a"), ("./c:a", "etc/./c:a"),
        ])
    func paths(text: String, expected: String) throws {
        let drives =
            "<add drive='c' path='/srv/c'/><add drive='D' path='d'/><add drive='E' path='%www%\\e'/>"
        #expect(try root(text, drives: drives) == expected)
    }

    @Test(
        "What can be no path here is one sentence with the remedy",
        arguments: [
            (
                "C:\\inetpub",
                "root begins with the drive C:, which this machine has not; write a path such as /srv/www, or give the drive a folder by drives of modhost/server"
            ),
            (
                "%SystemDrive%\\inetpub",
                "root begins with the drive C:, which this machine has not; write a path such as /srv/www, or give the drive a folder by drives of modhost/server"
            ),
            ("D:a", "root is D:a, which depends on where a program is; write D:\\ before the names"),
            (
                "\\\\nas\\www",
                "root is on another machine, \\\\nas\\www; mount it on this one, and write its folder here"
            ),
            (
                "%windir%\\a",
                "root names the variable %windir%, which is not set; set it where the server is started, or write what it stands for"
            ),
            ("%Empty%", "root must not be empty"),
        ])
    func refused(text: String, expected: String) throws {
        #expect(try root(text, drives: "<add drive='D' path='/d'/>") == expected)
    }

    @Test(
        "A drive is one letter, and has a folder of this machine",
        arguments: [
            ("<add drive='C:' path='/c'/>", "drive takes a letter such as C, not \"C:\""),
            ("<add drive='Ä' path='/c'/>", "drive takes a letter such as C, not \"Ä\""),
            (
                "<add drive='C' path='D:\\c'/><add drive='D' path='/d'/>",
                "path begins with the drive D:, which this machine has not; write a path such as /srv/www, or give the drive a folder by drives of modhost/server"
            ),
            (
                "<add drive='C' path='/c'/><add drive='c' path='/d'/>",
                "<add drive=\"c\"> is there already, from etc/a.config:1:41; take one out, or have <remove> take the other away"
            ),
        ])
    func drives(text: String, expected: String) throws { #expect(try root("www", drives: text) == expected) }

    @Test("In YAML backslashes and colons are letters of names, and variables stand for their values")
    func yaml() throws {
        let text = "root: 'C:\\%www%'\ndrives: [{drive: C, path: /c}]\nlog: {access: {file: '%WWW%/log'}}\n"
        let file = try file("etc/a.yaml", text)
        var configuration = ServerConfiguration()
        #expect((file.mistakes + file.fill(&configuration)).isEmpty)
        #expect(configuration.site.root == "etc/C:\\/srv")
        #expect(configuration.accessLog?.path == "/srv/log")
    }

    @Test("A flag is taken as it stands")
    func flags() throws {
        var overrides = ConfigurationOverrides()
        overrides.set("root", to: "C:\\%www%", in: "modhost/site")
        let file = try ServerFile("etc/a.config", Array("<configuration/>".utf8), overrides, variables: Self.variables)
        var configuration = ServerConfiguration()
        #expect((file.mistakes + file.fill(&configuration)).isEmpty)
        #expect(configuration.site.root == "C:\\%www%")
    }

    @Test("An image of a module is a path like others")
    func images() throws {
        let file = try file(
            "etc/a.config",
            "<configuration><system.webServer><globalModules><add name='a' image='mod\\a.so'/><add name='b' image='C:\\b.so'/>"
                + "</globalModules><modules><add name='a'/><add name='b'/></modules></system.webServer></configuration>"
        )
        #expect(file.modules().first?.path == "etc/mod/a.so")
        #expect(
            file.mistakes.map { $0.text.prefix(33) } == ["image begins with the drive C:, wh"].map { $0.prefix(33) })
    }

    @Test("A default has its variables replaced when it is opened")
    func defaults() throws {
        let file = try file(
            "etc/a.yaml", "drives: [{drive: C, path: /c}]\nwebServer: {httpCompression: {sendCacheHeaders: true}}")
        let section = try #require(file.tree.section("system.webServer/httpCompression", at: .server)?.element)
        #expect(
            try file.paths.path(of: "directory", in: section) == "/c/inetpub/temp/IIS Temporary Compressed Files")
        let bare = try ServerFile("a.config", Array("<configuration/>".utf8))
        #expect(throws: ConfigurationMistake.self) { try bare.paths.path(of: "directory", in: section) }
    }

    @Test("What nobody opens may name variables that are not set")
    func unused() throws {
        let file = try file(
            "a.config",
            #"<configuration><system.applicationHost><sites><siteDefaults><logFile directory="%gone%\logs"/></siteDefaults></sites></system.applicationHost>"#
                + #"<system.webServer><httpErrors><error statusCode="404" path="%gone%\404.htm"/></httpErrors></system.webServer></configuration>"#
        )
        var configuration = ServerConfiguration()
        #expect((file.mistakes + file.fill(&configuration)).isEmpty)
    }

    @Test("The file of a folder names no variables where they would stand for something")
    func folders() throws {
        let schemas = SchemaSet.builtIn
        func read(_ name: String, _ body: String, _ path: ConfigurationPath) throws -> ConfigurationFile {
            let text = "<configuration><system.webServer>\(body)</system.webServer></configuration>"
            return try #require(ConfigurationFile.read(name, Array(text.utf8), path: path, schemas: schemas).file)
        }
        let tree = ConfigurationTree(
            try read("a.config", "<caching/>", .server), schemas: schemas, variables: Self.variables)
        let below = try read(
            "s/web.config",
            "<httpErrors><error statusCode='404' path='%WWW%/a'/></httpErrors><httpRedirect destination='/%WWW%'/>",
            ConfigurationPath("s"))
        func section(_ name: String) -> ConfigurationTree.Effective? {
            tree.section(name, at: ConfigurationPath("s"), files: [below])
        }
        #expect(
            section("system.webServer/httpErrors")?.mistakes.map(\.text) == [
                "path names the variable %WWW%, which only the server's file may do; write what it stands for"
            ])
        #expect(section("system.webServer/httpRedirect")?.element.string("destination") == "/%WWW%")
    }
}
