/// Where the parts of a request line are in the bytes of the head, and what they mean.
package struct RequestLine: Sendable {
    package var method: Range<Int>
    package var target: Range<Int>
    /// HTTP_VERB of the method; 1 (unknown) for methods without one. Nil: the host looks it up.
    package var verb: UInt32?
    package var majorVersion: UInt16
    package var minorVersion: UInt16

    package init(
        method: Range<Int>, target: Range<Int>, verb: UInt32? = nil, majorVersion: UInt16, minorVersion: UInt16
    ) {
        self.method = method
        self.target = target
        self.verb = verb
        self.majorVersion = majorVersion
        self.minorVersion = minorVersion
    }
}
