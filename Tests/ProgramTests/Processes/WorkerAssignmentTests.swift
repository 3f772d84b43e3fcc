import Configuration
import OperatingSystem
import Testing

@testable import Program

@Suite("WorkerAssignment")
struct WorkerAssignmentTests {
    /// No field has its default here; a field that is added and not encoded fails the test when it is set.
    private var everything: WorkerAssignment {
        var configuration = ServerConfiguration(
            modules: [
                ModuleConfiguration(name: "a", path: "modules/a.so", image: "/run/1/a.so", execution: .inline),
                ModuleConfiguration(name: "é \"b\"\n", path: "/b.so", image: "/run/2/b.so", execution: .pool),
            ],
            site: SiteConfiguration(root: "/srv/www", symbolicLinks: .any),
            threadPool: ThreadPoolConfiguration(maximum: 7, queue: 8))
        configuration.workers = 2
        configuration.threads = 3
        configuration.listen = [
            ListenAddress(.ipv6(high: 0, low: 1, port: 80, scope: 0)), ListenAddress(.unix("/run/a.sock")),
        ]
        configuration.startLimit = 4
        configuration.site.name = "Other"
        configuration.poolName = "Pool"
        configuration.limits.bodyBytes = .max
        configuration.limits.headerBytes = 1
        configuration.limits.headSeconds = 2
        configuration.accessLog = AccessLogConfiguration(path: "-", format: .json)
        configuration.proxies.trusted = ["10.0.0.0/8", "unix:"]
        configuration.proxies.expectsHeader = true
        configuration.log.level = .trace
        return WorkerAssignment(configuration: configuration, sockets: [5, 6, 7], isReport: true)
    }

    @Test("A worker reads what the supervisor has written")
    func roundTrip() throws {
        #expect(try WorkerAssignment(decoding: everything.encoded()) == everything)
        let defaults = WorkerAssignment(configuration: ServerConfiguration())
        #expect(try WorkerAssignment(decoding: defaults.encoded()) == defaults)
    }

    @Test(
        "What is not understood is one sentence with the remedy", arguments: ["", "{}", "nonsense", "{\"sockets\":[]}"])
    func refused(text: String) {
        let error = #expect(throws: StartFailure.self) { try WorkerAssignment(decoding: Array(text.utf8)) }
        #expect(error?.description.hasPrefix("the worker does not understand its configuration (") == true)
        #expect(error?.description.contains("start the server again") == true)
    }
}
