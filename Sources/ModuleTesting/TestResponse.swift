/// What the modules of a ``TestHost`` answered.
public struct TestResponse: Sendable {
    /// The status code; 0 if the connection was reset before a response began.
    public internal(set) var status = 0
    /// The reason phrase.
    public internal(set) var reason = ""
    /// Header fields as modules set them; the fields of the connection (Date, Server, Content-Length …) are not among them.
    public internal(set) var headers: [(name: String, value: String)] = []
    /// The whole entity.
    public internal(set) var body: [UInt8] = []
    /// The entity as it was pushed: one piece for each push that had a part of it, or was a flush. A flush of the head alone is
    /// an empty piece.
    public internal(set) var pieces: [[UInt8]] = []
    /// Fields behind the entity as modules set them.
    public internal(set) var trailers: [(name: String, value: String)] = []
    /// How often response data was pushed: 1 if nothing was flushed before the end.
    public internal(set) var pushes = 0
    /// A module reset the connection.
    public internal(set) var wasReset = false
    /// Whether a connection over HTTP/1 would go on to a next request: neither side wants it to end, and the body of the request
    /// has come in full.
    public internal(set) var keepsConnection = false

    /// The entity as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// All values of a field in their order, by name in any case.
    public func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The first value of a field, by name in any case.
    public subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
