import CSharedPage

/// The texts for what breadcrumbs hold as numbers. Pure; any thread.
package enum BreadcrumbText {
    /// The name of the method that a breadcrumb stands for: "OnBeginRequest", "OnPostBeginRequest",
    /// "OnGlobalPreBeginRequest", "GetHttpModule". An unknown number is shown as such.
    package static func methodName(notification: UInt32, isPost: Bool, isGlobal: Bool) -> String {
        let flags = (isPost ? BreadcrumbIsPost : 0) | (isGlobal ? BreadcrumbIsGlobal : 0)
        if let name = Breadcrumb_MethodName(notification, flags) { return String(cString: name) }
        return "\(isGlobal ? "global " : "")notification \(hexadecimal(notification))"
    }

    static func hexadecimal(_ value: some BinaryInteger) -> String {
        "0x" + String(value, radix: 16)
    }

    static func threadKind(_ kind: UInt32) -> String {
        switch kind {
        case BreadcrumbKindLoop: "event loop"
        case BreadcrumbKindPool: "pool"
        default: "other"
        }
    }
}
