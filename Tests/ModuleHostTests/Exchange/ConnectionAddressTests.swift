import ModuleHost
import Testing

@Suite("The address of a client")
struct ConnectionAddressTests {
    private static let loopback = ConnectionAddress.ipv4(0x7F00_0001, port: 1)
    private static let server = ConnectionAddress.ipv4(0xC000_0201, port: 80)
    private static let other = ConnectionAddress.ipv4(0xC000_0202, port: 80)
    private static let loopback6 = ConnectionAddress.ipv6(high: 0, low: 1, port: 1, scope: 0)
    private static let server6 = ConnectionAddress.ipv6(high: 0x2001_0DB8_0000_0000, low: 7, port: 80, scope: 0)

    private static func mapped(_ address: UInt64) -> ConnectionAddress {
        .ipv6(high: 0, low: 0xFFFF_0000_0000 | address, port: 9, scope: 0)
    }

    @Test("Loopback, the server's own address and unix sockets are on the server's machine")
    func local() {
        #expect(Self.loopback.isLocal(at: Self.loopback))
        #expect(ConnectionAddress.ipv4(0x7F12_3456, port: 1).isLocal(at: Self.loopback))
        #expect(Self.loopback6.isLocal(at: Self.loopback6))
        #expect(Self.server.isLocal(at: .ipv4(0xC000_0201, port: 8080)))
        #expect(Self.server6.isLocal(at: Self.server6))
        #expect(Self.mapped(0x7F00_0001).isLocal(at: Self.mapped(0x7F00_0001)))
        #expect(Self.mapped(0xC000_0201).isLocal(at: Self.server))
        #expect(ConnectionAddress.unix("").isLocal(at: .unix("/socket")))
    }

    @Test("Every other address is not, and none of another kind that looks like it")
    func remote() {
        #expect(!Self.other.isLocal(at: Self.server))
        #expect(!Self.server.isLocal(at: Self.server6))
        #expect(!Self.server6.isLocal(at: .ipv6(high: 0x2001_0DB8_0000_0000, low: 8, port: 80, scope: 0)))
        #expect(!Self.server6.isLocal(at: .ipv6(high: 0x2001_0DB8_0000_0000, low: 7, port: 80, scope: 3)))
        #expect(!Self.mapped(0xC000_0202).isLocal(at: Self.server))
        #expect(!ConnectionAddress.ipv6(high: 0, low: 0x7F00_0001, port: 1, scope: 0).isLocal(at: Self.loopback6))
        #expect(!ConnectionAddress.ipv4(0, port: 0).isLocal(at: Self.server))
    }

    @Test(
        "A URL names an address so that it can be told from the port",
        arguments: [
            (ConnectionAddress.ipv4(0x7F00_0001, port: 8080), "127.0.0.1:8080", "127.0.0.1"),
            (.ipv6(high: 0, low: 1, port: 80, scope: 0), "[::1]:80", "::1"),
            (.unix("/run/modhost.sock"), "localhost", "unix:/run/modhost.sock"),
            (.unix(""), "localhost", "unix:"),
        ])
    func names(address: ConnectionAddress, authority: String, name: String) {
        #expect(address.authority == authority)
        #expect(address.name == name)
    }
}
