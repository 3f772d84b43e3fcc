import Testing

/// What a client sends on a new connection, and what it must get.
///
/// In the text, `¶` stands for CRLF; everything else is as Swift spells it.
struct MessageCase: Sendable, CustomTestStringConvertible {
    /// The status of each answer, in order.
    let statuses: [Int]
    /// Whether the server closes the connection afterwards; else it must be good for another request.
    let ends: Bool
    let bytes: [UInt8]
    let testDescription: String

    /// A message after which the server must close.
    static func closed(_ statuses: Int..., by text: String) -> MessageCase {
        MessageCase(statuses, ends: true, text)
    }

    /// A message after which the connection must be good for another request.
    static func open(_ statuses: Int..., after text: String) -> MessageCase {
        MessageCase(statuses, ends: false, text)
    }

    private init(_ statuses: [Int], ends: Bool, _ text: String) {
        self.statuses = statuses
        self.ends = ends
        // Bytes above 0x7F are spelt as characters of Latin-1.
        bytes = text.unicodeScalars.flatMap { $0 == "¶" ? [0x0D, 0x0A] : [UInt8(truncatingIfNeeded: $0.value)] }
        testDescription = "\(statuses)\(ends ? " and the end" : "") for \(text.debugDescription)"
    }
}
