package import Executors

/// What carries an exchange between the client and the module host: a connection of the front, or a test.
///
/// An exchange does not retain its carrier: the carrier keeps itself and the client's connection alive until `finished`.
///
/// "Owner" below means the thread that has the exchange: its loop, a thread of the pool, or, after PENDING, one thread of the module.
package protocol ExchangeCarrier: AnyObject, Sendable {
    /// Sends what the response of the exchange holds: the head if it has not been sent, then the entity chunks.
    /// `more` is false for the last send. Called by the owner. Returns the entity bytes accepted, nil if the client is gone.
    /// What is sent has been copied or is out (or its descriptor has been duplicated) when this returns. With a `reason` the owner
    /// may be made to wait for the client, which is noted with `exchange.mayWait(for:)`.
    ///
    /// With `mayKeep`, which only the last send has, large pieces of memory that the client has not taken may stay where they are:
    /// the carrier then answers true to `isKeeping`, and calls `exchange.outputWasTaken()` on its loop when they are not needed
    /// any more. The exchange does not end before that.
    func send(_ exchange: Exchange, more: Bool, waits reason: Disqualification?, mayKeep: Bool) -> Int?

    /// Whether memory of the exchange waits to be sent from where it is. Called by the owner behind the last send.
    var isKeeping: Bool { get }

    /// The exchange waits until the carrier keeps nothing of it. Called by the owner, last, if `isKeeping`.
    func awaitOutput(of exchange: Exchange)

    /// Bytes accepted by `send` that the socket has not taken yet. Any thread.
    var backlog: Int { get }

    /// Waits until the backlog is below the low-water mark. Called by an owner that may wait, never on a loop.
    /// False if the client is gone.
    func waitForOutput() -> Bool

    /// Completes `operation` of the exchange once the backlog is below the low-water mark, or the client is gone.
    func completeWhenSent(_ operation: PendingOperation, of exchange: Exchange)

    /// More of the request body is wanted: there is room for it again, or a module has begun to read. Any thread.
    func wantBody()

    /// The exchange, which its loop ran so far, may be another thread's from now on: what was sent goes out first, so that
    /// nothing overtakes it. Called by the owner, on the loop.
    func willLeaveLoop()

    /// Runs `exchange.run()` on the loop that owns the connection. Any thread.
    func resume(_ exchange: Exchange)

    /// The walk is over and everything has been sent; the carrier recycles the exchange on its loop. Called by the owner, last.
    func finished(_ exchange: Exchange)

    /// Resets the connection now. Any thread.
    func abort()

    /// Whether the client is still there. Any thread.
    var isConnected: Bool { get }
}

/// The body of the request: the carrier fills it, modules read it.
extension Exchange {
    /// A body follows the head. `length` is nil when it is chunked. Called by the carrier between `begin` and `start`.
    package func expectBody(length: UInt64?) -> EntityBuffer {
        let entity = spareEntity ?? EntityBuffer()
        spareEntity = nil
        body = entity
        state.hasBody = true
        request.contentLength = length
        return entity
    }

    /// The request body; nil if there is none.
    package var entity: EntityBuffer? { state.hasBody ? body : nil }

    /// Ready for the next request, with this buffer or another one.
    func resetEntity(keepIt: Bool) {
        guard let body else { return }
        bodyRefusal.store(0, ordering: .relaxed)
        _ = body.cancel()
        body.reset()
        spareEntity = keepIt ? body : nil
        self.body = nil
    }

    /// A module reads: the carrier may have to ask the client for the body.
    func wantBody() { carrier?.wantBody() }

    /// There is room in the buffer again.
    func bodyWasRead() { carrier?.wantBody() }

    /// The carrier does not take the rest of the body: the response will have this status instead of the modules' own, if it
    /// has not begun. Called by the carrier on its loop, before the body breaks off.
    package func bodyWasRefused(status: UInt16) { bodyRefusal.store(UInt32(status), ordering: .releasing) }
}
