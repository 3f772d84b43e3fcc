/// What a module did on the pool that would have kept an event loop waiting: it does not earn the loop again.
package enum Disqualification: String, Sendable, CaseIterable {
    /// It flushed the response, and the client was slow to take it.
    case flushed = "it flushed the response and had to wait for the client"
    /// It wrote without buffering, and the client was slow to take it.
    case wroteUnbuffered = "it wrote without buffering and had to wait for the client"
    /// It read the request's body synchronously before the body was there.
    case readSynchronously = "it read the request's body synchronously and had to wait for it"
}
