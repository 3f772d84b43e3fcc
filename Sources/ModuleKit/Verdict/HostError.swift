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
