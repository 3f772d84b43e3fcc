/// The header names that have an HTTP_HEADER_ID: 0 to 19 are shared, 20 and up differ between request and response.
struct HeaderNames: Sendable {
    /// Names by id.
    let names: [StaticString]

    static let request = HeaderNames(names: shared + requestOnly)
    static let response = HeaderNames(names: shared + responseOnly)

    private static let shared: [StaticString] = [
        "Cache-Control", "Connection", "Date", "Keep-Alive", "Pragma", "Trailer", "Transfer-Encoding", "Upgrade", "Via",
        "Warning", "Allow", "Content-Length", "Content-Type", "Content-Encoding", "Content-Language",
        "Content-Location", "Content-MD5", "Content-Range", "Expires", "Last-Modified",
    ]

    private static let requestOnly: [StaticString] = [
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Expect", "From",
        "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Max-Forwards",
        "Proxy-Authorization", "Referer", "Range", "TE", "Translate", "User-Agent",
    ]

    private static let responseOnly: [StaticString] = [
        "Accept-Ranges", "Age", "ETag", "Location", "Proxy-Authenticate", "Retry-After", "Server", "Set-Cookie", "Vary",
        "WWW-Authenticate",
    ]

    /// Response headers whose values are never joined with commas: their grammar has commas of its own, or (Set-Cookie)
    /// recipients take the joined form for one value.
    static let neverJoined: Set<Int> = [responseID.proxyAuthenticate, responseID.setCookie, responseID.wwwAuthenticate]

    enum sharedID {
        static let connection = 1
        static let date = 2
        static let transferEncoding = 6
        static let contentLength = 11
        static let contentType = 12
    }

    enum requestID {
        static let cookie = 25
        static let host = 28
        static let referer = 36
        static let userAgent = 40
    }

    enum responseID {
        static let location = 23
        static let proxyAuthenticate = 24
        static let server = 26
        static let setCookie = 27
        static let wwwAuthenticate = 29
    }

    /// The id of `name`, in any case; nil if it has none.
    func id(of name: UnsafeRawBufferPointer) -> Int? {
        for (id, known) in names.enumerated() where known.utf8CodeUnitCount == name.count {
            // Safety: a static string is plain bytes of that count.
            if Self.equal(name, UnsafeRawBufferPointer(start: known.utf8Start, count: name.count)) { return id }
        }
        return nil
    }

    /// The name of an id that is in range.
    func name(_ id: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: names[id].utf8Start, count: names[id].utf8CodeUnitCount)
    }

    /// Whether two names of equal length are the same but for the case of ASCII letters.
    static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where lowercased(left[index]) != lowercased(right[index]) { return false }
        return true
    }

    @inline(__always)
    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
}
