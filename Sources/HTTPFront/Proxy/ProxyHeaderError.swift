/// Why the first bytes of a connection are no header of the PROXY protocol.
package struct ProxyHeaderError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as the end of a sentence.
    package let description: String

    init(_ description: String) { self.description = description }

    static let absent = ProxyHeaderError(
        "it does not begin with a header of the PROXY protocol, as --proxy-protocol demands of every connection")
}
