import CModuleABI
import Glibc

/// What the client asked for. Belongs to its context, and like it answers nothing when the exchange is over.
public struct HttpRequest {
    @usableFromInline let context: HttpContext

    @inlinable
    init(context: HttpContext) { self.context = context }

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
    @inlinable
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

/// An internet address with its port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in numbers, such as "127.0.0.1" or "::1".
    public let host: String
    /// The port.
    public let port: Int

    /// "127.0.0.1:8080" or "[::1]:8080".
    public var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Copies an address of the host; nil for null and for other families than IPv4 and IPv6.
    init?(_ address: UnsafeMutablePointer<sockaddr>?) {
        guard let address else { return nil }
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            var internet = raw.loadUnaligned(as: sockaddr_in.self)
            self.init(AF_INET, &internet.sin_addr, internet.sin_port)
        case AF_INET6:
            var internet = raw.loadUnaligned(as: sockaddr_in6.self)
            self.init(AF_INET6, &internet.sin6_addr, internet.sin6_port)
        default:
            return nil
        }
    }

    private init?(_ family: Int32, _ number: UnsafeRawPointer, _ port: in_port_t) {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, number, &text, socklen_t(text.count)) != nil else { return nil }
        host = text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        self.port = Int(UInt16(bigEndian: port))
    }
}
