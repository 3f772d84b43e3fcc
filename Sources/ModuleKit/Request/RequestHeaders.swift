import CModuleABI

/// The header fields of a request, by name without regard to case.
public struct RequestHeaders {
    @usableFromInline let context: HttpContext

    @inlinable
    init(context: HttpContext) { self.context = context }

    private var object: UnsafeMutablePointer<IHttpRequest>? {
        context.object.flatMap { IHttpContext_GetRequest($0) }
    }

    /// The value of a field; nil if there is none. Assign nil to remove the field.
    ///
    /// An assignment that the host refuses makes the notification fail.
    public subscript(name: String) -> String? {
        get {
            guard let object else { return nil }
            var count: UInt16 = 0
            let start = name.withCString { IHttpRequest_GetHeaderByName(object, $0, &count) }
            return String(bytes: start, count: Int(count))
        }
        nonmutating set {
            guard let object else { return }
            let code = HeaderText.set(name, newValue, replace: true) { name, value, count, replace in
                guard let value else { return IHttpRequest_DeleteHeaderByName(object, name) }
                return IHttpRequest_SetHeaderByName(object, name, value, count, replace)
            }
            context.accept(code, "set the request header \(name)")
        }
    }

    /// Adds a value to a field, after a comma if it has one already.
    public func add(_ name: String, _ value: String) throws(HostError) {
        let code = object.map { object in
            HeaderText.set(name, value, replace: false) { name, value, count, replace in
                IHttpRequest_SetHeaderByName(object, name, value, count, replace)
            }
        }
        try check(code, "add to the request header \(name)")
    }

    /// All fields, the well-known ones first.
    public var all: [(name: String, value: String)] {
        guard let raw = object.flatMap({ IHttpRequest_GetRawHttpRequest($0) }) else { return [] }
        let headers = raw.pointee.Headers
        let known = withUnsafeBytes(of: headers.KnownHeaders) {
            HeaderText.known($0.bindMemory(to: HTTP_KNOWN_HEADER.self), KnownHeaderNames.ofRequests)
        }
        return known + HeaderText.unknown(headers.pUnknownHeaders, count: Int(headers.UnknownHeaderCount))
    }
}
