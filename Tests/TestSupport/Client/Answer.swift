/// A response as a client got it.
package struct Answer: Sendable {
    package var status: Int
    package var reason: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
    /// The lines behind the last chunk, as they came.
    package var trailers: [String]
    /// The announced body, or its last chunk, did not come before the connection ended.
    package var isCutOff = false

    package init(
        status: Int, reason: String, headers: [(name: String, value: String)], body: [UInt8], trailers: [String] = []
    ) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
        self.trailers = trailers
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// All values of a field, in order.
    package func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// All values of a field, joined by commas; nil if there is none.
    package subscript(name: String) -> String? {
        let values = values(of: name)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}
