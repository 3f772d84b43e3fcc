/// How the end of a request's body is found (RFC 9112, section 6.3).
package enum RequestFraming: Equatable, Sendable {
    /// No body.
    case none
    /// A body of that many bytes, at most `Int64.max`.
    case length(UInt64)
    /// A body in chunks.
    case chunked
}
