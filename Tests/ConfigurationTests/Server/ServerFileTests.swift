import Testing

@testable import Configuration

@Suite("The file of a server")
struct ServerFileTests {
    private static let yaml = """
        workers: 2
        threads: 3
        startLimit: 90s
        listen: ["http://127.0.0.1:1", "[::1]:2", "unix:/run/a.sock"]
        root: www
        symlinks: none
        modules: [a.so, {name: b, image: /m/c.so, execution: pool}]
        limits: {body: 1g, headers: 2k, headerCount: 3, headTime: 4s, bodyRate: 0, idleTime: 5s, writeTime: 6s, drainTime: 7s,
          requests: 8, connections: 9, connectionsPerAddress: 10, queue: 11, threads: 12}
        proxies: {trusted: [10.0.0.0/8, "unix:"], expectsHeader: true}
        log: {level: debug, access: {file: logs/a, format: json}}
        """

    private static let xml = """
        <configuration>
          <modhost>
            <server workers="2" threads="3" startLimit="00:01:30" />
            <listen><add address="http://127.0.0.1:1" /><add address="[::1]:2" /><add address="unix:/run/a.sock" /></listen>
            <site root="www" symlinks="none" />
            <limits body="1g" headers="2k" headerCount="3" headTime="00:00:04" bodyRate="0" idleTime="5s" writeTime="6s" drainTime="7s"
              requests="8" connections="9" connectionsPerAddress="10" queue="11" threads="12" />
            <proxies expectsHeader="true"><trusted><add address="10.0.0.0/8" /><add address="unix:" /></trusted></proxies>
            <log level="debug"><access file="logs/a" format="json" /></log>
            <modules><add name="b" execution="pool" /></modules>
          </modhost>
          <system.webServer>
            <globalModules><add name="b" image="/m/c.so" /><add name="a" image="a.so" /></globalModules>
            <modules><add name="a" /><add name="b" /></modules>
          </system.webServer>
        </configuration>
        """

    @Test("Both spellings fill each field", arguments: [("etc/a.yaml", yaml), ("etc/a.config", xml)])
    func fills(name: String, text: String) throws {
        let file = try ServerFile(name, Array(text.utf8))
        var configuration = ServerConfiguration()
        let mistakes = file.mistakes + file.fill(&configuration)
        #expect(mistakes.isEmpty, "\(mistakes)")
        #expect(configuration.workers == 2 && configuration.threads == 3 && configuration.startLimit == 90)
        #expect(configuration.listen.map(\.description) == ["127.0.0.1:1", "[::1]:2", "unix:/run/a.sock"])
        #expect(configuration.site.root == "etc/www" && configuration.site.symbolicLinks == .none)
        var limits = ClientLimits()
        limits.bodyBytes = 1 << 30
        limits.headerBytes = 2048
        limits.headerCount = 3
        limits.headSeconds = 4
        limits.bodyBytesPerSecond = 0
        limits.idleSeconds = 5
        limits.writeSeconds = 6
        limits.drainSeconds = 7
        limits.requestsPerConnection = 8
        limits.connections = 9
        limits.connectionsPerAddress = 10
        #expect(configuration.limits == limits)
        #expect(configuration.threadPool == ThreadPoolConfiguration(maximum: 12, queue: 11))
        #expect(configuration.proxies.trusted == ["10.0.0.0/8", "unix:"] && configuration.proxies.expectsHeader)
        #expect(configuration.log.level == .debug)
        #expect(configuration.accessLog == AccessLogConfiguration(path: "etc/logs/a", format: .json))
        #expect(file.modules().map(\.name) == ["a", "b"])
        #expect(file.modules().map(\.path) == ["etc/a.so", "/m/c.so"])
        #expect(file.modules().map(\.execution) == [nil, .pool])
        #expect(file.notices.isEmpty, "\(file.notices)")
    }

    @Test("An image that has no place in the order is loaded behind the others")
    func images() throws {
        let text = """
            <configuration><system.webServer>
              <globalModules><add name="x" image="x.so"/><add name="a" image="a.so"/></globalModules><modules><add name="a"/></modules>
            </system.webServer></configuration>
            """
        let file = try ServerFile("a.config", Array(text.utf8))
        #expect(file.mistakes.isEmpty && file.modules().map(\.name) == ["a", "x"])
    }

    @Test(
        "A file that says nothing leaves the defaults as they are",
        arguments: [("a.yaml", "workers: 1"), ("a.config", "<configuration/>")])
    func defaults(name: String, text: String) throws {
        let file = try ServerFile(name, Array(text.utf8))
        var configuration = ServerConfiguration()
        #expect((file.mistakes + file.fill(&configuration)).isEmpty)
        #expect(configuration == ServerConfiguration())
        #expect(file.modules().isEmpty)
    }

    @Test("What nothing reads is told in one sentence, each section once, and nothing of what is empty")
    func notices() throws {
        let text = """
            webServer: {caching: {enabled: true}, urlCompression: {}, validation: {}, staticContent: {defaultDocFooter: a}}
            locations: [{path: a, webServer: {caching: {enabled: false}}}, {path: b, webServer: {caching: {enabled: false}}}]
            """
        let file = try ServerFile("a.yaml", Array(text.utf8))
        #expect(
            file.notices.map(\.description) == [
                "a.yaml:1:13: no module of this server reads the sections system.webServer/caching and system.webServer/staticContent; they have no effect"
            ])
    }

    @Test(
        "What protects nothing is no reason to refuse a file",
        arguments: [
            "access: {sslFlags: None}", "authentication: {anonymousAuthentication: {enabled: true}}",
            "authentication: {basicAuthentication: {enabled: false}}",
            "authorization: [{accessType: Allow, users: \"*\"}]",
            "ipSecurity: {allowUnlisted: true}", "dynamicIpSecurity: {denyByRequestRate: {enabled: false}}",
            "isapiCgiRestriction: {notListedCgisAllowed: false}", "authorization: []",
            "authorization: [{accessType: Allow, users: \"*\"}, {accessType: Allow, roles: staff}]",
            "dynamicIpSecurity: {enableLoggingOnlyMode: true, denyByRequestRate: {enabled: true}}",
        ])
    func harmless(section: String) throws {
        let file = try ServerFile("a.yaml", Array("webServer: {security: {\(section)}}".utf8))
        #expect(file.mistakes.isEmpty)
    }

    @Test(
        "What protects refuses a file unless it is listed as not enforced",
        arguments: [
            ("access", "{sslFlags: SslRequireCert}"), ("authentication/anonymousAuthentication", "{enabled: false}"),
            ("authentication/digestAuthentication", "{enabled: true}"),
            ("authorization", "[{accessType: Allow, users: admin}]"), ("authorization", "{clear: true}"),
            ("authorization", "{remove: [{users: \"*\"}]}"),
            ("authorization", "[{accessType: Allow, users: \"*\"}, {accessType: Deny, users: a}]"),
            ("authorization", "[{accessType: Allow, users: \"*\", verbs: GET}]"),
            ("ipSecurity", "{allowUnlisted: false}"),
            ("ipSecurity", "[{ipAddress: 10.0.0.1, allowed: false}]"),
            ("dynamicIpSecurity", "{denyByConcurrentRequests: {enabled: true}}"),
            ("requestFiltering", "{allowHighBitCharacters: false}"),
        ])
    func protecting(name: String, section: String) throws {
        let parts = name.split(separator: "/")
        let nested = parts.reversed().reduce(section) { "{\($1): \($0)}" }
        let text = "webServer: {security: \(nested)}\n"
        #expect(try ServerFile("a.yaml", Array(text.utf8)).mistakes.count == 1)
        let listed = text + "unenforced: [System.WebServer/Security/\(name)]\n"
        #expect(try ServerFile("a.yaml", Array(listed.utf8)).mistakes.isEmpty)
    }

    @Test("An alias cannot make a small file endless")
    func aliases() throws {
        var text = "webServer:\n  httpErrors: &a0 {errorMode: Custom}\n"
        for level in 1...40 { text += "  x\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let file = try ServerFile("a.yaml", Array(text.utf8))
        #expect(file.mistakes.count == 40, "a key that is none, each time")
    }
}
