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
