import Glibc
import TestSupport
import Testing

@testable import Program

@Suite("Application pools", .serialized)
struct PoolTests {
    private let fixture: SiteFixture

    init() throws { fixture = try SiteFixture() }

    private static func site(_ name: String, id: Int, address: String, pool: String) -> String {
        """
        <site name="\(name)" id="\(id)">
          <bindings><binding protocol="http" bindingInformation="\(address)"/></bindings>
          <application path="/" applicationPool="\(pool)"><virtualDirectory path="/" physicalPath="www"/></application>
        </site>
        """
    }

    private static func configuration(_ second: String) -> String {
        SiteFixture.configuration(
            site("First", id: 1, address: "127.0.0.1:0:first", pool: "One")
                + site("Second", id: 2, address: second, pool: "Two")
        ).replacing(
            "<sites>",
            with: """
                <applicationPools><add name="One"/><add name="Two"><processModel maxProcesses="2"/></add></applicationPools><sites>
                """)
    }

    @Test("Pools that share no address have workers of their own, which know only their own sites")
    func apart() throws {
        let server = try fixture.serve(Self.configuration("[::1]:0:second"))
        try server.waitForWorkers(3)
        let addresses = server.addresses
        try #require(addresses.count == 2)
        #expect(try Client(addresses[0]).get("/", host: "first").report["pool"] == "One")
        #expect(try Client(addresses[1]).get("/", host: "second").report["pool"] == "Two")
        #expect(try Client(addresses[0]).get("/", host: "second").status == 400)
        // The other pool does not notice.
        kill(server.workers[0], SIGKILL)
        #expect(try Client(addresses[1]).get("/", host: "second").status == 200)
        try server.waitForWorkers(4)
        #expect(try Client(addresses[0]).get("/", host: "first").report["pool"] == "One")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Pools that share an address share their workers, which is said")
    func together() throws {
        let server = try fixture.serve(Self.configuration("127.0.0.1:0:second"))
        try server.waitForWorkers(2)
        #expect(server.workers.count == 2)
        #expect(
            server.process.errors.contains("the pools \"One\", \"Two\" share an address, so they share their workers"))
        #expect(try server.get(url: "second/").report["pool"] == "Two")
        #expect(try server.stop() == .exited(code: 0))
    }
}
