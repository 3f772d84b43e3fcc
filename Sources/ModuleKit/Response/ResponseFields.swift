import CModuleABI

/// The header fields of a response, by name without regard to case.
public struct ResponseHeaders {
    @usableFromInline let context: HttpContext

    @inlinable
    init(context: HttpContext) { self.context = context }

    private var object: UnsafeMutablePointer<IHttpResponse>? {
        context.responseObject
    }

    /// The value of a field; nil if there is none. Assign nil to remove the field.
    ///
    /// An assignment that the host refuses makes the notification fail. After the headers have gone out it changes
    /// nothing for the client, and a refusal is passed over.
    public subscript(name: String) -> String? {
        get {
            guard let object else { return nil }
            var count: UInt16 = 0
            let start = name.withCString { IHttpResponse_GetHeaderByName(object, $0, &count) }
            return String(bytes: start, count: Int(count))
        }
        nonmutating set {
            guard let object else { return }
            let code = HeaderText.set(name, newValue, replace: true) { name, value, count, replace in
                guard let value else { return IHttpResponse_DeleteHeaderByName(object, name) }
                return IHttpResponse_SetHeaderByName(object, name, value, count, replace)
            }
            guard code < 0, !HttpResponse(context: context).headersSent else { return }
            context.accept(code, "set the response header \(name)")
        }
    }

    /// Sets a field and throws if the host refuses it.
    public func set(_ name: String, _ value: String) throws(HostError) {
        try change(name, value, replace: true, "set the response header \(name)")
    }

    /// Adds a value to a field: a line of its own for Set-Cookie, after a comma for the others.
    public func add(_ name: String, _ value: String) throws(HostError) {
        try change(name, value, replace: false, "add to the response header \(name)")
    }

    /// Removes a field.
    public func remove(_ name: String) {
        self[name] = nil
    }

    private func change(
        _ name: String, _ value: String, replace: Bool, _ operation: @autoclosure () -> String
    ) throws(HostError) {
        let code = object.map { object in
            HeaderText.set(name, value, replace: replace) { name, value, count, replace in
                IHttpResponse_SetHeaderByName(object, name, value, count, replace)
            }
        }
        try check(code, operation())
    }
}

/// The trailer fields of a response, which are sent behind its entity, by name without regard to case.
///
/// Those that are set before the headers have gone out make the host send the entity in chunks and name them in the field
/// Trailer; later ones go out if the entity is being sent in chunks. A client of HTTP/1.0 gets none.
public struct ResponseTrailers {
    @usableFromInline let context: HttpContext

    @inlinable
    init(context: HttpContext) { self.context = context }

    /// Every response of the host is of this kind.
    private var object: UnsafeMutablePointer<IHttpResponse4>? {
        guard let object = context.responseObject else { return nil }
        return UnsafeMutableRawPointer(object).assumingMemoryBound(to: IHttpResponse4.self)
    }

    /// The value of a trailer field; nil if there is none. Assign nil to remove the field.
    ///
    /// An assignment that the host refuses makes the notification fail: fields about the message, its connection or its
    /// entity, such as Content-Length, belong into the headers.
    public subscript(name: String) -> String? {
        get {
            guard let object else { return nil }
            var count: UInt16 = 0
            let start = name.withCString { IHttpResponse4_GetTrailer(object, $0, &count) }
            return String(bytes: start, count: Int(count))
        }
        nonmutating set {
            guard let object else { return }
            let code = HeaderText.set(name, newValue, replace: true) { name, value, count, replace in
                guard let value else { return IHttpResponse4_DeleteTrailer(object, name) }
                return IHttpResponse4_SetTrailer(object, name, value, count, replace)
            }
            context.accept(code, "set the trailer \(name)")
        }
    }
}
