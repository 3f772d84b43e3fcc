import Testing

@testable import Configuration

@Suite("What files of real servers have")
struct RealFileTests {
    private func server(_ body: String) throws -> ServerFile {
        try ServerFile("a.config", Array("<configuration>\(body)</configuration>".utf8))
    }

    @Test(
        "What IIS takes is taken",
        arguments: [
            "<applicationPools><add name='a' enableConfigurationOverride='false'/></applicationPools>",
            "<applicationPools><add name='a'><recycling><periodicRestart time='29:00:00'/></recycling></add></applicationPools>",
            "<applicationPools><add name='a'><failure rapidFailProtectionInterval='100.00:00:00'/></add></applicationPools>",
            "<sites><virtualDirectoryDefaults path='/' physicalPath='/a' logonMethod='ClearText'/></sites>",
            "<sites><siteDefaults name='a' id='2' serverAutoStart='true'/></sites>",
        ])
    func taken(body: String) throws {
        #expect(try server("<system.applicationHost>\(body)</system.applicationHost>").mistakes.isEmpty)
    }

    @Test("An interval beyond all that IIS takes is a mistake")
    func interval() throws {
        let failure = "<failure rapidFailProtectionInterval='100.00:01:00'/>"
        let body = "<applicationPools><add name='a'>\(failure)</add></applicationPools>"
        #expect(try server("<system.applicationHost>\(body)</system.applicationHost>").mistakes.count == 1)
    }

    @Test("A handler may be for no method")
    func verb() throws {
        let body = "<handlers><add name='a' path='*' verb='' modules='b'/></handlers>"
        #expect(try server("<system.webServer>\(body)</system.webServer>").mistakes.isEmpty)
    }

    @Test("Sites take over whether they start, and neither number nor name")
    func defaults() throws {
        func site(_ name: String) -> String {
            """
            <site name='\(name)'><bindings><binding protocol='http' bindingInformation='*:80:\(name)'/></bindings>
            <application path='/'><virtualDirectory path='/' physicalPath='/'/></application></site>
            """
        }
        func sites(_ defaults: String) throws -> ServerFile {
            try server(
                "<system.applicationHost><sites><siteDefaults \(defaults)/>\(site("a"))\(site("b"))</sites></system.applicationHost>"
            )
        }
        let file = try sites("name='x' id='7'")
        #expect(file.mistakes.isEmpty)
        #expect(file.sites.sites.map(\.name) == ["a", "b"] && file.sites.sites.map(\.id) == [1, 2])
        #expect(try sites("serverAutoStart='false'").sites.sites.isEmpty)
    }

    @Test("A rule is told from another by users, roles and verbs, and taken away by these")
    func authorization() throws {
        func rules(_ body: String) throws -> ServerFile {
            try server(
                "<system.webServer><security><authorization><add accessType='Allow' users='*'/>\(body)</authorization></security></system.webServer>"
            )
        }
        let name = "system.webServer/security/authorization"
        let removed = try rules("<remove users='*' roles='' verbs=''/><add accessType='Deny' users='*'/>")
        #expect(removed.mistakes.count == 1, "it protects")
        #expect(removed.tree.section(name, at: .server)?.element.items.map { $0.int("accessType") } == [1])
        #expect(try rules("<add accessType='Deny' users='*'/>").mistakes.map(\.text.first) == ["<"])
        #expect(try rules("<add users='a'/>").mistakes.map(\.text) == ["<add> lacks the attribute \"accessType\""])
    }

    @Test(
        "Modules of IIS and its extensions that are not there are left out",
        arguments: [
            "AspNetCoreModuleV2", "aspnetcoremodule", "httpPlatformHandler", "CorsModule", "ODBCLoggingModule",
            "AdvancedLoggingModule", "WebMatrixSupportModule", "ApplicationRequestRouting", "ARRHelper",
        ])
    func stock(name: String) throws {
        let body =
            "<globalModules><add name='\(name)' image='%windir%\\a.dll'/></globalModules><modules><add name='\(name)'/></modules>"
        let file = try server("<system.webServer>\(body)</system.webServer>")
        #expect(file.mistakes.isEmpty && file.modules().isEmpty && file.notices.count == 1)
    }

    private func site(_ number: Int, _ bindings: String, pool: String = "") -> String {
        let own = "<binding protocol='http' bindingInformation='*:80:s\(number)'/>"
        let pool = pool.isEmpty ? "" : "applicationPool='\(pool)'"
        return """
            <site name='s\(number)'><bindings>\(own)\(bindings)</bindings>
            <application path='/' \(pool)><virtualDirectory path='/' physicalPath='/a'/></application></site>\n
            """
    }

    private func sites(_ sites: [String], _ pools: [String] = []) throws -> ServerFile {
        let all = pools.map { "<add name='\($0)'/>" }.joined()
        return try server(
            "<system.applicationHost><applicationPools>\(all)</applicationPools><sites>\n\(sites.joined())</sites></system.applicationHost>"
        )
    }

    @Test("What a server has at many sites is one sentence: https, other protocols, a pool that is not there")
    func folded() throws {
        let https = "<binding protocol='https' bindingInformation='*:443:'/>"
        let file = try sites((1...3).map { site($0, https) })
        #expect(
            ConfigurationMistakes(file.mistakes).all.map(\.description) == [
                "a.config:2:108: https is not served yet; take the binding out, and let a proxy before this server end TLS; and 2 more places, the last in line 6"
            ])
        let others =
            "<binding protocol='net.tcp' bindingInformation='808:*'/><binding protocol='net.pipe' bindingInformation='*'/>"
        #expect(
            try sites([site(1, others), site(2, others)]).notices.map(\.text) == [
                "the protocol net.tcp is not served here, and this binding is left out; and one more place, in line 4",
                "the protocol net.pipe is not served here, and this binding is left out; and one more place, in line 4",
            ])
        let pools = try sites((1...3).map { site($0, "", pool: "gone") }, ["here"])
        #expect(
            ConfigurationMistakes(pools.mistakes).all.map(\.text) == [
                "there is no application pool \"gone\", which s1/ names; known here: DefaultAppPool, here; and 2 more places, the last in line 7"
            ])
    }

    @Test("Of many pools that share an address the first are named")
    func manyPools() throws {
        let pools = (1...7).map { "p\($0)" }
        let file = try sites((1...7).map { site($0, "", pool: "p\($0)") }, pools)
        var configuration = ServerConfiguration()
        #expect(file.mistakes.isEmpty && file.fill(&configuration).isEmpty)
        #expect(
            configuration.poolReport().notices.map(\.text) == [
                "the pools \"p1\", \"p2\", \"p3\", \"p4\", \"p5\" and 2 more share an address, so they share their workers"
            ])
    }

    @Test("Of the drive that every file of IIS names by a variable it is said how to give both")
    func systemDrive() throws {
        let file = try sites([site(1, "").replacing("'/a'", with: "'%SystemDrive%\\inetpub\\wwwroot'")])
        #expect(
            file.mistakes.map(\.text) == [
                "physicalPath names the variable %SystemDrive%, which is not set; start the server with SystemDrive=C:, and give the drive a folder by drives of modhost/server, or write what it stands for"
            ])
    }
}
