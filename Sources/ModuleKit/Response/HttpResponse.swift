import CModuleABI

/// What the client will get. Belongs to its context, and like it does nothing when the exchange is over.
///
/// Until the first flush everything is kept and can be changed. Calls that do not throw answer whether the host took
/// them; the first one that it refuses makes the notification fail, as if it had thrown.
public struct HttpResponse {
    @usableFromInline let context: HttpContext

    @inlinable
    init(context: HttpContext) { self.context = context }

    /// The host's object; nil when the exchange is over.
    var object: UnsafeMutablePointer<IHttpResponse>? {
        context.responseObject
    }

    /// The status; 0 after the end.
    public var status: Int {
        guard let object else { return 0 }
        var code: UInt16 = 0
        IHttpResponse_GetStatus(object, &code, nil, nil, nil, nil, nil, nil, nil, nil)
        return Int(code)
    }

    /// Whether status and headers have gone out.
    public var headersSent: Bool {
        context.object.map { IHttpContext_GetResponseHeadersSent($0) != 0 } ?? false
    }

    /// The header fields of the response.
    @inlinable
    public var headers: ResponseHeaders { ResponseHeaders(context: context) }

    /// The fields that are sent behind the entity.
    @inlinable
    public var trailers: ResponseTrailers { ResponseTrailers(context: context) }

    /// Sets the status, with its usual phrase if `reason` is nil.
    ///
    /// `subStatus` and `error` say more about a failure to the host's error pages and log.
    @discardableResult
    public func setStatus(_ status: Int, reason: String? = nil, subStatus: Int = 0, error: ResultCode = .ok) -> Bool {
        guard let object else { return false }
        guard let code = UInt16(exactly: status), let subCode = UInt16(exactly: subStatus) else {
            return context.accept(ResultCode.invalidArgument.rawValue, "set the status \(status).\(subStatus)")
        }
        let result =
            if let reason {
                reason.withCString { IHttpResponse_SetStatus(object, code, $0, subCode, error.rawValue, nil, 0) }
            } else {
                IHttpResponse_SetStatus(object, code, ReasonPhrase.text(of: code), subCode, error.rawValue, nil, 0)
            }
        return context.accept(result, "set the status \(status)")
    }

    /// Sends the client to `url` with status 302 and drops the entity. Return `.finishRequest` afterwards.
    public func redirect(to url: String, keepStatus: Bool = false) throws(HostError) {
        let code = object.map { object in
            url.withCString { IHttpResponse_Redirect(object, $0, keepStatus ? 0 : 1, 0) }
        }
        try check(code, "redirect to \(url)")
    }

    /// Takes back status, headers and entity, except what has gone out.
    public func clear() {
        object.map { IHttpResponse_Clear($0) }
    }

    /// Closes the connection after this response.
    public func setNeedDisconnect() {
        object.map { IHttpResponse_SetNeedDisconnect($0) }
    }

    /// Breaks the connection off at once. Return `.finishRequest` afterwards.
    public func resetConnection() {
        object.map { IHttpResponse_ResetConnection($0) }
    }
}
