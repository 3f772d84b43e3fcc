/// The response header fields that have a number, which is that of `HTTP_HEADER_ID` in the module API.
package enum ResponseHeaderID: Int8, CaseIterable, Sendable {
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
    case acceptRanges
    case age
    case eTag
    case location
    case proxyAuthenticate
    case retryAfter
    case server
    case setCookie
    case vary
    case wwwAuthenticate

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
        case .acceptRanges: "Accept-Ranges"
        case .age: "Age"
        case .eTag: "ETag"
        case .location: "Location"
        case .proxyAuthenticate: "Proxy-Authenticate"
        case .retryAfter: "Retry-After"
        case .server: "Server"
        case .setCookie: "Set-Cookie"
        case .vary: "Vary"
        case .wwwAuthenticate: "WWW-Authenticate"
        }
    }
}
