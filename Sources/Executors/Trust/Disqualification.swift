/// What a module did on the pool that would have kept an event loop waiting: it does not earn the loop again.
///
/// Waiting for the body of a request is not among them: a walk begins on a loop only when the body is here, so that a
/// module which waits for slow bodies on the pool keeps no loop waiting.
package enum Disqualification: String, Sendable, CaseIterable {
    /// It flushed the response, and the client was slow to take it.
    case flushed = "it flushed the response and had to wait for the client"
    /// It wrote without buffering, and the client was slow to take it.
    case wroteUnbuffered = "it wrote without buffering and had to wait for the client"
}
