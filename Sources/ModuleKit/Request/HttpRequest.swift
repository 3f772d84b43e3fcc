import CModuleABI

/// What the client asked for. Belongs to its context, and like it answers nothing when the exchange is over.
public struct HttpRequest {
    let context: HttpContext

    /// The host's object; nil when the exchange is over.
    var object: UnsafeMutablePointer<IHttpRequest>? {
        context.object.flatMap { IHttpContext_GetRequest($0) }
    }

    /// The method, such as "GET"; "" after the end.
    public var method: String {
        guard let object, let method = IHttpRequest_GetHttpMethod(object) else { return "" }
        return String(cString: method)
    }

    /// The target as the client sent it, such as "/a%20b?c=d", whatever modules have made of it; "" after the end.
    public var url: String {
        guard let raw = object.flatMap({ IHttpRequest_GetRawHttpRequest($0) }) else { return "" }
        return String(bytes: raw.pointee.pRawUrl, count: Int(raw.pointee.RawUrlLength)) ?? ""
    }

    /// The path, decoded and without dot segments, such as "/a b"; "" after the end.
    public var path: String {
        guard let raw = object.flatMap({ IHttpRequest_GetRawHttpRequest($0) }) else { return "" }
        let url = raw.pointee.CookedUrl
        return String(wide: url.pAbsPath, count: Int(url.AbsPathLength) / MemoryLayout<Int32>.stride)
    }

    /// What follows the question mark, not decoded; nil if there is no question mark.
    public var query: String? {
        guard let raw = object.flatMap({ IHttpRequest_GetRawHttpRequest($0) }) else { return nil }
        let url = raw.pointee.CookedUrl
        let count = Int(url.QueryStringLength) / MemoryLayout<Int32>.stride
        guard let mark = url.pQueryString, count > 0 else { return nil }
        return String(wide: mark + 1, count: count - 1)
    }

    /// The header fields of the request.
    public var headers: RequestHeaders { RequestHeaders(context: context) }

    /// The version of HTTP, such as (1, 1).
    public var version: (major: Int, minor: Int) {
        guard let object else { return (0, 0) }
        var major: UInt16 = 0
        var minor: UInt16 = 0
        IHttpRequest_GetHttpVersion(object, &major, &minor)
        return (Int(major), Int(minor))
    }

    /// The address of the client; nil for a connection that has none, such as one on a unix socket.
    public var remoteAddress: SocketAddress? {
        SocketAddress(object.flatMap { IHttpRequest_GetRemoteAddress($0) })
    }

    /// The address that the client connected to; nil for a connection that has none.
    public var localAddress: SocketAddress? {
        SocketAddress(object.flatMap { IHttpRequest_GetLocalAddress($0) })
    }

    /// Changes path and query, as in "/a?b", for the modules that come after. Without `resetQuery` the query stays what
    /// it was.
    public func setURL(_ url: String, resetQuery: Bool = true) throws(HostError) {
        let code = object.map { object in
            url.withCString { IHttpRequest_SetUrlA(object, $0, UInt32(clamping: url.utf8.count), resetQuery ? 1 : 0) }
        }
        try check(code, "set the URL \(url)")
    }

    /// Changes the method for the modules that come after.
    public func setMethod(_ method: String) throws(HostError) {
        let code = object.map { object in method.withCString { IHttpRequest_SetHttpMethod(object, $0) } }
        try check(code, "set the method \(method)")
    }
}
