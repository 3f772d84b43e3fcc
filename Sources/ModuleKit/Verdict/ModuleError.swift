/// Throw it from a notification to answer with a status of your choice.
public struct ModuleError: Error, Hashable, Sendable {
    /// The status of the response, such as 404.
    public let status: Int
    /// The phrase behind the status; nil for the usual one.
    public let reason: String?
    /// What the host may say of it to those who may see it; it is not sent as it is.
    public let details: String?

    /// Makes an error that becomes the response `status`.
    public init(status: Int, reason: String? = nil, details: String? = nil) {
        self.status = status
        self.reason = reason
        self.details = details
    }
}

extension ModuleError: CustomStringConvertible {
    /// The details, or the status with its phrase.
    public var description: String {
        details ?? "\(status) \(reason ?? ReasonPhrase.of(status))"
    }
}
