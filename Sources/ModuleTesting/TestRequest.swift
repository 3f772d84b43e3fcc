/// A request for ``TestHost``: what a client would have sent, already understood.
public struct TestRequest: Sendable {
    /// The method, e.g. `GET`.
    public var method: String
    /// Path and query as a client writes them; the path must begin with a slash. It is not decoded: what is here is what
    /// modules see.
    public var target: String
    /// Header fields in order. `Host: test` is added if there is none.
    public var headers: [(name: String, value: String)]
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
