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
}
