/// A request for ``TestHost``: what a client would have sent, already understood.
public struct TestRequest: Sendable {
    /// The method, e.g. `GET`.
    public var method: String
    /// Path and query as a client writes them; the path must begin with a slash. It is not decoded: what is here is what
    /// modules see.
    public var target: String
    /// The version of HTTP.
    public var version: (major: UInt16, minor: UInt16) = (1, 1)
    /// Header fields in order; a name may stand there several times. `Host: test` is added if there is none, but for HTTP/1.0.
    public var headers: [(name: String, value: String)]
    /// Header fields whose bytes are no UTF-8, behind the others.
    public var rawHeaders: [(name: [UInt8], value: [UInt8])] = []
    /// Where the client is.
    public var client: TestAddress = .loopback(port: 50_000)
    /// The address that the client connected to.
    public var local: TestAddress = .loopback(port: 80)
    /// Whether the client came by https, as a trusted proxy would say: the host itself has no TLS.
    public var isSecure = false
    /// The client is gone before the first module is called.
    public var leavesAtOnce = false
    /// The body; nil for a request without one.
    public var body: [UInt8]?
    /// Fields behind the body. With any of them, the body counts as chunked.
    public var trailers: [(name: String, value: String)] = []

    /// Makes a request.
    public init(_ method: String, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil)
    {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// A GET without a body.
    public static func get(_ target: String, headers: [(name: String, value: String)] = []) -> TestRequest {
        TestRequest("GET", target, headers: headers)
    }

    /// A POST with text as its body.
    public static func post(
        _ target: String, _ body: String, headers: [(name: String, value: String)] = []
    ) -> TestRequest {
        TestRequest("POST", target, headers: headers, body: Array(body.utf8))
    }
}
