/// One field line of a request's head or of its trailer section.
package struct HeaderField: Equatable, Sendable {
    /// The name as received: a token, never empty.
    package var name: ByteSlice
    /// The value without the white space around it. Holds no control characters but horizontal tabs.
    package var value: ByteSlice
    /// The number of the name (`RequestHeaderID`, which is HTTP_HEADER_ID), or -1.
    package var knownID: Int8

    /// The known name, or nil.
    package var id: RequestHeaderID? { RequestHeaderID(rawValue: knownID) }
}
