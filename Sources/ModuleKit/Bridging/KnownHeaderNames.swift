/// The names of the header fields that have a number, in the order of HTTP_HEADER_ID.
enum KnownHeaderNames {
    private static let ofBoth = [
        "Cache-Control", "Connection", "Date", "Keep-Alive", "Pragma", "Trailer", "Transfer-Encoding", "Upgrade",
        "Via", "Warning", "Allow", "Content-Length", "Content-Type", "Content-Encoding", "Content-Language",
        "Content-Location", "Content-MD5", "Content-Range", "Expires", "Last-Modified",
    ]

    static let ofRequests =
        ofBoth + [
            "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Expect",
            "From", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since",
            "Max-Forwards", "Proxy-Authorization", "Referer", "Range", "TE", "Translate", "User-Agent",
        ]

    static let ofResponses =
        ofBoth + [
            "Accept-Ranges", "Age", "ETag", "Location", "Proxy-Authenticate", "Retry-After", "Server", "Set-Cookie",
            "Vary", "WWW-Authenticate",
        ]
}
