import HTTPFront
import ModuleHost
import TestSupport
import Testing

/// Whom a request is for, and from whom it comes, as modules see it: the full URL, Host, SERVER_NAME, HTTPS,
/// SERVER_PORT_SECURE, REMOTE_ADDR.
@Suite("The host of a request")
struct RequestHostTests {
    private func ask(
        _ front: RunningFront, _ target: String, _ fields: [String] = [], version: String = "1.1"
    ) throws -> String {
        let client = try front.connect()
        let lines = fields.map { $0 + "\r\n" }.joined()
        try client.send("GET \(target) HTTP/\(version)\r\n\(lines)Connection: close\r\n\r\n")
        var words = try client.receive().text.split(separator: " ", omittingEmptySubsequences: false).prefix(7)
        // The field and HTTP_HOST say the same.
        let variable = words.remove(at: 2)
        #expect(variable == words[1])
        return words.joined(separator: " ")
    }

    private func check(_ front: RunningFront, _ target: String, _ fields: [String], _ expected: String) throws {
        let answer = try ask(front, target, fields)
        #expect(answer == expected)
    }

    @Test("It is what the Host field says, or the authority of an absolute target, which overrides it")
    func named() throws {
        try RunningFront.with { front in
            try check(front, "/url?x", ["Host: a.b:81"], "http://a.b:81/url?x a.b:81 a.b off 0 127.0.0.1")
            try check(front, "http://c/url", ["Host: a"], "http://c/url c c off 0 127.0.0.1")
            try check(front, "http://c:82/url?x", ["Host: a"], "http://c:82/url?x c:82 c off 0 127.0.0.1")
            try check(front, "/url", ["Host: [::1]:8"], "http://[::1]:8/url [::1]:8 [::1] off 0 127.0.0.1")
        }
    }

    @Test("A request that names none is for the address that it reached")
    func unnamed() throws {
        try RunningFront.with { front in
            let here = "127.0.0.1:\(front.port)"
            let old = try ask(front, "/url", version: "1.0")
            #expect(old.hasPrefix("http://\(here)/url "), "\(old)")
            let empty = try ask(front, "/url", ["Host:"])
            #expect(empty.hasPrefix("http://\(here)/url "), "\(empty)")
        }
    }

    @Test("On a unix socket a request that names none is for localhost, and the port is that of the URL")
    func unixSocket() throws {
        try RunningFront.with(isUnix: true) { front in
            func expect(_ request: String, _ expected: String) throws {
                let client = try front.connect()
                try client.send(request + "Connection: close\r\n\r\n")
                let answer = try client.receive().text.replacing(front.file("socket"), with: "SOCKET")
                #expect(answer == expected)
            }
            try expect(
                "GET /url HTTP/1.0\r\n",
                "http://localhost/url (null) (null) localhost off 0 unix: 0 80 unix:SOCKET http://localhost/url")
            try expect(
                "GET /url HTTP/1.1\r\nHost: a.b\r\n",
                "http://a.b/url a.b a.b a.b off 0 unix: 0 80 unix:SOCKET http://a.b/url")
            try expect(
                "GET /url HTTP/1.1\r\nHost: [::1]:81\r\n",
                "http://[::1]:81/url [::1]:81 [::1]:81 [::1] off 0 unix: 0 81 unix:SOCKET http://[::1]:81/url")
        }
        let proxies = ProxyPolicy(trusted: try TrustedProxies(parsing: ["unix:"]))
        try RunningFront.with(proxies: proxies, isUnix: true) { front in
            let client = try front.connect()
            try client.send(
                "GET /url HTTP/1.0\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n")
            let text = try client.receive().text
            #expect(
                text.hasPrefix("https://localhost/url (null) (null) localhost on 1 192.0.2.7 0 443 unix:"), "\(text)")
        }
    }

    @Test("A trusted proxy says for which host, by which scheme, and from whom it is")
    func forwarded() throws {
        let proxies = ProxyPolicy(trusted: try TrustedProxies(parsing: ["127.0.0.1"]))
        try RunningFront.with(proxies: proxies) { front in
            let all = ["X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.test"]
            try check(
                front, "/url?x", ["Host: inner", all[0], all[1], all[2]],
                "https://shop.test/url?x shop.test shop.test on 1 192.0.2.7")
            try check(
                front, "http://c/url", ["Host: inner", all[2]],
                "http://shop.test/url shop.test shop.test off 0 127.0.0.1")
            try check(
                front, "/url", ["Host: inner", "Forwarded: for=192.0.2.8;proto=https;host=\"x.test:444\""],
                "https://x.test:444/url x.test:444 x.test on 1 192.0.2.8")
        }
        try RunningFront.with { front in
            try check(
                front, "/url", ["Host: inner", "X-Forwarded-Host: shop.test", "X-Forwarded-Proto: https"],
                "http://inner/url inner inner off 0 127.0.0.1")
        }
    }

    @Test("The limit of a URL counts the host and the scheme that modules see")
    func longest() throws {
        let proxies = ProxyPolicy(trusted: try TrustedProxies(parsing: ["127.0.0.1"]))
        try RunningFront.with(proxies: proxies) { front in
            func expect(_ status: Int, _ size: Int, _ fields: String) throws {
                let client = try front.connect()
                try client.send("GET /\(String(repeating: "a", count: size - 1)) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                let answer = try client.receive()
                #expect(answer.status == status, "\(size) \(fields)")
            }
            try expect(200, 16_375, "")
            try expect(414, 16_376, "")
            try expect(414, 16_375, "X-Forwarded-Proto: https\r\n")
            try expect(200, 16_374, "X-Forwarded-Proto: https\r\n")
            try expect(200, 16_366, "X-Forwarded-Host: ten-bytes.\r\n")
            try expect(414, 16_367, "X-Forwarded-Host: ten-bytes.\r\n")
        }
    }
}
