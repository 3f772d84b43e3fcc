import CModuleABI

/// Which header fields of a response stay when an error takes its place.
///
/// Fields that describe the entity, or how long it may be kept, go with the entity, and so does Location. All others
/// stay: what belongs to the error, such as Allow, Retry-After and WWW-Authenticate, and what other modules have set
/// for every response, such as cookies and the fields of CORS.
enum ErrorHeaders {
    private static let leaving: Set<String> = [
        "accept-ranges", "age", "cache-control", "content-digest", "content-disposition", "content-encoding",
        "content-language", "content-length", "content-location", "content-md5", "content-range", "content-type",
        "digest",
        "etag", "expires", "last-modified", "location", "repr-digest", "trailer", "transfer-encoding",
    ]

    /// Copies those that stay, in their order.
    static func kept(of response: UnsafeMutablePointer<IHttpResponse>) -> [(name: String, value: String)] {
        guard let raw = IHttpResponse_GetRawHttpResponse(response) else { return [] }
        let headers = raw.pointee.Headers
        let known = withUnsafeBytes(of: headers.KnownHeaders) {
            HeaderText.known($0.bindMemory(to: HTTP_KNOWN_HEADER.self), KnownHeaderNames.ofResponses)
        }
        let others = HeaderText.unknown(headers.pUnknownHeaders, count: Int(headers.UnknownHeaderCount))
        return (known + others).filter { !leaving.contains($0.name.lowercased()) }
    }
}
