import HTTPFront
import TestSupport
import Testing

@Suite("Connection, behind a proxy", .timeLimit(.minutes(10)))
struct ConnectionProxyTests {
    private static let believing = ["127.0.0.0/8"]
    private static let doubting = ["10.0.0.0/8"]

    private func front(trusting addresses: [String], expectsHeader: Bool = false) throws -> LoggedFront {
        try LoggedFront(
            proxies: ProxyPolicy(trusted: try TrustedProxies(parsing: addresses), expectsHeader: expectsHeader))
    }

    private func request(_ target: String, _ fields: String...) -> [UInt8] {
        Array(
            "GET \(target) HTTP/1.1\r\nHost: own\r\n\(fields.map { $0 + "\r\n" }.joined())Connection: close\r\n\r\n"
                .utf8)
    }

    private func statuses(_ answers: [Answer]) -> [Int] { answers.map { Int($0.status) } }

    @Test("A trusted proxy's fields set client and host; requests without them have the proxy's address")
    func believed() throws {
        let front = try front(trusting: Self.believing)
        try front.exchange(request("/1", "X-Forwarded-For: 6.6.6.6, 192.0.2.1", "X-Forwarded-Host: shop.example"))
        try front.exchange(request("/2", "Forwarded: for=\"[2001:db8::1]:80\";host=x.example"))
        try front.exchange(request("/3"))
        let lines = try front.lines()
        #expect(lines.map(\.client) == ["192.0.2.1", "2001:db8::1", "127.0.0.1"])
        #expect(lines.map(\.host) == ["shop.example", "x.example", "own"])
    }

    @Test("Each request of a connection has its own client")
    func perRequest() throws {
        let front = try front(trusting: Self.believing)
        let open = { (client: String) in
            Array("GET / HTTP/1.1\r\nHost: own\r\nX-Forwarded-For: \(client)\r\n\r\n".utf8)
        }
        try front.exchange(open("192.0.2.1"), open("192.0.2.1"), open("192.0.2.2"), request("/"))
        #expect(try front.lines().map(\.client) == ["192.0.2.1", "192.0.2.1", "192.0.2.2", "127.0.0.1"])
    }

    @Test("From anyone else the same fields are ignored")
    func ignored() throws {
        let front = try front(trusting: Self.doubting)
        try front.exchange(
            request("/", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Host: x", "Forwarded: for=192.0.2.1"))
        let lines = try front.lines()
        #expect(lines.map(\.client) == ["127.0.0.1"] && lines.map(\.host) == ["own"])
    }

    @Test("A header of the PROXY protocol sets the addresses of the connection, in whatever pieces it comes")
    func proxyHeader() throws {
        let front = try front(trusting: Self.believing, expectsHeader: true)
        let line = Array("PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n".utf8)
        try front.exchange(line + request("/whole"))
        try front.exchange(Array(line.prefix(3)), Array(line.dropFirst(3).dropLast()), [0x0A] + request("/split"))
        try front.exchange(Array("PROXY UNKNOWN\r\n".utf8) + request("/unknown"))
        let lines = try front.lines()
        #expect(lines.map(\.client) == ["192.0.2.1", "192.0.2.1", "127.0.0.1"])
        #expect(lines.map(\.server) == ["198.51.100.7", "198.51.100.7", "127.0.0.1"])
    }

    @Test("A client that the PROXY protocol names is not believed in turn, unless it is a trusted proxy too")
    func chain() throws {
        let front = try front(trusting: Self.believing, expectsHeader: true)
        let field = "X-Forwarded-For: 203.0.113.5"
        try front.exchange(Array("PROXY TCP4 192.0.2.1 198.51.100.7 1 2\r\n".utf8) + request("/", field))
        try front.exchange(Array("PROXY TCP4 127.0.0.9 198.51.100.7 1 2\r\n".utf8) + request("/", field))
        #expect(try front.lines().map(\.client) == ["192.0.2.1", "203.0.113.5"])
    }

    @Test("A header of the PROXY protocol from anyone else is read and ignored")
    func ignoredHeader() throws {
        let front = try front(trusting: Self.doubting, expectsHeader: true)
        let answers = try front.exchange(Array("PROXY TCP4 192.0.2.1 198.51.100.7 1 2\r\n".utf8) + request("/"))
        #expect(statuses(answers) == [404])
        #expect(try front.lines().map(\.client) == ["127.0.0.1"])
    }

    @Test("A connection without the header, or with a malformed one, is closed without an answer")
    func refused() throws {
        let front = try front(trusting: Self.believing, expectsHeader: true)
        for beginning in ["", "PROXY TCP9 \r\n", "PROXY TCP4 192.0.2.1\r\n"] {
            // The end may be a reset, because not all was read.
            let answers = try? front.exchange(Array(beginning.utf8) + request("/"))
            #expect(answers?.isEmpty != false)
        }
        #expect(try front.lines().isEmpty)
    }
}
