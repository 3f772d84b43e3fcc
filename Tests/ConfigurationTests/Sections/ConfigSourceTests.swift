import Testing

@testable import Configuration

@Suite("Sections in files of their own")
struct ConfigSourceTests {
    /// Files by their names; every other cannot be read.
    private func read(
        _ text: String, _ files: [String: String] = [:], name: String = "etc/a.config"
    ) throws -> (file: ServerFile, mistakes: [String]) {
        var source = ConfigurationFiles.none
        source.read = { name in
            files[name].map { .success(Array($0.utf8)) } ?? .failure(ConfigurationError("it is not there"))
        }
        let file = try ServerFile(name, Array(text.utf8), files: source)
        return (file, ConfigurationMistakes(file.mistakes).all.map(\.description))
    }

    private func webServer(_ body: String) -> String {
        "<configuration><system.webServer>\(body)</system.webServer></configuration>"
    }

    @Test("A section is read from the file that it names, and its places name that file")
    func whole() throws {
        let (file, mistakes) = try read(
            webServer("<defaultDocument configSource='sub\\docs.config'/>"),
            [
                "etc/sub/docs.config":
                    "<?xml version='1.0'?>\n<defaultDocument>\n<files><add value='a'/></files></defaultDocument>"
            ])
        #expect(mistakes == [])
        let section = file.tree.section("system.webServer/defaultDocument", at: .server)?.element
        #expect(
            section?.child("files")?.items.map { $0.place(of: "value").description } == ["etc/sub/docs.config:3:13"])
    }

    @Test("A section of a location may be elsewhere too, and what protects there still protects")
    func location() throws {
        let (_, mistakes) = try read(
            "<configuration><location path='s'><system.webServer><security><authorization configSource='b.config'/></security></system.webServer></location></configuration>",
            ["etc/b.config": "<authorization>\n<add accessType='Deny' users='*'/></authorization>"])
        #expect(
            mistakes == [
                "etc/b.config:1:1: the section system.webServer/security/authorization protects something, and nothing here enforces it; take it out, or list it under \"unenforced\""
            ])
    }

    @Test("Mistakes in such a file are told with its name")
    func mistakesWithin() throws {
        let (_, mistakes) = try read(
            webServer("<caching configSource='b.config'/><urlCompression doStaticCompression='x'/>"),
            ["etc/b.config": "<caching\nenabled='y'/>"])
        #expect(
            mistakes == [
                "etc/a.config:1:84: doStaticCompression takes true or false, not \"x\"",
                "etc/b.config:2:1: enabled takes true or false, not \"y\"",
            ])
    }

    @Test(
        "What is wrong about such a file is one sentence",
        arguments: [
            (
                "b.config' enabled='true",
                "etc/a.config:1:67: <caching> is in b.config, so nothing else can be said of it here; move it there"
            ),
            (
                "b.config'><profiles/></caching><caching enabled='true",
                "etc/a.config:1:67: <caching> is in b.config, so nothing else can be said of it here; move it there"
            ),
            ("none.config", "etc/a.config:1:43: configSource none.config: it is not there"),
            (
                "docs.config",
                "etc/docs.config:1:1: the file holds <defaultDocument>, and etc/a.config:1:43 looks for <caching> in it"
            ),
            (
                "again.config",
                "etc/again.config:1:10: a file that etc/a.config:1:43 names has the section itself, and not configSource"
            ),
            (
                "secret.config",
                "etc/secret.config:1:10: a file that etc/a.config:1:43 names has the section itself, and not configProtectionProvider"
            ),
            (
                "broken.config",
                "etc/broken.config:1:10: the XML is not well-formed: Premature end of data in tag caching line 1"
            ),
            ("empty.config", "etc/empty.config:1:1: the file is empty; it needs one element, <configuration>"),
        ])
    func refused(source: String, expected: String) throws {
        let files = [
            "b.config": "<caching/>", "docs.config": "<defaultDocument/>",
            "again.config": "<caching configSource='b.config'/>",
            "secret.config": "<caching configProtectionProvider='p'/>", "broken.config": "<caching>",
            "empty.config": "",
        ]
        let (_, mistakes) = try read(
            webServer("<caching configSource='\(source)'/>"),
            Dictionary(uniqueKeysWithValues: files.map { ("etc/\($0.key)", $0.value) }))
        #expect(mistakes.first == expected)
        #expect(mistakes.count == (source.contains("profiles") ? 2 : 1))
    }

    @Test(
        "Only files in the folder of the file and below it can be named",
        arguments: [
            "", "/etc/b.config", "../b.config", "sub/../../b.config", "..\\b.config", "\\b.config", "C:\\b.config",
            "C:b.config",
            "sub//b.config", "sub/", "%TEMP%\\b.config",
        ])
    func outside(source: String) throws {
        let (_, mistakes) = try read(webServer("<caching configSource='\(source)'/>"))
        #expect(
            mistakes == [
                "etc/a.config:1:43: configSource takes a file in the folder of this one or below, such as \"access.config\", not \"\(source)\""
            ])
    }

    @Test("Where no other file is read, a section that is elsewhere is a mistake and not an empty section")
    func nothingRead() throws {
        let text = webServer("<security><access configSource='b.config'/></security>")
        let (_, mistakes) = ConfigurationFile.read("a.config", Array(text.utf8), path: .server, schemas: .builtIn)
        #expect(
            mistakes.map(\.description) == [
                "a.config:1:52: no other file is read here; put the section in the place of configSource"
            ])
    }

    @Test("An encrypted section is refused by one sentence")
    func encrypted() throws {
        let (_, mistakes) = try read(
            webServer(
                "<security><authentication><basicAuthentication configProtectionProvider='Rsa'><EncryptedData>x</EncryptedData></basicAuthentication></authentication></security>"
            ))
        #expect(
            mistakes == [
                "etc/a.config:1:81: <basicAuthentication> is encrypted by Rsa, which cannot be read here; write it in the clear"
            ])
    }
}
