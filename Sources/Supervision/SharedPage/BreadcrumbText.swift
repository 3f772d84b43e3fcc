import CSharedPage

/// The texts for what breadcrumbs hold as numbers. Pure; any thread.
package enum BreadcrumbText {
    /// The name of the method that a breadcrumb stands for: "OnBeginRequest", "OnPostBeginRequest",
    /// "OnGlobalPreBeginRequest", "GetHttpModule". An unknown number is shown as such.
    package static func methodName(notification: UInt32, isPost: Bool, isGlobal: Bool) -> String {
        if let call = callName(notification) { return call }
        if isGlobal {
            return globalName(notification).map { "On\($0)" } ?? "global notification \(hexadecimal(notification))"
        }
        guard let name = requestName(notification) else { return "notification \(hexadecimal(notification))" }
        return isPost ? "OnPost\(name)" : "On\(name)"
    }

    /// Bytes as text for one log line: what is not printable ASCII, and the quote and backslash, as `\xNN`.
    package static func printable(_ bytes: some Sequence<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += byte < 16 ? "\\x0" : "\\x"
                text += String(byte, radix: 16)
            }
        }
        return text
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

    private static func callName(_ notification: UInt32) -> String? {
        switch notification {
        case BreadcrumbCallRegisterModule: "RegisterModule"
        case BreadcrumbCallGetHttpModule: "GetHttpModule"
        case BreadcrumbCallDispose: "Dispose"
        case BreadcrumbCallTerminate: "Terminate"
        case BreadcrumbCallAsyncCompletion: "OnAsyncCompletion"
        case BreadcrumbCallCleanupStoredContext: "CleanupStoredContext"
        case BreadcrumbCallOther: "a callback"
        default: nil
        }
    }

    private static func requestName(_ notification: UInt32) -> String? {
        switch notification {
        case 0x0000_0001: "BeginRequest"
        case 0x0000_0002: "AuthenticateRequest"
        case 0x0000_0004: "AuthorizeRequest"
        case 0x0000_0008: "ResolveRequestCache"
        case 0x0000_0010: "MapRequestHandler"
        case 0x0000_0020: "AcquireRequestState"
        case 0x0000_0040: "PreExecuteRequestHandler"
        case 0x0000_0080: "ExecuteRequestHandler"
        case 0x0000_0100: "ReleaseRequestState"
        case 0x0000_0200: "UpdateRequestCache"
        case 0x0000_0400: "LogRequest"
        case 0x0000_0800: "EndRequest"
        case 0x1000_0000: "CustomRequestNotification"
        case 0x2000_0000: "SendResponse"
        case 0x4000_0000: "ReadEntity"
        case 0x8000_0000: "MapPath"
        default: nil
        }
    }

    private static func globalName(_ notification: UInt32) -> String? {
        switch notification {
        case 0x0_0002: "GlobalStopListening"
        case 0x0_0004: "GlobalCacheCleanup"
        case 0x0_0010: "GlobalCacheOperation"
        case 0x0_0020: "GlobalHealthCheck"
        case 0x0_0040: "GlobalConfigurationChange"
        case 0x0_0080: "GlobalFileChange"
        case 0x0_0100: "GlobalPreBeginRequest"
        case 0x0_0200: "GlobalApplicationStart"
        case 0x0_0400: "GlobalApplicationResolveModules"
        case 0x0_0800: "GlobalApplicationStop"
        case 0x0_1000: "GlobalRSCAQuery"
        case 0x0_2000: "GlobalTraceEvent"
        case 0x0_4000: "GlobalCustomNotification"
        case 0x0_8000: "GlobalThreadCleanup"
        case 0x1_0000: "GlobalApplicationPreload"
        case 0x2_0000: "SuspendProcess"
        default: nil
        }
    }
}
