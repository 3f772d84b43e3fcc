import Configuration
import Testing

@testable import Program

@Suite("ServeOptions")
struct ServeOptionsTests {
    @Test("Without options the value has its defaults, but for the event loops, which are as many as cores")
    func defaults() throws {
        var expected = ServerConfiguration()
        let configuration = try ServeOptions.parse([]).settings().configuration
        #expect(configuration.threads >= 1)
        expected.threads = configuration.threads
        expected.log = configuration.log
        #expect(configuration == expected)
    }

    @Test("Each option fills its field")
    func fills() throws {
        let configuration = try ServeOptions.parse([
            "--workers", "2", "--threads", "3", "--start-limit", "4", "--listen", "[::1]:80", "--listen",
            "unix:/a.sock",
            "--root", "/", "--symlinks", "any", "--access-log", "/var/log/a", "--access-log-format", "json",
            "--trust-proxy", "10.0.0.0/8", "--trust-proxy", "unix:", "--proxy-protocol",
        ]).settings().configuration
        #expect(configuration.workers == 2 && configuration.threads == 3 && configuration.startLimit == 4)
        #expect(configuration.listen.map(\.description) == ["[::1]:80", "unix:/a.sock"])
        #expect(configuration.site.root == "/" && configuration.site.symbolicLinks == .any)
        #expect(configuration.accessLog == AccessLogConfiguration(path: "/var/log/a", format: .json))
        #expect(configuration.proxies.trusted == ["10.0.0.0/8", "unix:"] && configuration.proxies.expectsHeader)
    }

    @Test("Each limit fills its field, with units where they help")
    func limits() throws {
        let texts = [
            "body=1g", "headers=2k", "header-count=3", "head-time=4", "body-rate=0", "idle-time=5", "write-time=6",
            "drain-time=7", "requests=8", "connections=9", "connections-per-address=10", "queue=11", "threads=12",
        ]
        let configuration = try ServeOptions.parse(texts.flatMap { ["--limit", $0] }).settings().configuration
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
    }

    @Test("A relative path is made whole from the working folder")
    func wholePaths() throws {
        let path = try ServeOptions.parse(["--access-log", "a.log"]).settings().configuration.accessLog?.path
        #expect(path?.hasPrefix("/") == true && path?.hasSuffix("/a.log") == true)
        #expect(try ServeOptions.parse(["--access-log", "-"]).settings().configuration.accessLog?.path == "-")
    }
}
