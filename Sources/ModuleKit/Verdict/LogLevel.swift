/// How important a line of `HttpContext.log` is.
public enum LogLevel: UInt8, Sendable {
    case critical = 1
    case error = 2
    case warning = 3
    case information = 4
    case verbose = 5
}
