import OperatingSystem
import Testing

@Suite("The address of a client")
struct EndpointAddressTests {
    private static let loopback = EndpointAddress.ipv4(0x7F00_0001, port: 1)
    private static let server = EndpointAddress.ipv4(0xC000_0201, port: 80)
    private static let other = EndpointAddress.ipv4(0xC000_0202, port: 80)
    private static let loopback6 = EndpointAddress.ipv6(high: 0, low: 1, port: 1, scope: 0)
    private static let server6 = EndpointAddress.ipv6(high: 0x2001_0DB8_0000_0000, low: 7, port: 80, scope: 0)

    private static func mapped(_ address: UInt64) -> EndpointAddress {
        .ipv6(high: 0, low: 0xFFFF_0000_0000 | address, port: 9, scope: 0)
    }

    @Test("Loopback, the server's own address and unix sockets are on the server's machine")
    func local() {
        #expect(Self.loopback.isLocal(at: Self.loopback))
        #expect(EndpointAddress.ipv4(0x7F12_3456, port: 1).isLocal(at: Self.loopback))
        #expect(Self.loopback6.isLocal(at: Self.loopback6))
        #expect(Self.server.isLocal(at: .ipv4(0xC000_0201, port: 8080)))
        #expect(Self.server6.isLocal(at: Self.server6))
        #expect(Self.mapped(0x7F00_0001).isLocal(at: Self.mapped(0x7F00_0001)))
        #expect(Self.mapped(0xC000_0201).isLocal(at: Self.server))
        #expect(EndpointAddress.unix("").isLocal(at: .unix("/socket")))
    }

    @Test("Every other address is not, and none of another kind that looks like it")
    func remote() {
        #expect(!Self.other.isLocal(at: Self.server))
        #expect(!Self.server.isLocal(at: Self.server6))
        #expect(!Self.server6.isLocal(at: .ipv6(high: 0x2001_0DB8_0000_0000, low: 8, port: 80, scope: 0)))
        #expect(!Self.server6.isLocal(at: .ipv6(high: 0x2001_0DB8_0000_0000, low: 7, port: 80, scope: 3)))
        #expect(!Self.mapped(0xC000_0202).isLocal(at: Self.server))
        #expect(!EndpointAddress.ipv6(high: 0, low: 0x7F00_0001, port: 1, scope: 0).isLocal(at: Self.loopback6))
        #expect(!EndpointAddress.ipv4(0, port: 0).isLocal(at: Self.server))
    }

    @Test(
        "A URL names an address so that it can be told from the port",
        arguments: [
            (EndpointAddress.ipv4(0x7F00_0001, port: 8080), "127.0.0.1:8080", "127.0.0.1"),
            (.ipv6(high: 0, low: 1, port: 80, scope: 0), "[::1]:80", "::1"),
            (.unix("/run/modhost.sock"), "localhost", "unix:/run/modhost.sock"),
            (.unix(""), "localhost", "unix:"),
        ])
    func names(address: EndpointAddress, authority: String, name: String) {
        #expect(address.authority == authority)
        #expect(address.name == name)
    }
}

@Suite("The system's form of an address")
struct EndpointAddressSystemTests {
    private func copy(of address: EndpointAddress, cutTo count: Int = .max) -> EndpointAddress? {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 128, alignment: 8)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        guard let base = memory.baseAddress else { return nil }
        let length = address.store(to: base)
        return EndpointAddress(systemForm: UnsafeRawBufferPointer(rebasing: memory.prefix(min(length, count))))
    }

    @Test(
        "What is written is read again",
        arguments: [
            .ipv4(0xC000_0201, port: 80), .ipv6(high: 0x2001_0DB8_0000_0000, low: 7, port: 65535, scope: 3),
            .unix("/run/modhost.sock"), .unix(""), .unix(String(repeating: "a", count: EndpointAddress.pathLimit)),
        ] as [EndpointAddress])
    func roundTrip(address: EndpointAddress) {
        #expect(copy(of: address) == address)
    }

    @Test("Fewer bytes than an address has are none")
    func short() {
        #expect(copy(of: .ipv4(1, port: 1), cutTo: 8) == nil)
        #expect(copy(of: .ipv6(high: 1, low: 1, port: 1, scope: 0), cutTo: 16) == nil)
        #expect(copy(of: .unix("/a"), cutTo: 1) == nil)
        #expect(copy(of: .unix("/run/a"), cutTo: 6) == .unix("/run"))
    }

    @Test(
        "Numeric addresses are read, and nothing else",
        arguments: [
            ("192.0.2.1", EndpointAddress.ipv4(0xC000_0201, port: 9)),
            ("::1", .ipv6(high: 0, low: 1, port: 9, scope: 0)),
            ("2001:db8::7", .ipv6(high: 0x2001_0DB8_0000_0000, low: 7, port: 9, scope: 0)), ("localhost", nil),
            ("", nil),
            ("1.2.3", nil), ("127.0.0.1\0", nil), ("[::1]", nil), ("fe80::1%1", nil), ("127.0.0.1 ", nil),
        ] as [(String, EndpointAddress?)])
    func numeric(text: String, address: EndpointAddress?) {
        #expect(EndpointAddress(numeric: text, port: 9) == address)
    }
}
