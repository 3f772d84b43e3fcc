/// Throw it from a notification to answer with a status of your choice.
///
/// The client gets the status with its reason, and the headers. What has been written so far is dropped, and with it
/// the header fields that describe it, such as Content-Type, ETag and Cache-Control, and Location (the list is in
/// Documentation/http.md); other fields that were set before, by this module or another one, stay.
public struct ModuleError: Error, Hashable, Sendable {
    /// The status of the response, such as 404: 200 to 999, any other number is 500.
    public let status: Int
    /// The phrase behind the status; nil for the usual one. Every client sees it.
    public let reason: String?
    /// What happened, in a sentence: for the log, and for clients on the server's own machine. Others do not see it.
    public let details: String?
    /// Header fields of the response, by name, such as Allow of a 405. They replace those that were set before.
    public let headers: [String: String]

    /// Makes an error that becomes the response `status`.
    public init(status: Int, reason: String? = nil, details: String? = nil, headers: [String: String] = [:]) {
        self.status = status
        self.reason = reason
        self.details = details
        self.headers = headers
    }
}

extension ModuleError: CustomStringConvertible {
    /// The details, or the status with its phrase.
    public var description: String {
        details ?? "\(status) \(reason ?? ReasonPhrase.of(status))"
    }
}

/// Thrown when the host refuses a call.
public struct HostError: Error, Hashable, Sendable {
    /// Why, as the host says it.
    public let code: ResultCode
    /// What was asked for, such as "set the header Location".
    public let operation: String

    init(_ code: ResultCode, _ operation: String) {
        self.code = code
        self.operation = operation
    }
}

extension HostError: CustomStringConvertible {
    /// One sentence: what was asked for and why it was refused.
    public var description: String {
        "The host refused to \(operation): \(code)."
    }
}

/// Throws what the host answered if it is a failure. Nil stands for an object that is no longer there.
func check(_ code: Int32?, _ operation: @autoclosure () -> String) throws(HostError) {
    guard let code else { throw HostError(.invalidHandle, operation()) }
    if code < 0 {
        throw HostError(ResultCode(rawValue: code), operation())
    }
}

/// The phrases for those who set a status without one.
enum ReasonPhrase {
    /// The phrase for `status`; one for its class if the status is not registered.
    static func of(_ status: Int) -> String {
        phrase(of: UInt16(clamping: status)).description
    }

    /// The same as the host takes it: with a zero behind, for as long as the module is loaded.
    static func text(of status: UInt16) -> UnsafePointer<CChar> {
        UnsafeRawPointer(phrase(of: status).utf8Start).assumingMemoryBound(to: CChar.self)
    }

    private static func phrase(of status: UInt16) -> StaticString {
        let phrase = registered(for: status)
        guard phrase.utf8CodeUnitCount == 0 else { return phrase }
        return switch status {
        case 100..<200: "Information"
        case 200..<300: "OK"
        case 300..<400: "Redirection"
        case 400..<500: "Bad Request"
        default: "Internal Server Error"
        }
    }
}
