import Testing

@testable import Configuration

@Suite("What protects, and ways around it")
struct ProtectionTests {
    private func mistakes(_ body: String) throws -> [String] {
        let text = "<configuration>\(body)</configuration>"
        return try ServerFile("a.config", Array(text.utf8)).mistakes.map(\.text)
    }

    private func rewrite(_ rules: String, _ element: String = "rewrite") -> String {
        "<system.webServer><\(element)>\(rules)</\(element)></system.webServer>"
    }

    @Test(
        "Rules of URL Rewrite that turn requests away protect something",
        arguments: [
            "<rules><rule><action type='AbortRequest'/></rule></rules>",
            "<globalRules><rule name='a' enabled='true'><action type='abortrequest'/></rule></globalRules>",
            "<rules><rule><action type='CustomResponse' statusCode='403'/></rule></rules>",
            "<rules><rule><action type='CustomResponse'/></rule></rules>",
            "<rules><rule><action type='4'/></rule></rules>",
            "<rules><rule><action type='3' statusCode='404'/></rule></rules>",
            "<rules configSource='rules.config'/>", "<rules configProtectionProvider='p'><EncryptedData/></rules>",
            "<rules><rule enabled='false'><action type='AbortRequest'/></rule><rule><action type='AbortRequest'/></rule></rules>",
        ])
    func rewritten(rules: String) throws {
        #expect(try mistakes(rewrite(rules)).count == 1)
        #expect(try mistakes("<location path='s'>\(rewrite(rules))</location>").count == 1)
        #expect(try mistakes(rewrite(rules, "Rewrite")).count == 1)
        let listed =
            "<modhost><server><unenforced><add section='system.webServer/rewrite'/></unenforced></server></modhost>"
        #expect(try mistakes(rewrite(rules) + listed).isEmpty)
    }

    @Test(
        "Rules that only send elsewhere protect nothing",
        arguments: [
            "<rules/>",
            "<rules><rule><action type='Rewrite' url='a'/></rule><rule><action type='None'/></rule></rules>",
            "<rules><rule><action type='Redirect' url='https://{HTTP_HOST}/'/></rule></rules>",
            "<rules><rule enabled='false'><action type='AbortRequest'/></rule></rules>",
            "<rules><rule><action type='CustomResponse' statusCode='200'/></rule></rules>",
        ])
    func harmless(rules: String) throws { #expect(try mistakes(rewrite(rules)).isEmpty) }

    private func file(_ text: String, at path: String = "", name: String = "a.config") throws -> ConfigurationFile {
        let (file, mistakes) = ConfigurationFile.read(
            name, Array("<configuration>\(text)</configuration>".utf8), path: ConfigurationPath(path), schemas: .builtIn
        )
        #expect(mistakes.isEmpty, "\(mistakes)")
        return try #require(file)
    }

    private func authorization(_ body: String) -> String {
        "<system.webServer><security><authorization>\(body)</authorization></security></system.webServer>"
    }

    /// The rules in force at `s/admin/deep`, and how many mistakes there are.
    private func rules(
        _ server: String, below: String, at path: String = "s/admin"
    ) throws -> (list: [String], mistakes: Int) {
        let tree = ConfigurationTree(try file(server), schemas: .builtIn)
        let own = try file(below, at: path, name: "web.config")
        let section = try #require(
            tree.section(
                "system.webServer/security/authorization", at: ConfigurationPath("s/admin/deep"), files: [own],
                application: 1))
        return (section.element.items.map { $0.string("users") }, section.mistakes.count)
    }

    private static let deny = "<add accessType='Deny' users='a' lockItem='true'/>"

    @Test(
        "What a file of a folder says leaves the locked rules of a location as they are",
        arguments: [
            "<clear/>", "<remove users='a' roles='' verbs=''/>", "<remove users='A'/>",
            "<add accessType='Allow' users='A'/>",
            "<clear/><add accessType='Allow' users='*'/>", "<add accessType='Deny' users='a'/>",
        ])
    func lockedItem(body: String) throws {
        for path in ["s", "s/admin", "S/ADMIN", "s/admin/"] {
            let server = "<location path='\(path)'>\(authorization(Self.deny))</location>"
            let (list, mistakes) = try rules(server, below: authorization(body))
            #expect(list.first == "a" && mistakes == 1)
        }
    }

    @Test("A location of a lower file says no more than the file itself may")
    func lowerLocation() throws {
        let server =
            "<location path='s/admin' overrideMode='Deny'>\(authorization("<add accessType='Deny' users='a'/>"))</location>"
        let open = authorization("<clear/><add accessType='Allow' users='*'/>")
        for path in [".", "deep", "DEEP", "deep/"] {
            let below = "<location path='\(path)' overrideMode='Allow'>\(open)</location>"
            let (list, mistakes) = try rules(server, below: below)
            #expect(list == ["a"] && mistakes == 1)
        }
        let (list, mistakes) = try rules(server, below: "<location path='admin/deep'>\(open)</location>", at: "s")
        #expect(list == ["a"] && mistakes == 1, "a file above the location, for a place below it")
    }

    @Test("Of locations that overlap the deeper one comes last, wherever it stands in the file")
    func overlapping() throws {
        let closed =
            "<location path='s' overrideMode='Deny'>\(authorization("<add accessType='Deny' users='a'/>"))</location>"
        let open = "<location path='s/admin' overrideMode='Allow'>\(authorization("<clear/>"))</location>"
        for server in [closed + open, open + closed] {
            let (list, mistakes) = try rules(server, below: authorization("<clear/>"))
            #expect(list == ["a"] && mistakes == 2)
        }
    }

    @Test("A lock or an attribute in another case is a mistake, also where any attribute may be")
    func otherCase() throws {
        var schemas = SchemaSet.builtIn
        let own =
            "<configSchema><sectionSchema name='gate'><collection addElement='add' allowUnrecognizedAttributes='true'>"
            + "<attribute name='user' type='string' isUniqueKey='true'/></collection></sectionSchema></configSchema>"
        #expect(schemas.add(schemaFile: "s.xml", Array(own.utf8)).isEmpty)
        let text = "<configuration><gate><add user='a' LockItem='true' User='b' other='c'/></gate></configuration>"
        let read = ConfigurationFile.read("a.config", Array(text.utf8), path: .server, schemas: schemas)
        let tree = ConfigurationTree(try #require(read.file), schemas: schemas)
        #expect(
            tree.section("gate", at: .server)?.mistakes.map(\.text) == [
                "<add> has no attribute \"LockItem\"; did you mean \"lockItem\"?",
                "<add> has no attribute \"User\"; did you mean \"user\"?",
            ])
    }
}
