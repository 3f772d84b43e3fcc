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

    /// The lines `name=value` of a probe's report.
    package var report: [String: String] {
        var report: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            report[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return report
    }

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

/// The connection ended before an answer had begun, or inside its head.
struct EndInsideHead: Error, CustomStringConvertible {
    var description: String { "the connection ended inside a head" }
}

/// Reads one response as strictly as the server reads requests.
struct AnswerReader {
    /// It is the response to HEAD, which has no body whatever its fields say.
    let isHead: Bool
    /// Otherwise only the size of the body is kept.
    let keepsBody: Bool
    private var answer = Answer(status: 0, reason: "", headers: [], body: [])
    private var size = 0

    init(isHead: Bool, keepsBody: Bool) {
        self.isHead = isHead
        self.keepsBody = keepsBody
    }

    /// The response and the size of its body.
    consuming func read(_ client: Client) throws -> (answer: Answer, size: Int) {
        try readHead(client)
        answer.isCutOff = try !readBody(client)
        return (answer, size)
    }

    private mutating func readHead(_ client: Client) throws {
        let statusLine = try Self.line(client)
        let words = statusLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "HTTP/1.1", words[1].count == 3, let status = Int(words[1]) else {
            throw TestFailure("no status line: \(statusLine)")
        }
        answer.status = status
        answer.reason = String(words[2])
        while case let line = try Self.line(client), !line.isEmpty {
            guard let colon = line.firstIndex(of: ":"), line.first != " " else {
                throw TestFailure("no field: \(line)")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers.append((String(line[..<colon]), String(value)))
        }
    }

    /// A line of a head, which must come.
    private static func line(_ client: Client) throws -> String {
        guard let line = try client.takeLine() else { throw EndInsideHead() }
        return line
    }

    /// False if the connection ended inside the body.
    private mutating func readBody(_ client: Client) throws -> Bool {
        let length = answer["Content-Length"]
        let coding = answer["Transfer-Encoding"]
        guard length == nil || coding == nil else { throw TestFailure("two ways to find the end: \(answer.headers)") }
        if isHead || answer.status < 200 || answer.status == 204 || answer.status == 304 { return true }
        if coding == "chunked" { return try readChunks(client) }
        guard coding == nil else { throw TestFailure("an unknown coding: \(answer.headers)") }
        guard let length else {
            // Only the end of the connection ends it.
            _ = try take(Int.max, client)
            return true
        }
        guard let count = Int(length) else { throw TestFailure("no length: \(length)") }
        return try take(count, client)
    }

    private mutating func readChunks(_ client: Client) throws -> Bool {
        while true {
            guard let line = try client.takeLine() else { return false }
            guard let count = Int(line, radix: 16) else { throw TestFailure("no chunk size: \(line)") }
            if count == 0 { break }
            guard try take(count, client), let end = try client.takeLine() else { return false }
            guard end.isEmpty else { throw TestFailure("a chunk does not end") }
        }
        while let trailer = try client.takeLine() {
            if trailer.isEmpty { return true }
            answer.trailers.append(trailer)
        }
        return false
    }

    private mutating func take(_ count: Int, _ client: Client) throws -> Bool {
        try client.take(count) { piece in
            size += piece.count
            if keepsBody { answer.body += piece }
        }
    }
}
