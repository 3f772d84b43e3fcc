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
