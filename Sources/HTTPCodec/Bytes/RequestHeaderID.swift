/// The request header fields that have a number, which is that of `HTTP_HEADER_ID` in the module API.
package enum RequestHeaderID: Int8, CaseIterable, Sendable {
    case cacheControl = 0
    case connection
    case date
    case keepAlive
    case pragma
    case trailer
    case transferEncoding
    case upgrade
    case via
    case warning
    case allow
    case contentLength
    case contentType
    case contentEncoding
    case contentLanguage
    case contentLocation
    case contentMD5
    case contentRange
    case expires
    case lastModified
    case accept
    case acceptCharset
    case acceptEncoding
    case acceptLanguage
    case authorization
    case cookie
    case expect
    case from
    case host
    case ifMatch
    case ifModifiedSince
    case ifNoneMatch
    case ifRange
    case ifUnmodifiedSince
    case maxForwards
    case proxyAuthorization
    case referer
    case range
    case te
    case translate
    case userAgent

    /// The name as it is written on the wire, in its usual spelling.
    package var name: StaticString {
        switch self {
        case .cacheControl: "Cache-Control"
        case .connection: "Connection"
        case .date: "Date"
        case .keepAlive: "Keep-Alive"
        case .pragma: "Pragma"
        case .trailer: "Trailer"
        case .transferEncoding: "Transfer-Encoding"
        case .upgrade: "Upgrade"
        case .via: "Via"
        case .warning: "Warning"
        case .allow: "Allow"
        case .contentLength: "Content-Length"
        case .contentType: "Content-Type"
        case .contentEncoding: "Content-Encoding"
        case .contentLanguage: "Content-Language"
        case .contentLocation: "Content-Location"
        case .contentMD5: "Content-MD5"
        case .contentRange: "Content-Range"
        case .expires: "Expires"
        case .lastModified: "Last-Modified"
        case .accept: "Accept"
        case .acceptCharset: "Accept-Charset"
        case .acceptEncoding: "Accept-Encoding"
        case .acceptLanguage: "Accept-Language"
        case .authorization: "Authorization"
        case .cookie: "Cookie"
        case .expect: "Expect"
        case .from: "From"
        case .host: "Host"
        case .ifMatch: "If-Match"
        case .ifModifiedSince: "If-Modified-Since"
        case .ifNoneMatch: "If-None-Match"
        case .ifRange: "If-Range"
        case .ifUnmodifiedSince: "If-Unmodified-Since"
        case .maxForwards: "Max-Forwards"
        case .proxyAuthorization: "Proxy-Authorization"
        case .referer: "Referer"
        case .range: "Range"
        case .te: "TE"
        case .translate: "Translate"
        case .userAgent: "User-Agent"
        }
    }

    /// What stands for a name that is none of these.
    package static var unknown: Int8 { -1 }
}
