/// Finds the number of a request header field by its name.
///
/// Length first, then words against constants: a name costs a few compares, and no table has to be in the cache.
extension RequestHeaderID {
    /// The number of the checked token from `start`, or `unknown`. Case does not count.
    @inline(__always)
    static func number(of bytes: RawSpan, at start: Int, length: Int) -> Int8 {
        guard length >= 2, length <= 19 else { return unknown }
        let key = NameKey(bytes, at: start, length: length)
        let found =
            if length <= 8 {
                short(key, length)
            } else if length <= 13 {
                medium(key, length)
            } else {
                long(key, length)
            }
        return found?.rawValue ?? unknown
    }

    @inline(__always)
    private static func short(_ key: NameKey, _ length: Int) -> RequestHeaderID? {
        switch length {
        case 2:
            if key == NameKey("TE") { return .te }
        case 3:
            if key == NameKey("Via") { return .via }
        case 4:
            if key == NameKey("Date") { return .date }
            if key == NameKey("From") { return .from }
            if key == NameKey("Host") { return .host }
        case 5:
            if key == NameKey("Allow") { return .allow }
            if key == NameKey("Range") { return .range }
        case 6:
            if key == NameKey("Pragma") { return .pragma }
            if key == NameKey("Accept") { return .accept }
            if key == NameKey("Cookie") { return .cookie }
            if key == NameKey("Expect") { return .expect }
        case 7:
            if key == NameKey("Trailer") { return .trailer }
            if key == NameKey("Upgrade") { return .upgrade }
            if key == NameKey("Warning") { return .warning }
            if key == NameKey("Expires") { return .expires }
            if key == NameKey("Referer") { return .referer }
        case 8:
            if key == NameKey("If-Match") { return .ifMatch }
            if key == NameKey("If-Range") { return .ifRange }
        default: break
        }
        return nil
    }

    @inline(__always)
    private static func medium(_ key: NameKey, _ length: Int) -> RequestHeaderID? {
        switch length {
        case 9:
            if key == NameKey("Translate") { return .translate }
        case 10:
            if key == NameKey("Connection") { return .connection }
            if key == NameKey("Keep-Alive") { return .keepAlive }
            if key == NameKey("User-Agent") { return .userAgent }
        case 11:
            if key == NameKey("Content-MD5") { return .contentMD5 }
        case 12:
            if key == NameKey("Content-Type") { return .contentType }
            if key == NameKey("Max-Forwards") { return .maxForwards }
        case 13:
            if key == NameKey("Cache-Control") { return .cacheControl }
            if key == NameKey("Content-Range") { return .contentRange }
            if key == NameKey("Last-Modified") { return .lastModified }
            if key == NameKey("Authorization") { return .authorization }
            if key == NameKey("If-None-Match") { return .ifNoneMatch }
        default: break
        }
        return nil
    }

    @inline(__always)
    private static func long(_ key: NameKey, _ length: Int) -> RequestHeaderID? {
        switch length {
        case 14:
            if key == NameKey("Content-Length") { return .contentLength }
            if key == NameKey("Accept-Charset") { return .acceptCharset }
        case 15:
            if key == NameKey("Accept-Encoding") { return .acceptEncoding }
            if key == NameKey("Accept-Language") { return .acceptLanguage }
        case 16:
            if key == NameKey("Content-Encoding") { return .contentEncoding }
            if key == NameKey("Content-Language") { return .contentLanguage }
            if key == NameKey("Content-Location") { return .contentLocation }
        case 17:
            if key == NameKey("Transfer-Encoding") { return .transferEncoding }
            if key == NameKey("If-Modified-Since") { return .ifModifiedSince }
        case 19:
            if key == NameKey("If-Unmodified-Since") { return .ifUnmodifiedSince }
            if key == NameKey("Proxy-Authorization") { return .proxyAuthorization }
        default: break
        }
        return nil
    }
}
