import HTTPCodec
import HTTPFront
import ModuleHost
import OperatingSystem
import Testing

@Suite("ForwardedAddress")
struct ForwardedAddressTests {
    private let trusted: TrustedProxies
    private let peer = EndpointAddress.ipv4(0x0A00_0001, port: 5000)

    init() throws { trusted = try TrustedProxies(parsing: ["10.0.0.0/8", "fd00::/8"]) }

    private func listed(
        _ addresses: [String], proto: [String] = [], host: [String] = [], forwarded: [String] = []
    ) -> ForwardedAddress? {
        var fields = ForwardedFields()
        fields.forwardedFor = addresses
        fields.forwardedProto = proto
        fields.forwardedHost = host
        fields.forwarded = forwarded
        return ForwardedAddress(fields, peer: peer, trusted: trusted)
    }

    private func forwarded(_ lines: String...) -> ForwardedAddress? { listed([], forwarded: lines) }

    private func client(_ address: ForwardedAddress?) -> String? {
        address?.client.map { $0.port == 0 ? $0.host : "\($0.host) \($0.port)" }
    }

    @Test("Nothing is taken from a peer that is not trusted, nor from one that says nothing")
    func untrusted() {
        var fields = ForwardedFields()
        #expect(ForwardedAddress(fields, peer: peer, trusted: trusted) == nil)
        fields.forwardedFor = ["192.0.2.1"]
        fields.forwarded = ["for=192.0.2.1"]
        fields.forwardedProto = ["https"]
        fields.forwardedHost = ["x"]
        #expect(ForwardedAddress(fields, peer: .ipv4(0x0B00_0001, port: 1), trusted: trusted) == nil)
        #expect(ForwardedAddress(fields, peer: .unix(""), trusted: trusted) == nil)
        #expect(ForwardedAddress(fields, peer: peer, trusted: TrustedProxies()) == nil)
        #expect(ForwardedAddress(fields, peer: peer, trusted: trusted) != nil)
    }

    @Test(
        "The client is the rightmost address that is not trusted; what stands left of it is not believed",
        arguments: [
            (["192.0.2.1"], "192.0.2.1"), (["192.0.2.1, 10.0.0.2"], "192.0.2.1"),
            (["203.0.113.9, 192.0.2.1,10.0.0.2 ,\t10.0.0.3"], "192.0.2.1"), (["192.0.2.1", "10.0.0.2"], "192.0.2.1"),
            (["garbage, 192.0.2.1"], "192.0.2.1"), (["10.9.9.9, 192.0.2.1"], "192.0.2.1"),
            (["10.0.0.3, 10.0.0.2"], "10.0.0.3"), (["192.0.2.1:4711"], "192.0.2.1 4711"),
            (["2001:db8::1"], "2001:db8::1"),
            (["[2001:db8::1]"], "2001:db8::1"), (["[2001:db8::1]:80"], "2001:db8::1 80"),
            (["192.0.2.1, fd00::2"], "192.0.2.1"), ([",, 192.0.2.1 ,,"], "192.0.2.1"),
        ])
    func rightmost(lines: [String], expected: String) {
        let address = listed(lines)
        #expect(client(address) == expected)
        #expect(address?.problem == nil)
    }

    @Test(
        "What is no address ends the search: only what trusted proxies said behind it counts",
        arguments: [
            "unknown", "_hidden", "192.0.2.1.5", "192.0.2.01", "192.0.2.1:", "192.0.2.1:65536", "192.0.2.1:+1", "[::1",
            "[192.0.2.1]",
            "[::1]x", "::1%eth0", "192.0.2.1 192.0.2.2", "\"192.0.2.1\"", "0x7f000001", "1", "192.0.2.1\u{0}",
            "\u{FFFD}",
        ])
    func garbage(text: String) {
        let alone = listed([text])
        #expect(alone != nil && alone?.client == nil && alone?.problem?.contains("X-Forwarded-For") == true)
        #expect(client(listed(["192.0.2.9, \(text), 10.0.0.2"])) == "10.0.0.2")
    }

    @Test("Scheme and host are those that the proxy saw which saw the client")
    func parallelLists() {
        let whole = listed(["192.0.2.1, 10.0.0.2"], proto: ["https, http"], host: ["a.example:8443, b.example"])
        #expect(whole?.isSecure == true && whole?.host == "a.example:8443")
        // The client made up an element of each list.
        let longer = listed(["6.6.6.6, 192.0.2.1"], proto: ["https, http"], host: ["evil.example, a.example"])
        #expect(longer?.isSecure == false && longer?.host == "a.example")
        // One value that the first proxy set.
        let single = listed(["192.0.2.1, 10.0.0.2"], proto: ["HTTPS"], host: ["a.example"])
        #expect(single?.isSecure == true && single?.host == "a.example")
        let alone = listed([], proto: ["http, https"])
        #expect(alone?.client == nil && alone?.isSecure == true)
    }

    @Test(
        "A scheme or host that is malformed is ignored, and the rest is taken",
        arguments: [
            "a/b", "a b", "user@a", "a:b", "a:", "a:65536", "a:-1", "[::1", "[::1]:x", "a%41", "a\u{0}", "ä.example",
            "a,b:1:2",
            String(repeating: "a", count: 256),
        ])
    func malformedHost(host: String) {
        let address = listed(["192.0.2.1"], proto: ["gopher"], host: [host.contains(",") ? "a:1:2" : host])
        #expect(address?.isSecure == nil && address?.host == nil)
        #expect(client(address) == "192.0.2.1")
        #expect(address?.problem != nil)
    }

    @Test(
        "A Forwarded field says the same in its own syntax",
        arguments: [
            ("for=192.0.2.1", "192.0.2.1"), ("For=\"192.0.2.1:4711\"", "192.0.2.1 4711"),
            ("for=\"[2001:db8::1]:80\";proto=http;by=203.0.113.43", "2001:db8::1 80"),
            ("for=192.0.2.1, for=10.0.0.2;x=\"a,b;\\\"c\"", "192.0.2.1"), ("for=6.6.6.6, for=192.0.2.1", "192.0.2.1"),
            ("for=\"\\1\\92.0.2.1\"", "192.0.2.1"), (" , ;for=192.0.2.1; ,", "192.0.2.1"),
        ])
    func forwardedSyntax(line: String, expected: String) {
        let address = forwarded(line)
        #expect(client(address) == expected)
        #expect(address?.problem == nil)
    }

    @Test("The element of the client gives scheme and host")
    func forwardedElement() {
        let address = forwarded(
            "for=6.6.6.6;proto=http;host=evil.example",
            "for=192.0.2.1;proto=https;host=\"a.example:8443\", for=10.0.0.2;proto=http")
        #expect(client(address) == "192.0.2.1")
        #expect(address?.isSecure == true && address?.host == "a.example:8443")
    }

    @Test(
        "A malformed line of Forwarded, and all before it, is ignored",
        arguments: [
            "for=\"192.0.2.1", "for", "for=", "for =192.0.2.1", "for= 192.0.2.1", "for=192.0.2.1;for=192.0.2.2",
            "for=a b",
            "for=[::1]", "=192.0.2.1", "for=\"a\"b", "for=192.0.2.1 proto=http", "for=\"a\\",
        ])
    func malformedForwarded(line: String) {
        let alone = forwarded("for=192.0.2.9", line)
        #expect(alone != nil && alone?.client == nil && alone?.problem != nil)
        #expect(client(forwarded(line, "for=10.0.0.2")) == "10.0.0.2")
    }

    @Test("A hidden or unknown node ends the search", arguments: ["unknown", "_secret", "\"_gazonk:80\""])
    func hidden(node: String) {
        #expect(client(forwarded("for=192.0.2.9, for=\(node), for=10.0.0.2")) == "10.0.0.2")
        #expect(forwarded("proto=https")?.isSecure == true)
    }

    @Test("A Forwarded field beside X-Forwarded-For is not believed")
    func both() {
        let address = listed(["192.0.2.1"], forwarded: ["for=6.6.6.6;proto=https;host=evil.example"])
        #expect(client(address) == "192.0.2.1")
        #expect(address?.isSecure == nil && address?.host == nil)
        // Without addresses of its own, X-Forwarded-Proto does not outweigh it.
        let plain = listed([], proto: ["http"], forwarded: ["for=192.0.2.1;proto=https"])
        #expect(client(plain) == "192.0.2.1" && plain?.isSecure == true)
    }
}

@Suite("ForwardedFields")
struct ForwardedFieldsTests {
    @Test("The fields are found by name in any case, with all their lines in order, and no others")
    func found() throws {
        let head = Array(
            """
            GET / HTTP/1.1\r
            Host: x\r
            x-forwarded-for: 192.0.2.1\r
            X-Forwarded-Fox: no\r
            X-FORWARDED-FOR: 192.0.2.2\r
            Forwarded: for=192.0.2.3\r
            X-Forwarded-Proto: https\r
            X-Forwarded-Host: example.com\r
            X_Forwarded_For: no\r
            \r

            """.utf8)
        let decoder = HeadDecoder()
        guard case .head = decoder.decode(head.span.bytes) else {
            Issue.record("the head was not understood")
            return
        }
        let fields = ForwardedFields(decoder, in: head.span)
        #expect(fields.forwardedFor == ["192.0.2.1", "192.0.2.2"])
        #expect(fields.forwarded == ["for=192.0.2.3"])
        #expect(fields.forwardedProto == ["https"])
        #expect(fields.forwardedHost == ["example.com"])
        #expect(!fields.isEmpty)
    }
}
