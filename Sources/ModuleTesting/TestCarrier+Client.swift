import ModuleHost

/// What the client of an exchange does: for ``TestExchange``, on any thread.
extension TestCarrier {
    /// See ``TestExchange/send(_:)``.
    func send(_ piece: [UInt8]) async -> Bool {
        guard let entity = takeUp(piece) else { return false }
        _ = entity.append(piece.span.bytes)
        entity.endPiece()
        if isBodyComplete { entity.finish() }
        await withCheckedContinuation { continuation in
            let isTaken = state.withLock { state in
                guard !entity.isEmpty, !state.isOver, !state.hasLeft else { return true }
                state.bodyWaiters.append(continuation)
                return false
            }
            if isTaken { continuation.resume() }
        }
        return entity.isEmpty && !state.withLock { $0.hasLeft }
    }

    /// The buffer for a piece; nil if the body takes no more.
    private func takeUp(_ piece: [UInt8]) -> EntityBuffer? {
        state.withLock { state in
            guard !state.isOver, !state.hasLeft, let entity = state.entity, !entity.isComplete else { return nil }
            state.bodyBytes += piece.count
            return entity
        }
    }

    /// A body of known length ends with its last byte.
    private var isBodyComplete: Bool {
        announcedLength.map { length in state.withLock { UInt64($0.bodyBytes) >= length } } ?? false
    }

    /// See ``TestExchange/endBody(trailers:)``.
    func endBody(_ trailers: [(name: String, value: String)]) {
        let (body, exchange) = state.withLock { ($0.entity, $0.keptAlive?.1) }
        guard let entity = body, let exchange, !entity.isComplete else { return }
        guard announcedLength == nil || isBodyComplete else {
            state.withLock { $0.hasStopped = true }
            exchange.bodyWasRefused(status: 400)
            return entity.breakOff()
        }
        for (name, value) in trailers {
            entity.addTrailer(name: Array(name.utf8).span.bytes, value: Array(value.utf8).span.bytes)
        }
        entity.finish()
    }

    /// See ``TestExchange/leave()``.
    func leave() {
        let (entity, pieceWaiters, bodyWaiters) = state.withLock { state in
            state.hasLeft = true
            defer { state.pieceWaiters = [] }
            return (state.isOver ? nil : state.entity, state.pieceWaiters, state.takeBodyWaiters())
        }
        client.disconnected()
        entity?.breakOff()
        releaseOutput()
        for waiter in pieceWaiters { waiter.resume(returning: nil) }
        for waiter in bodyWaiters { waiter.resume() }
    }

    /// See ``TestExchange/nextPiece()``.
    func nextPiece() async -> [UInt8]? {
        let piece = await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> [UInt8]?? in
                if state.taken < state.response.pieces.count {
                    defer { state.taken += 1 }
                    return .some(state.response.pieces[state.taken])
                }
                if state.isOver || !state.isConnected { return .some(nil) }
                state.pieceWaiters.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
        releaseOutput()
        return piece
    }

    /// What has been sent up to now.
    var responseSoFar: TestResponse { state.withLock { $0.response } }

    /// See ``TestExchange/response()``.
    func finalResponse() async -> TestResponse {
        state.withLock { $0.isSlow = false }
        releaseOutput()
        return await withCheckedContinuation { continuation in
            let response = state.withLock { state -> TestResponse? in
                guard !state.isOver else { return state.response }
                state.endWaiters.append(continuation)
                return nil
            }
            if let response { continuation.resume(returning: response) }
        }
    }
}
