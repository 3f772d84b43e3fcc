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
    /// Fields behind the entity as modules set them.
    public internal(set) var trailers: [(name: String, value: String)] = []
    /// How often response data was pushed: 1 if nothing was flushed before the end.
    public internal(set) var pushes = 0
    /// A module reset the connection.
    public internal(set) var wasReset = false

    /// The entity as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The first value of a field, by name in any case.
    public subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
