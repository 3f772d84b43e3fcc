import Testing

@testable import Configuration

@Suite("Sites and pools in YAML")
struct YAMLSitesTests {
    private func tree(_ name: String, _ text: String) -> (tree: ConfigurationTree, told: [String]) {
        let read = ConfigurationFile.read(name, Array(text.utf8), path: .server, schemas: .builtIn)
        let file =
            read.file
            ?? ConfigurationFile(
                SourceElement("configuration", .commandLine), path: .server, schemas: .builtIn)
        let tree = ConfigurationTree(file, schemas: .builtIn)
        let mistakes = read.mistakes + tree.written().flatMap(\.effective.mistakes) + ServerFile.besideSites(tree)
        return (tree, ConfigurationMistakes(mistakes).all.map { String($0.description.dropFirst(name.count + 1)) })
    }

    /// A section as it is in force, without the places of its values.
    private func lines(_ tree: ConfigurationTree, _ section: String, at path: String = "") -> [String] {
        guard let effective = tree.section(section, at: ConfigurationPath(path)) else { return [] }
        return SectionReport(section, effective.element).lines.map { line in
            line.split(separator: " ").filter { !$0.hasPrefix("a.") && $0 != "default" }.joined(separator: " ")
        }
    }

    private static let yaml = """
        pools: [{name: small, workers: 2, queueLength: 500}, plain]
        sites:
          - name: main
            id: 7
            bindings: ["http://*:8080:example.org", {http: "127.0.0.1:81"}, {protocol: http, bindingInformation: "*:82:"}, "http://83"]
            limits: {maxConnections: 9}
            applications:
              - {path: /, physicalPath: ./www, virtualDirectories: [{path: /pictures, physicalPath: /srv/p}]}
              - {path: /shop, physicalPath: ./shop, pool: small, webServer: {defaultDocument: {enabled: false}}}
            webConfig: true
            webServer: {httpErrors: {errorMode: Custom}}
          - {name: other, bindings: ["http://[::1]:84:*.example.org"], physicalPath: ./other, pool: plain}
        """

    private static let xml = #"""
        <configuration>
          <system.applicationHost>
            <applicationPools>
              <add name="small" queueLength="500"><processModel maxProcesses="2"/></add><add name="plain"/>
            </applicationPools>
            <sites>
              <site name="main" id="7">
                <bindings>
                  <binding protocol="http" bindingInformation="*:8080:example.org"/><binding protocol="http" bindingInformation="127.0.0.1:81:"/>
                  <binding protocol="http" bindingInformation="*:82:"/><binding protocol="http" bindingInformation="*:83:"/>
                </bindings>
                <limits maxConnections="9"/>
                <application path="/"><virtualDirectory path="/" physicalPath="./www"/><virtualDirectory path="/pictures" physicalPath="/srv/p"/></application>
                <application path="/shop" applicationPool="small"><virtualDirectory path="/" physicalPath="./shop"/></application>
              </site>
              <site name="other">
                <bindings><binding protocol="http" bindingInformation="[::1]:84:*.example.org"/></bindings>
                <application path="/" applicationPool="plain"><virtualDirectory path="/" physicalPath="./other"/></application>
              </site>
            </sites>
          </system.applicationHost>
          <modhost><sites><add name="main" webConfig="true"/></sites></modhost>
          <location path="main"><system.webServer><httpErrors errorMode="Custom"/></system.webServer></location>
          <location path="main/shop"><system.webServer><defaultDocument enabled="false"/></system.webServer></location>
        </configuration>
        """#

    @Test("They are the same sections as in XML, at the same places")
    func same() {
        let (yaml, told) = tree("a.yaml", Self.yaml)
        let (xml, others) = tree("a.config", Self.xml)
        #expect(told.isEmpty && others.isEmpty, "\(told) \(others)")
        for name in ["system.applicationHost/applicationPools", "system.applicationHost/sites", "modhost/sites"] {
            #expect(lines(yaml, name) == lines(xml, name), "\(name)")
            #expect(lines(yaml, name).count > 2)
        }
        for (name, path) in [("httpErrors", "main"), ("defaultDocument", "main/shop"), ("defaultDocument", "main")] {
            let section = "system.webServer/\(name)"
            #expect(lines(yaml, section, at: path) == lines(xml, section, at: path), "\(name) at \(path)")
        }
        let documents = yaml.section("system.webServer/defaultDocument", at: ConfigurationPath("main/shop"))
        #expect(documents?.element.bool("enabled") == false)
    }

    @Test("Each value knows its place")
    func places() throws {
        let (tree, _) = tree("a.yaml", Self.yaml)
        let sites = try #require(tree.section("system.applicationHost/sites", at: .server)).element
        let shop = try #require(sites.items.first?.items.last)
        #expect(shop.place(of: "applicationPool").description == "a.yaml:9:45")
        #expect(shop.items.first?.place(of: "physicalPath").description == "a.yaml:9:23")
        let binding = try #require(sites.items.first?.child("bindings")?.items.first)
        #expect(binding.place(of: "bindingInformation").description == "a.yaml:5:16")
    }

    @Test("What all sites and pools have stands in a mapping beside them")
    func mapping() throws {
        let (tree, told) = tree(
            "a.yaml",
            """
            pools: {applicationPoolDefaults: {queueLength: 20}, add: [{name: a, workers: 3}]}
            sites: {applicationDefaults: {applicationPool: a}, site: [{name: s, physicalPath: w}]}
            """)
        #expect(told.isEmpty, "\(told)")
        let pools = try #require(tree.section("system.applicationHost/applicationPools", at: .server)).element
        #expect(pools.child("applicationPoolDefaults")?.int("queueLength") == 20)
        #expect(pools.items.first?.child("processModel")?.int("maxProcesses") == 3)
        let sites = try #require(tree.section("system.applicationHost/sites", at: .server)).element
        #expect(sites.child("applicationDefaults")?.string("applicationPool") == "a")
        #expect(sites.items.first?.items.first?.items.first?.string("physicalPath") == "w")
    }

    @Test("Whether a site takes web.config files is known where it was said")
    func webConfig() throws {
        let text = "sites: [{name: a, webConfig: true}, {name: b, webConfig: false}, {name: c}]"
        let file = try ServerFile("a.yaml", Array(text.utf8))
        #expect(file.tree.webConfigs() == ["a": true, "b": false])
    }

    @Test("Each mistake is told with its place and what to do", arguments: mistakes)
    func mistake(_ mistake: Mistake) { #expect(tree("a.yaml", mistake.text).told == mistake.expected) }

    @Test("Addresses beside sites, and settings of sites that are not there, are mistakes in XML too")
    func inXML() {
        let text = """
            <configuration>
              <system.applicationHost><sites><site name="a"/></sites></system.applicationHost>
              <modhost><listen><add address="127.0.0.1:1"/></listen><site root="w"/><sites><add name="b"/></sites></modhost>
            </configuration>
            """
        #expect(
            tree("a.config", text).told == [
                "3:12: listen is only where there are no sites; give each site its bindings",
                "3:63: root is only where there are no sites; give each site its physicalPath",
                "3:85: the site \"b\" is not among the sites; take its settings out",
            ])
    }
}

extension YAMLSitesTests {
    private static func binding(_ text: String) -> String { "sites: [{name: a, bindings: [\(text)]}]" }

    static let mistakes: [Mistake] = [
        Mistake("no list", "sites: a", ["1:8: sites takes a list"]),
        Mistake(
            "no mapping", "sites: [a]",
            [
                "1:9: a site is a mapping, with the keys bindings, applications, physicalPath, pool, virtualDirectories, webConfig, webServer"
            ]),
        Mistake("no name", "sites: [{physicalPath: a}]", ["1:9: this lacks the key \"name\""]),
        Mistake(
            "a key that is none", "sites: [{name: a, binding: []}]",
            ["1:19: a site has no key \"binding\"; did you mean \"bindings\"?"]),
        Mistake(
            "a key of an application that is none",
            "sites: [{name: a, applications: [{path: /, physicalpath: a}]}]",
            ["1:44: an application has no key \"physicalpath\"; did you mean \"physicalPath\"?"]),
        Mistake(
            "two folders of one application",
            "sites: [{name: a, physicalPath: b, applications: [{path: /, physicalPath: c}]}]",
            ["1:19: the site has an application / of its own, in a.yaml:1:51; put the folder into it"]),
        Mistake(
            "a value of the wrong type", "sites: [{name: a, webConfig: yes}]",
            ["1:19: webConfig takes true or false, not \"yes\""]),
        Mistake(
            "workers that are no number", "pools: [{name: a, workers: many}]",
            ["1:19: maxProcesses takes a whole number from 0 to 4294967295, not \"many\""]),
        Mistake(
            "a key of a pool that is none", "pools: [{name: a, worker: 1}]",
            ["1:19: a pool has no key \"worker\"; did you mean \"workers\"?"]),
        Mistake(
            "a section that is none", "sites: [{name: a, webServer: {gzip: {}}}]",
            [
                "1:31: system.webServer has no section \"gzip\"; known here: applicationInitialization, caching, defaultDocument, directoryBrowse, globalModules, handlers, httpCompression, httpErrors, httpLogging, httpProtocol, httpRedirect, modules, …"
            ]),
        Mistake(
            "listen and root beside sites", "listen: [127.0.0.1:1]\nroot: a\nsites: [{name: a}]",
            [
                "1:1: listen is only where there are no sites; give each site its bindings",
                "2:1: root is only where there are no sites; give each site its physicalPath",
            ]),
        Mistake(
            "https", binding("{https: \"*:8443:a\", certificate: c, key: k}"),
            ["1:30: https is not served yet; take the binding out, and let a proxy before this server end TLS"]),
        Mistake(
            "https as one text", binding("\"https://*:8443\""),
            ["1:30: https is not served yet; take the binding out, and let a proxy before this server end TLS"]),
        Mistake(
            "a certificate without https", binding("{http: \"*:80\", certificate: c}"),
            ["1:45: only a binding of https has a certificate and a key; take them out"]),
        Mistake("another scheme", binding("\"ftp://*:21\""), ["1:30: a binding is one of http, not of \"ftp\""]),
        Mistake(
            "no scheme", binding("\"*:80\""),
            ["1:30: a binding is written as in http://*:8080:example.org, not \"*:80\""]),
        Mistake(
            "a key of a binding that is none", binding("{htp: \"*:80\"}"),
            ["1:31: a binding has no key \"htp\"; did you mean \"http\"?"]),
        Mistake(
            "a binding said twice", binding("{http: \"*:80\", protocol: http}"),
            ["1:45: http says it already; take \"protocol\" out"]),
        Mistake(
            "a name for an address", binding("\"http://localhost:8080\""),
            [
                "1:30: the binding \"localhost:8080\" cannot be: \"localhost\" is no address; to serve a name at all addresses write *:8080:localhost"
            ]),
        Mistake(
            "no port", binding("\"http://*\""),
            ["1:30: the binding \"*\" cannot be: \"*\" is no port; write ADDRESS:PORT:HOST, as in *:8080:example.org"]),
        Mistake(
            "a port that is none", binding("\"http://*:65536\""),
            [
                "1:30: the binding \"*:65536\" cannot be: \"65536\" is no port; write ADDRESS:PORT:HOST, as in *:8080:example.org"
            ]),
        Mistake(
            "a path", binding("\"http://*:80:a/b\""),
            [
                "1:30: the binding \"*:80:a/b\" cannot be: \"a/b\" is no name of a host, such as example.org or *.example.org"
            ]),
        Mistake(
            "an IPv6 address without its end", binding("\"http://[::1\""),
            ["1:30: the binding \"[::1\" cannot be: an IPv6 address is written as in [::1]:8080"]),
        Mistake(
            "an IPv6 address without a port", binding("\"http://[::1]\""),
            ["1:30: the binding \"[::1]\" cannot be: it has no port; write one, as in [::1]:8080"]),
        Mistake(
            "a binding twice", binding("\"http://80\", \"http://*:80:\""),
            [
                "1:43: {protocol: http, bindingInformation: *:80:} is there already, from a.yaml:1:30; take one out, or have \"remove\" take the other away"
            ]),
    ]
}
