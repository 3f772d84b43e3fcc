/// A response, read as strictly as the server reads requests.
struct StrictAnswer {
    private(set) var status = 0
    private(set) var fields: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var trailers: [String] = []
    /// The announced body, or its last chunk, did not come before the connection ended.
    private(set) var isCutOff = false

    var text: String { String(decoding: body, as: UTF8.self) }

    /// All values of a field, joined by commas; nil if there is none.
    subscript(name: String) -> String? {
        let values = fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }

    /// Takes one response off `bytes`; nil if it has not come in full yet.
    init?(_ bytes: inout ArraySlice<UInt8>, isHead: Bool, hasEnded: Bool) throws {
        var rest = bytes
        guard let statusLine = try Self.line(&rest) else { return nil }
        let words = statusLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "HTTP/1.1", words[1].count == 3, let status = Int(words[1]) else {
            throw StrictClient.Failure("no status line: \(statusLine)")
        }
        self.status = status
        while true {
            guard let line = try Self.line(&rest) else { return nil }
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":"), line.first != " " else {
                throw StrictClient.Failure("no field: \(line)")
            }
            fields.append((String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " })))
        }
        guard try takeBody(&rest, isHead: isHead, hasEnded: hasEnded) else { return nil }
        bytes = rest
    }

    private mutating func takeBody(_ rest: inout ArraySlice<UInt8>, isHead: Bool, hasEnded: Bool) throws -> Bool {
        let length = self["Content-Length"]
        let coding = self["Transfer-Encoding"]
        guard length == nil || coding == nil else { throw StrictClient.Failure("two ways to find the end: \(fields)") }
        if isHead || status < 200 || status == 204 || status == 304 { return true }
        if coding == "chunked" { return try takeChunks(&rest, hasEnded: hasEnded) }
        guard coding == nil else { throw StrictClient.Failure("a strange coding: \(fields)") }
        guard let length else {
            // Only the end of the connection ends it.
            guard hasEnded else { return false }
            body = Array(rest)
            rest = []
            return true
        }
        guard let count = Int(length) else { throw StrictClient.Failure("no length: \(length)") }
        guard rest.count >= count || hasEnded else { return false }
        isCutOff = rest.count < count
        body = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return true
    }

    private mutating func takeChunks(_ rest: inout ArraySlice<UInt8>, hasEnded: Bool) throws -> Bool {
        body = []
        trailers = []
        while true {
            guard let line = try Self.line(&rest) else { return cutOff(&rest, hasEnded) }
            guard let size = Int(line, radix: 16) else { throw StrictClient.Failure("no chunk size: \(line)") }
            if size == 0 {
                while let trailer = try Self.line(&rest) {
                    if trailer.isEmpty { return true }
                    trailers.append(trailer)
                }
                return cutOff(&rest, hasEnded)
            }
            guard rest.count >= size + 2 else { return cutOff(&rest, hasEnded) }
            body += rest.prefix(size)
            rest = rest.dropFirst(size)
            guard try Self.line(&rest) == "" else { throw StrictClient.Failure("a chunk does not end") }
        }
    }

    private mutating func cutOff(_ rest: inout ArraySlice<UInt8>, _ hasEnded: Bool) -> Bool {
        isCutOff = hasEnded
        if hasEnded { rest = [] }
        return hasEnded
    }

    /// A line without its end; nil if it has not come in full.
    private static func line(_ rest: inout ArraySlice<UInt8>) throws -> String? {
        guard let feed = rest.firstIndex(of: 0x0A) else { return nil }
        guard feed > rest.startIndex, rest[feed - 1] == 0x0D else { throw StrictClient.Failure("a bare line feed") }
        defer { rest = rest[(feed + 1)...] }
        return String(decoding: rest[..<(feed - 1)], as: UTF8.self)
    }
}
