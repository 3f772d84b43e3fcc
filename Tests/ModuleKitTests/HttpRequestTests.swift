import CModuleABI
import Glibc
import ModuleKit
import Testing

/// Runs a closure of the test as its notification.
private struct Running: OnExecuteRequestHandler {
    nonisolated(unsafe) static var body: (HttpContext) throws -> Void = { _ in }

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        try Self.body(context)
        return .continue
    }
}

@Suite("HttpRequest", .serialized)
struct HttpRequestTests {
    private func withRequest(_ exchange: FakeExchange, _ body: @escaping (HttpRequest) throws -> Void) {
        let registration = FakeRegistration()
        registration.register(Running.self)
        exchange.begin(registration)
        var ran = false
        withoutActuallyEscaping(body) { body in
            Running.body = {
                try body($0.request)
                ran = true
            }
            exchange.call(\.OnExecuteRequestHandler)
            Running.body = { _ in }
        }
        #expect(ran, "\(exchange.errorDescription)")
        exchange.end()
        registration.terminate()
    }

    @Test("Trailers come in their order, and a name may come twice")
    func trailers() {
        let exchange = FakeExchange()
        withRequest(exchange) { request throws in #expect(request.trailers.isEmpty) }
        exchange.requestTrailers = [("X-Sum", "7"), ("X-Empty", ""), ("X-Sum", "8")]
        withRequest(exchange) { request throws in
            #expect(request.trailers.map { "\($0.name)=\($0.value)" } == ["X-Sum=7", "X-Empty=", "X-Sum=8"])
        }
    }

    @Test("Path and query are those of the client, the path decoded")
    func pathAndQuery() {
        let exchange = FakeExchange()
        exchange.url = "/gr%C3%BCn%20?a=b%20c?d"
        exchange.path = "/grün "
        exchange.query = "a=b%20c?d"
        withRequest(exchange) { request throws in
            #expect(request.url == "/gr%C3%BCn%20?a=b%20c?d")
            #expect(request.path == "/grün ")
            #expect(request.query == "a=b%20c?d")
            #expect(request.version == (1, 1))
            try request.setURL("/ü?x", resetQuery: false)
            try request.setMethod("PUT")
            #expect(request.method == "PUT")
        }
        #expect(exchange.events == ["url /ü?x 0"])
        exchange.url = "/plain"
        exchange.path = "/plain"
        exchange.query = nil
        withRequest(exchange) { request throws in
            #expect(request.path == "/plain")
            #expect(request.query == nil)
        }
        exchange.query = ""
        withRequest(exchange) { request throws in
            #expect(request.path == "/plain")
            #expect(request.query == "")
        }
    }

    @Test("Header fields are read, set, added to and removed by name")
    func headers() throws {
        let exchange = FakeExchange()
        exchange.requestHeaders = ["Host": "here", "X-One": "1"]
        withRequest(exchange) { request throws in
            #expect(request.headers["Host"] == "here")
            #expect(request.headers["X-Two"] == nil)
            request.headers["X-Two"] = "2"
            try request.headers.add("X-Two", "zwei")
            request.headers["X-One"] = nil
            #expect(request.headers.all.map(\.name) == ["Host", "X-Two"])
            #expect(request.headers.all.map(\.value) == ["here", "2, zwei"])
        }
        #expect(exchange.requestHeaders["X-Two"] == "2, zwei")
        #expect(exchange.requestHeaders["X-One"] == nil)
    }

    @Test("A header value of more bytes than the contract can say is refused")
    func longHeader() {
        withRequest(FakeExchange()) { request throws in
            #expect {
                try request.headers.add("X-Long", String(repeating: "x", count: 65_536))
            } throws: { ($0 as? HostError)?.code == .invalidData }
            try request.headers.add("X-Long", String(repeating: "x", count: 65_535))
        }
    }

    @Test("The entity comes in pieces, then nil")
    func pieces() {
        let exchange = FakeExchange()
        exchange.entity = [[1, 2, 3], [4]]
        exchange.remainingBytes = .max
        withRequest(exchange) { request throws in
            #expect(request.remainingBytes == nil)
            #expect(try request.readBody(maximum: 2) == [1, 2])
            #expect(try request.readBody(maximum: 2) == [3])
            #expect(try request.readBody() == [4])
            #expect(try request.readBody() == nil)
        }
    }

    @Test("The whole entity is read up to a limit, beyond which the answer is 413")
    func wholeBody() {
        let exchange = FakeExchange()
        exchange.entity = [[1, 2, 3], [4]]
        exchange.remainingBytes = .max
        withRequest(exchange) { request throws in
            #expect(try request.body(limit: 4) == [1, 2, 3, 4])
            #expect(try request.body(limit: 4) == [])
        }
        exchange.entity = [[1, 2, 3], [4, 5]]
        withRequest(exchange) { request throws in
            #expect { try request.body(limit: 4) } throws: { ($0 as? ModuleError)?.status == 413 }
        }
        exchange.remainingBytes = 5
        exchange.entity = [[1]]
        withRequest(exchange) { request throws in
            #expect { try request.body(limit: 4) } throws: { ($0 as? ModuleError)?.status == 413 }
            #expect(try request.readBody() == [1], "a length that is too large is refused without reading")
        }
    }

    @Test("A client that has gone is an error, not the end of the entity")
    func clientGone() {
        let exchange = FakeExchange()
        exchange.answers["ReadEntityBody"] = ResultCode.clientGone.rawValue
        withRequest(exchange) { request throws in
            #expect { try request.readBody() } throws: { ($0 as? HostError)?.code == .clientGone }
        }
    }

    @Test("Inserted bytes come first")
    func insert() {
        let exchange = FakeExchange()
        exchange.entity = [[2]]
        exchange.remainingBytes = .max
        withRequest(exchange) { request throws in
            try request.insertBody([0, 1])
            #expect(try request.body() == [0, 1, 2])
        }
    }

    @Test(
        "Addresses are shown as numbers with their port",
        arguments: [
            ("127.0.0.1", 80, "127.0.0.1:80"), ("::1", 8080, "[::1]:8080"),
        ])
    func address(host: String, port: UInt16, text: String) {
        var storage = sockaddr_storage()
        withUnsafeMutablePointer(to: &storage) { storage in
            let raw = UnsafeMutableRawPointer(storage)
            if host.contains(":") {
                let address = raw.assumingMemoryBound(to: sockaddr_in6.self)
                address.pointee.sin6_family = sa_family_t(AF_INET6)
                address.pointee.sin6_port = port.bigEndian
                inet_pton(AF_INET6, host, &address.pointee.sin6_addr)
            } else {
                let address = raw.assumingMemoryBound(to: sockaddr_in.self)
                address.pointee.sin_family = sa_family_t(AF_INET)
                address.pointee.sin_port = port.bigEndian
                inet_pton(AF_INET, host, &address.pointee.sin_addr)
            }
            let exchange = FakeExchange()
            exchange.remoteAddress = raw.assumingMemoryBound(to: sockaddr.self)
            withRequest(exchange) { request throws in
                #expect(request.remoteAddress?.description == text)
                #expect(request.remoteAddress?.host == host)
                #expect(request.localAddress == nil)
            }
        }
    }
}
