import Executors
import Glibc
import ModuleHost
import OperatingSystem

/// Carries one exchange of a ``TestHost``: collects what is sent, and is its client.
final class TestCarrier: ExchangeCarrier {
    /// What has become of the exchange so far.
    struct State {
        var response = TestResponse()
        /// Pieces of the response that the client has taken.
        var taken = 0
        /// The client takes a piece only when the test does.
        var isSlow: Bool
        var hasLeft = false
        var isOver = false
        /// The response says that the connection ends.
        var disconnects = false
        /// The client has stopped before the end of the body.
        var hasStopped = false
        /// Bytes of the body that have come.
        var bodyBytes = 0
        /// What waits for the client to take the response.
        var drained: [(PendingOperation, Exchange)] = []
        var sleepers: [ParkingSpot] = []
        // The tasks of the test that wait for modules.
        var bodyWaiters: [CheckedContinuation<Void, Never>] = []
        var pieceWaiters: [CheckedContinuation<[UInt8]?, Never>] = []
        var endWaiters: [CheckedContinuation<TestResponse, Never>] = []
        /// The carrier and its exchange while that is under way: an exchange does not retain its carrier, and nothing else
        /// retains a pending exchange.
        var keptAlive: (TestCarrier, Exchange)?
        var entity: EntityBuffer?

        var isConnected: Bool { !response.wasReset && !hasLeft }
        /// Each piece counts for a byte more than it has: for its frame.
        var backlog: Int { isSlow ? response.pieces[taken...].reduce(0) { $0 + $1.count + 1 } : 0 }
    }

    let request: TestRequest
    let bodyInPieces: Bool
    let client: ClientConnection
    let state: Lock<State>
    private let host: ModuleHost
    private let whenFinished: @Sendable (TestCarrier, Exchange) -> Void

    init(
        host: ModuleHost, _ request: TestRequest, bodyInPieces: Bool, responseInPieces: Bool,
        whenFinished: @escaping @Sendable (TestCarrier, Exchange) -> Void
    ) {
        self.host = host
        self.request = request
        self.bodyInPieces = bodyInPieces
        self.whenFinished = whenFinished
        client = ClientConnection(remote: request.client.endpoint, local: request.local.endpoint)
        state = Lock(State(isSlow: responseInPieces))
    }

    /// Ends what could not begin.
    func giveUp() { end() }

    // MARK: ExchangeCarrier

    func send(_ exchange: Exchange, more: Bool, waits reason: Disqualification?, mayKeep: Bool) -> Int? {
        let piece = Self.entity(of: exchange.response)
        let (isSent, waiter) = state.withLock { state -> (Bool, CheckedContinuation<[UInt8]?, Never>?) in
            guard state.isConnected else { return (false, nil) }
            state.note(exchange.response, piece, more: more)
            guard state.taken < state.response.pieces.count, !state.pieceWaiters.isEmpty else { return (true, nil) }
            state.taken += 1
            return (true, state.pieceWaiters.removeFirst())
        }
        waiter?.resume(returning: piece)
        return isSent ? piece.count : nil
    }

    var backlog: Int { state.withLock { $0.isConnected ? $0.backlog : 0 } }

    func waitForOutput() -> Bool {
        let spot = ParkingSpot()
        while true {
            let answer = state.withLock { state -> Bool? in
                guard state.isConnected else { return false }
                guard state.backlog > 0 else { return true }
                state.sleepers.append(spot)
                return nil
            }
            if let answer { return answer }
            spot.sleep()
        }
    }

    func completeWhenSent(_ operation: PendingOperation, of exchange: Exchange) {
        let isSent = state.withLock { state in
            guard state.isConnected, state.backlog > 0 else { return true }
            state.drained.append((operation, exchange))
            return false
        }
        if isSent { complete(operation, of: exchange) }
    }

    private func complete(_ operation: PendingOperation, of exchange: Exchange) {
        exchange.complete(.ended(operation, result: Exchange.sendResult(isConnected), bytes: operation.bytes))
    }

    /// A module reads or has read.
    func wantBody() {
        for waiter in state.withLock({ $0.takeBodyWaiters() }) { waiter.resume() }
    }

    /// Nothing waits to be written together.
    func willLeaveLoop() {}

    var isKeeping: Bool { false }

    func awaitOutput(of exchange: Exchange) { exchange.outputWasTaken() }

    func resume(_ exchange: Exchange) { host.pool.resubmit(exchange) }

    func finished(_ exchange: Exchange) {
        client.disconnected()
        client.close()
        state.withLock { $0.response.keepsConnection = $0.keepsConnection(request) }
        whenFinished(self, exchange)
        end()
    }

    func abort() {
        state.withLock { $0.response.wasReset = true }
        releaseOutput()
    }

    var isConnected: Bool { state.withLock { $0.isConnected } }

    // MARK: What others wait for

    /// The client has taken something or is gone: who waits for that goes on.
    func releaseOutput() {
        let (drained, sleepers) = state.withLock { state -> ([(PendingOperation, Exchange)], [ParkingSpot]) in
            guard !state.isConnected || state.backlog == 0 else { return ([], []) }
            defer {
                state.drained = []
                state.sleepers = []
            }
            return (state.drained, state.sleepers)
        }
        for (operation, exchange) in drained { complete(operation, of: exchange) }
        for sleeper in sleepers { sleeper.wake() }
    }

    /// The exchange is over: all tasks that wait for it go on.
    private func end() {
        let last = state.withLock { state -> State in
            state.isOver = true
            let last = state
            state.drained = []
            state.bodyWaiters = []
            state.pieceWaiters = []
            state.endWaiters = []
            state.keptAlive = nil
            return last
        }
        for waiter in last.bodyWaiters { waiter.resume() }
        for waiter in last.pieceWaiters { waiter.resume(returning: nil) }
        for waiter in last.endWaiters { waiter.resume(returning: last.response) }
    }
}

extension TestCarrier.State {
    /// The waiting tasks of which the module has taken the piece.
    mutating func takeBodyWaiters() -> [CheckedContinuation<Void, Never>] {
        guard isOver || hasLeft || entity?.isEmpty != false else { return [] }
        defer { bodyWaiters = [] }
        return bodyWaiters
    }

    /// Whether neither side has said that the connection ends.
    func keepsConnection(_ request: TestRequest) -> Bool {
        let wish = request.headers.first { $0.name.lowercased() == "connection" }?.value.lowercased()
        let isWanted = request.version >= (1, 1) ? wish != "close" : wish == "keep-alive"
        let closes = response[header: "Connection"]?.lowercased() == "close"
        return isConnected && isWanted && !disconnects && !hasStopped && !closes && response.status != 0
            && entity?.isComplete != false
    }
}
