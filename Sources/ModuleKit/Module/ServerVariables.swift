import CModuleABI

/// The server variables of an exchange, by name without regard to case.
public struct ServerVariables {
    let context: HttpContext

    /// The value of a variable; nil if there is none, or after the end. Assign nil to remove what was set.
    ///
    /// An assignment that the host refuses makes the notification fail.
    public subscript(name: String) -> String? {
        get { value(name) }
        nonmutating set { set(name, newValue) }
    }

    private func value(_ name: String) -> String? {
        guard let object = context.object else { return nil }
        var start: UnsafePointer<CChar>?
        var count: UInt32 = 0
        guard name.withCString({ IHttpContext_GetServerVariableA(object, $0, &start, &count) }) >= 0 else { return nil }
        return String(bytes: start, count: Int(count))
    }

    private func set(_ name: String, _ value: String?) {
        guard let object = context.object else { return }
        let code = name.withCString { name in
            guard let value else { return IHttpContext_SetServerVariable(object, name, nil) }
            return withWideText(value) { wide, _ in IHttpContext_SetServerVariable(object, name, wide) }
        }
        context.accept(code, "set the server variable \(name)")
    }
}
