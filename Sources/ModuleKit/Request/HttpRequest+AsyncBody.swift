import CModuleABI

// What work of `context.pending` reads with: the task is suspended while the client is slow, and no thread waits.
extension HttpRequest {
    /// Reads the next piece of the entity, at most `maximum` bytes; nil at its end.
    ///
    /// Suspends until something has come. Throws when the client has gone.
    nonisolated(nonsending) public func readBody(maximum: Int = 65_536) async throws(HostError) -> [UInt8]? {
        let capacity = Self.capacity(maximum)
        return try await readPiece(into: LentMemory(count: capacity), capacity)
    }

    /// Reads the entity to its end. Throws a `ModuleError` with status 413 if it has more than `limit` bytes.
    ///
    /// Suspends until all of it has come. Throws when the client has gone.
    nonisolated(nonsending) public func body(limit: Int = 1 << 20) async throws -> [UInt8] {
        let expected = try expectedBytes(limit: limit)
        let capacity = min(65_536, max(expected ?? 65_536, 1))
        let memory = LentMemory(count: capacity)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected ?? 0)
        while let piece = try await readPiece(into: memory, capacity) {
            guard bytes.count + piece.count <= limit else { throw Self.tooLarge(limit) }
            bytes += piece
        }
        return bytes
    }

    /// The entity, piece by piece as it comes: `for try await piece in context.request.pieces() { ... }`.
    ///
    /// A piece has at most `maximum` bytes. What has been read is gone, so there is one loop for each entity.
    public func pieces(maximum: Int = 65_536) -> BodyPieces {
        BodyPieces(request: self, maximum: maximum)
    }

    private nonisolated(nonsending) func readPiece(
        into memory: LentMemory, _ capacity: Int
    ) async throws(HostError) -> [UInt8]? {
        let outcome = try await context.operate(Self.reading, lending: memory) { context in
            guard let request = IHttpContext_GetRequest(context) else {
                return .done(HostOutcome(code: ResultCode.invalidHandle.rawValue, bytes: 0))
            }
            // The host hands out the most derived interface of a family, so this is what the pointer points at.
            let derived = UnsafeMutableRawPointer(request).assumingMemoryBound(to: IHttpRequest4.self)
            var received: UInt32 = 0
            var isPending: Int32 = 0
            let code = IHttpRequest4_ReadEntityBodyCb(
                derived, memory.start, UInt32(capacity), 1, HttpContext.completed, self.context.asCompletionContext,
                &received, &isPending)
            return isPending != 0 && code >= 0 ? .pending : .done(HostOutcome(code: code, bytes: received))
        }
        if outcome.code == ResultCode.endOfEntity.rawValue { return nil }
        try check(outcome.code, Self.reading)
        let bytes = UnsafeRawBufferPointer(start: memory.start, count: min(Int(outcome.bytes), capacity))
        return bytes.isEmpty ? nil : [UInt8](bytes)
    }
}

/// The entity of a request, piece by piece as it comes; see `HttpRequest.pieces(maximum:)`.
public struct BodyPieces: AsyncSequence {
    let request: HttpRequest
    let maximum: Int

    /// Makes the iterator, which reads from the request itself: two of them share its entity.
    public func makeAsyncIterator() -> Iterator { Iterator(request: request, maximum: maximum) }

    /// Reads one piece after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let request: HttpRequest
        let maximum: Int

        /// The next piece; nil at the end. Suspends until something has come, and throws when the client has gone.
        public mutating func next() async throws(HostError) -> [UInt8]? {
            try await request.readBody(maximum: maximum)
        }

        /// The same, in the isolation of the caller.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(HostError) -> [UInt8]? {
            try await request.readBody(maximum: maximum)
        }
    }
}
