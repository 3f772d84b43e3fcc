import HTTPFront
import ModuleHost
import OperatingSystem
import Testing

@Suite("TrustedProxies")
struct TrustedProxiesTests {
    private func v4(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> EndpointAddress {
        .ipv4(a << 24 | b << 16 | c << 8 | d, port: 4711)
    }

    private func v6(_ high: UInt64, _ low: UInt64) -> EndpointAddress {
        .ipv6(high: high, low: low, port: 4711, scope: 0)
    }

    @Test("No proxy is trusted by default")
    func none() {
        let proxies = TrustedProxies()
        #expect(proxies.isEmpty)
        #expect(!proxies.contains(v4(127, 0, 0, 1)))
        #expect(!proxies.contains(v6(0, 1)))
        #expect(!proxies.contains(.unix("")))
    }

    @Test("A network holds the addresses that begin like it, and no others")
    func networks() throws {
        let proxies = try TrustedProxies(parsing: [
            "10.0.0.0/8", "192.0.2.128/25", "198.51.100.7", "fd00::/8", "2001:db8::1",
        ])
        #expect(proxies.contains(v4(10, 255, 0, 1)))
        #expect(!proxies.contains(v4(11, 0, 0, 1)))
        #expect(proxies.contains(v4(192, 0, 2, 128)))
        #expect(!proxies.contains(v4(192, 0, 2, 127)))
        #expect(proxies.contains(v4(198, 51, 100, 7)))
        #expect(!proxies.contains(v4(198, 51, 100, 6)))
        #expect(proxies.contains(v6(0xFDAB << 48, 7)))
        #expect(!proxies.contains(v6(0xFEAB << 48, 7)))
        #expect(proxies.contains(v6(0x2001_0DB8_0000_0000, 1)))
        #expect(!proxies.contains(v6(0x2001_0DB8_0000_0000, 2)))
        #expect(!proxies.contains(.unix("/run/proxy.sock")))
    }

    @Test("An IPv4 address in an IPv6 one counts as what it is")
    func mapped() throws {
        let proxies = try TrustedProxies(parsing: ["10.0.0.0/8"])
        #expect(proxies.contains(v6(0, 0xFFFF_0A01_0203)))
        #expect(!proxies.contains(v6(0, 0xFFFF_0B01_0203)))
        #expect(!proxies.contains(v6(0, 0x0A01_0203)))
        #expect(!proxies.contains(v6(1, 0xFFFF_0A01_0203)))
    }

    @Test("No bits stand for all addresses of a family, and unix: for all peers on unix sockets")
    func whole() throws {
        let all = try TrustedProxies(parsing: ["0.0.0.0/0"])
        #expect(all.contains(v4(255, 1, 2, 3)))
        #expect(!all.contains(v6(0, 1)))
        #expect(try TrustedProxies(parsing: ["::/0"]).contains(v6(.max, .max)))
        let unix = try TrustedProxies(parsing: ["unix:"])
        #expect(!unix.isEmpty && unix.contains(.unix("")) && !unix.contains(v4(127, 0, 0, 1)))
    }

    @Test(
        "What is no address is refused with a sentence that says what to write",
        arguments: [
            ("proxy.example", "names are not looked up"), ("", "no IPv4 or IPv6 address"),
            ("10.0.0.0/33", "a number of bits from 0 to 32"), ("::/129", "a number of bits from 0 to 128"),
            ("10.0.0.0/", "a number of bits"), ("10.0.0.0/+8", "a number of bits"),
            ("10.0.0.0/8/8", "a number of bits"),
            ("10.0.0.1/8", "write 10.0.0.0/8"), ("2001:db8::1/32", "write 2001:db8::/32"),
            ("10.0.0", "no IPv4 or IPv6 address"), ("010.0.0.1", "no IPv4 or IPv6 address"),
            ("[::1]", "no IPv4 or IPv6 address"), ("::1%lo", "no IPv4 or IPv6 address"),
            ("10.0.0.1\u{0}", "no IPv4 or IPv6 address"), ("unix:/run/x", "unix: stands for all"),
        ])
    func refusals(text: String, reason: String) {
        #expect {
            try TrustedProxies(parsing: ["127.0.0.1", text])
        } throws: {
            "\($0)".hasPrefix("\"\(text)\" is no address of a proxy: ") && "\($0)".contains(reason)
        }
    }
}
