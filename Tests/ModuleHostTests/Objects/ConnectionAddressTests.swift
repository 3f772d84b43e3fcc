import ModuleHost
import Testing

@Suite("Addresses of connections")
struct ConnectionAddressTests {
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
