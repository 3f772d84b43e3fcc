import Testing

@testable import Configuration

@Suite("Default elements")
struct DefaultElementTests {
    private func section(_ name: String, _ body: String, _ file: String = "a.config") throws -> ConfigurationElement {
        let text =
            "<configuration><system.applicationHost>\n\(body)\n</system.applicationHost></configuration>"
        let (read, mistakes) = ConfigurationFile.read(file, Array(text.utf8), path: .server, schemas: .builtIn)
        #expect(mistakes.isEmpty, "\(mistakes)")
        let tree = ConfigurationTree(try #require(read), schemas: .builtIn)
        let section = try #require(tree.section("system.applicationHost/\(name)", at: .server))
        #expect(section.mistakes.isEmpty, "\(section.mistakes)")
        return section.element
    }

    @Test("What pools do not say themselves holds as applicationPoolDefaults says it, with the place of that")
    func pools() throws {
        let pools = try section(
            "applicationPools",
            """
            <applicationPools>
            <add name="a"/>
            <add name="b" queueLength="2000"><processModel maxProcesses="3"/></add>
            <applicationPoolDefaults queueLength="500">
            <processModel maxProcesses="2" idleTimeout="00:05:00"/>
            </applicationPoolDefaults>
            </applicationPools>
            """
        ).items
        #expect(pools.map { $0.int("queueLength") } == [500, 2000])
        #expect(pools.map { $0.place(of: "queueLength").line } == [5, 4])
        let models = pools.compactMap { $0.child("processModel") }
        #expect(models.map { $0.int("maxProcesses") } == [2, 3])
        #expect(models.map { $0.seconds("idleTimeout") } == [300, 300])
        #expect(models.map { $0.place(of: "idleTimeout").line } == [6, 6])
        #expect(models.map { $0.bool("pingingEnabled") } == [true, true])
    }

    @Test("Of several default elements the innermost holds")
    func innermost() throws {
        let sites = try section(
            "sites",
            """
            <sites>
            <applicationDefaults applicationPool="all" preloadEnabled="true"/>
            <virtualDirectoryDefaults userName="all" allowSubDirConfig="false" logonMethod="Batch"/>
            <site name="one">
            <applicationDefaults applicationPool="one"/>
            <virtualDirectoryDefaults userName="one" logonMethod="Network"/>
            <application path="/">
            <virtualDirectoryDefaults userName="root"/>
            <virtualDirectory path="/" physicalPath="/a"/>
            <virtualDirectory path="/own" physicalPath="/a" userName="own"/>
            </application>
            <application path="/own" applicationPool="own"><virtualDirectory path="/" physicalPath="/b"/></application>
            </site>
            <site name="two"><application path="/"><virtualDirectory path="/" physicalPath="/c"/></application></site>
            </sites>
            """
        ).items
        let applications = sites.flatMap(\.items)
        #expect(applications.map { $0.string("applicationPool") } == ["one", "own", "all"])
        #expect(applications.map { $0.bool("preloadEnabled") } == [true, true, true])
        let folders = applications.flatMap(\.items)
        #expect(folders.map { $0.string("userName") } == ["root", "own", "one", "all"])
        #expect(folders.map { $0.int("logonMethod") } == [2, 2, 2, 1])
        #expect(folders.allSatisfy { !$0.bool("allowSubDirConfig") })
    }

    @Test("A list is taken over whole by items that have none of their own, and not by one that clears it")
    func lists() throws {
        let sites = try section(
            "sites",
            """
            <sites>
            <siteDefaults>
            <bindings><binding protocol="http" bindingInformation="*:80:"/></bindings>
            <limits maxBandwidth="4096"/>
            </siteDefaults>
            <site name="none"/>
            <site name="own"><bindings><binding protocol="http" bindingInformation="*:81:"/></bindings></site>
            <site name="cleared"><bindings><clear/></bindings></site>
            </sites>
            """
        ).items
        let bindings = sites.map { $0.child("bindings")?.items.map { $0.string("bindingInformation") } }
        #expect(bindings == [["*:80:"], ["*:81:"], []])
        #expect(sites.allSatisfy { $0.child("limits")?.int("maxBandwidth") == 4096 })
    }

    @Test("The report of a section shows what holds by a default element, and where it was set")
    func report() throws {
        let pools = try section(
            "applicationPools",
            "<applicationPools><add name=\"a\"/><applicationPoolDefaults autoStart=\"false\"/></applicationPools>")
        let lines = SectionReport("applicationPools", pools).lines
        let item = try #require(lines.firstIndex { $0.hasPrefix("  add a") })
        let value = try #require(lines.dropFirst(item).first { $0.contains("autoStart = false") })
        #expect(value.hasSuffix("a.config:2:59"))
    }
}
