/// A request line and what the fields of its head mean. The field lines themselves are kept by the decoder.
///
/// All slices count from the first byte that was given to the decoder.
package struct RequestHead: Equatable, Sendable {
    /// The method as received.
    package internal(set) var method = ByteSlice.none
    /// The number of the method.
    package internal(set) var verb = HTTPVerb.unparsed
    /// The request target as received: the raw URL.
    package internal(set) var target = ByteSlice.none
    /// Which of the four forms the target has.
    package internal(set) var targetForm = TargetForm.origin
    /// Path and query of the target: all of it in origin form, what follows the authority in absolute form (perhaps
    /// nothing, perhaps only a query), nothing in the other forms.
    package internal(set) var path = ByteSlice.none
    /// Host and port of the target in absolute and authority form, nothing in the other forms.
    package internal(set) var authority = ByteSlice.none
    /// Whom the request is for: the authority of an absolute target, which overrides the Host field by RFC 9112,
    /// section 3.2.2, else the value of the Host field. Empty if that is empty, or missing in HTTP/1.0.
    package internal(set) var host = ByteSlice.none
    /// Whether an absolute target has the scheme https.
    package internal(set) var isSecureTarget = false
    /// Always 1. Other major versions are refused.
    package internal(set) var majorVersion: UInt8 = 1
    /// 0 for HTTP/1.0; anything above speaks HTTP/1.1.
    package internal(set) var minorVersion: UInt8 = 1
    /// How the end of the body is found.
    package internal(set) var framing = RequestFraming.none
    /// Whether the client wants the connection to stay open after the answer.
    package internal(set) var keepAlive = true
    /// Whether the client waits for "100 Continue" before it sends a body. Never set when there is no body to wait for.
    package internal(set) var expectsContinue = false
    /// Whether the Connection field lists the option "upgrade".
    package internal(set) var wantsUpgrade = false
    /// Bytes that the head takes, from the first byte given to the decoder to the empty line, both included. The
    /// body, or the next request, begins there.
    package internal(set) var headLength = 0

    /// Whether a body follows that has at least one byte, or may have.
    package var hasBody: Bool {
        switch framing {
        case .none, .length(0): false
        case .length, .chunked: true
        }
    }

    /// Bytes in the body as far as the head tells: 0 for a chunked one.
    package var bodyLength: UInt64 {
        if case .length(let length) = framing { length } else { 0 }
    }
}

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

/// How the end of a request's body is found (RFC 9112, section 6.3).
package enum RequestFraming: Equatable, Sendable {
    /// No body.
    case none
    /// A body of that many bytes, at most `Int64.max`.
    case length(UInt64)
    /// A body in chunks.
    case chunked
}

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

/// A request's path and query after `URLCooker`.
package struct CookedURL: Equatable, Sendable {
    /// Where the cooked path is.
    package enum Path: Equatable, Sendable {
        /// Cooking changed nothing: the path is that stretch of the received bytes.
        case received(ByteSlice)
        /// The path is the last bytes of the output, that many.
        case written(count: Int)
    }

    /// Where the cooked path is. It begins with a slash and is valid UTF-8.
    package let path: Path
    /// The query as received, from behind the question mark to the end of the target; nil if there is no question mark.
    package let query: ByteSlice?
}
