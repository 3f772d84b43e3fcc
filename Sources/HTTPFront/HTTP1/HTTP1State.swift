/// How far a connection is with HTTP/1: what the next bytes of the client are, and whether an exchange is under way.
///
/// The connection does the input and output; this is only the order of things. All transitions stand in one table, in `after`.
///
/// | State | The next bytes | Exchange | Ends with |
/// |---|---|---|---|
/// | proxyHeader | a header of the PROXY protocol | no | the header, a refusal |
/// | head | the head of a request | no | the head, a refusal, the end of the connection |
/// | body | a body | yes | its last byte, a refusal, the answer |
/// | answer | the next request, kept until the answer | yes | the answer |
/// | refusedBody | dropped | yes | the answer |
/// | discard | a body that nobody reads, dropped | no | its last byte, a limit |
/// | closing | dropped | no | the last byte of the output |
/// | lingering | dropped, output is over | no | the client's end, a limit in time |
/// | closed | none | perhaps, still | never |
enum HTTP1State: UInt8 {
    case proxyHeader, head, body, answer, refusedBody, discard, closing, lingering, closed

    /// What ends a state.
    enum Event {
        /// The header of the PROXY protocol is complete.
        case proxyHeaderEnded
        /// The head of a request is complete and an exchange takes it up.
        case requestBegan(hasBody: Bool)
        /// The last byte of the body has come.
        case bodyEnded
        /// The body is not taken any further; the answer is the last.
        case bodyRefused
        /// The exchange is over, and the connection goes on.
        case answered
        /// No more requests: what has been written goes out, then the connection ends.
        case last
        /// Everything has been sent, and the client has not ended its side.
        case outputEnded
        /// The socket is given up.
        case closed
    }

    /// The state after an event; nil if the event cannot happen in this state.
    func after(_ event: Event) -> HTTP1State? {
        switch (self, event) {
        case (.proxyHeader, .proxyHeaderEnded): .head
        case (.head, .requestBegan(hasBody: true)): .body
        case (.head, .requestBegan(hasBody: false)): .answer
        case (.body, .bodyEnded): .answer
        case (.body, .bodyRefused): .refusedBody
        case (.body, .answered): .discard
        case (.answer, .answered): .head
        case (.discard, .bodyEnded): .head
        case (.closing, .outputEnded): .lingering
        case (.lingering, .last), (.closing, .last): self
        case (.closed, _): .closed
        case (_, .last): .closing
        case (_, .closed): .closed
        default: nil
        }
    }

    /// Whether an exchange may be under way.
    var isAnswering: Bool { self == .body || self == .answer || self == .refusedBody }
    /// Whether no request will begin any more.
    var isEnding: Bool { self == .closing || self == .lingering || self == .closed }
}

extension Connection {
    /// Takes the transition that `event` stands for.
    @inline(__always)
    func transition(_ event: HTTP1State.Event) {
        guard let next = state.after(event) else {
            return assertionFailure("A connection that is in \(state) cannot meet \(event).")
        }
        state = next
    }
}
