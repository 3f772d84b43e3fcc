/// The four forms of a request target (RFC 9112, section 3.2).
package enum TargetForm: UInt8, Sendable {
    /// `/path?query`
    case origin
    /// `http://host/path?query`
    case absolute
    /// `host:port`, with CONNECT only
    case authority
    /// `*`, with OPTIONS only
    case asterisk
}
