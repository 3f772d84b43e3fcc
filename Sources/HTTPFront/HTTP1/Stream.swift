import EventLoop
import Executors
import Glibc
import HTTPCodec
import ModuleHost
import Synchronization

/// An exchange on its way over a connection: carries it, and keeps what the connection needs only as long as it lasts.
///
/// The streams of a loop are used again and again. From the beginning of an exchange to its end a stream belongs to one
/// connection, which stays at least as long.
final class Stream: ExchangeCarrier, LoopJob, @unchecked Sendable {
    // Safety: `writer`, `batch` and `common` belong to the thread that has the exchange, `connection` and `exchange` change
    // between two exchanges only, and what other threads ask for is atomic. Everything else is touched on the loop alone.

    /// Set while an exchange is under way.
    @exclusivity(unchecked) private var link: Unmanaged<Connection>?
    var connection: Connection! { link?.takeUnretainedValue() }
    @exclusivity(unchecked) private(set) var exchange: Exchange?
    /// Encodes the response.
    let writer = ResponseWriter()
    /// What a thread that is not in the connection's turn sends.
    @exclusivity(unchecked) private var batch = OutputBatch()
    /// The Server and Date fields for what it sends; nil if the exchange has not left the loop yet.
    @exclusivity(unchecked) private var common: CommonFields?

    /// The outbox sends memory of the exchange from where it is. Belongs to the thread that has the exchange.
    @exclusivity(unchecked) private var keeps = false

    // Loop only.
    /// The exchange waits until its output is taken.
    @exclusivity(unchecked) private var isAwaited = false
    /// Bytes of the head of the request.
    @exclusivity(unchecked) var headBytes = 0
    @exclusivity(unchecked) var body = BodyProgress()
    @exclusivity(unchecked) private var drained: [PendingOperation] = []

    // Any thread.
    /// What the loop has been asked for and has not begun to do, as a set of `Wish`.
    private let wishes = Atomic<UInt8>(0)
    /// The client waits to be asked for its body.
    private let expectsContinue = Atomic<Bool>(false)
    /// It waited, and was answered without being asked: it may send the body or not.
    private let wasNotAsked = Atomic<Bool>(false)

    /// Memory for output that a stream keeps.
    private static let keptOutput = 16 * 1024

    // MARK: Loop only

    /// Takes up an exchange on a connection.
    func begin(_ exchange: Exchange, on connection: Connection) {
        self.exchange = exchange
        link = .passUnretained(connection)
    }

    /// A body follows the head; the client may wait until it is asked for it.
    func expectBody(_ head: RequestHead, _ limits: DecoderLimits, now: Int64) {
        body = BodyProgress(head.framing, limits, now: now)
        expectsContinue.store(head.expectsContinue, ordering: .relaxed)
        wasNotAsked.store(false, ordering: .relaxed)
    }

    /// Whether the client has been told to send its body, or does not wait for that.
    var isBodyOnItsWay: Bool {
        !expectsContinue.load(ordering: .relaxed) && !wasNotAsked.load(ordering: .relaxed)
    }

    /// The exchange is over, and the connection has what it wanted to know.
    func end() {
        exchange = nil
        link = nil
        keeps = false
        if body.isUsed { endBody() }
        if !drained.isEmpty { drained.removeAll() }
        batch.clear(keeping: Self.keptOutput)
    }

    private func endBody() {
        body = BodyProgress()
        expectsContinue.store(false, ordering: .relaxed)
        wasNotAsked.store(false, ordering: .relaxed)
    }

    /// The client has taken something, or is gone.
    func outputMayHaveDrained() {
        if isAwaited, backlog == 0 || !isConnected {
            isAwaited = false
            exchange?.outputWasTaken()
            return
        }
        guard !drained.isEmpty, backlog == 0 || !isConnected, let exchange else { return }
        let operations = drained
        drained = []
        for operation in operations {
            exchange.complete(.ended(operation, result: Exchange.sendResult(isConnected), bytes: operation.bytes))
        }
    }

    // MARK: What ModuleHost asks for

    var isConnected: Bool { link?._withUnsafeGuaranteedRef { $0.isConnected } ?? false }

    var backlog: Int { isConnected ? connection.outbox.backlog : 0 }

    func send(_ exchange: Exchange, more: Bool, waits reason: Disqualification?, mayKeep: Bool) -> Int? {
        guard isConnected else { return nil }
        // A client that was never asked for its body may send it or not: the response says that the connection ends.
        if !exchange.response.isHeadSent, expectsContinue.load(ordering: .relaxed) {
            expectsContinue.store(false, ordering: .relaxed)
            wasNotAsked.store(true, ordering: .relaxed)
            writer.forbidKeepAlive()
        }
        return exchange.isOnLoop
            ? sendInTurn(exchange, more, mayKeep: mayKeep) : sendFromElsewhere(exchange, more, reason, mayKeep: mayKeep)
    }

    /// In the turn of the connection: what is whole goes out when the turn ends, with what else it writes. The module waits for
    /// what it flushes, and what is lent has to go now.
    private func sendInTurn(_ exchange: Exchange, _ more: Bool, mayKeep: Bool) -> Int? {
        link?._withUnsafeGuaranteedRef { connection in
            let output = connection.output
            let taken = writer.encode(
                exchange.response, more: more, common: connection.loop.commonFields, into: &output.pointee)
            if more || output.pointee.count > Connection.outputMark || output.pointee.isLending {
                keeps = connection.flush(mayKeep: mayKeep)
            }
            return taken
        }
    }

    /// On any other thread, or on the loop out of the connection's turn.
    private func sendFromElsewhere(
        _ exchange: Exchange, _ more: Bool, _ reason: Disqualification?, mayKeep: Bool
    ) -> Int? {
        let taken = writer.encode(exchange.response, more: more, common: commonFields(exchange), into: &batch)
        return put(out: exchange, reason, mayKeep: mayKeep) ? taken : nil
    }

    /// As they were when the exchange left the loop, if it is still the same second.
    private func commonFields(_ exchange: Exchange) -> CommonFields {
        let now = WallClock.seconds()
        if let common, common.second == now { return common }
        let made = CommonFields(product: exchange.host.product, secondsSinceEpoch: now)
        common = made
        return made
    }

    /// Sends the batch. False: the client is gone.
    private func put(out exchange: Exchange, _ reason: Disqualification?, mayKeep: Bool) -> Bool {
        let outcome: Outbox.Outcome
        if let reason, !connection.loop.eventLoop.isCurrent {
            outcome = connection.outbox.sendWaiting(
                batch, to: connection.socket, isConnected: { isConnected },
                willWait: { _ = exchange.mayWait(for: reason) })
        } else {
            outcome = connection.outbox.send(
                batch, to: connection.socket, mayKeep: mayKeep, leavesLargeFiles: !exchange.isOnLoop)
        }
        batch.clear(keeping: Self.keptOutput)
        switch outcome {
        case .sent: return true
        case .queued, .queuedPart, .keeping, .hadShare:
            keeps = outcome == .keeping
            // The loop may have heard that the socket is writable before there was anything in the queue.
            ask(.flush)
            return true
        case .failed(let failure):
            fail(failure)
            return false
        }
    }

    /// The output cannot go on. The loop breaks the connection off in a turn of its own; what this thread sends until then would
    /// go out behind a gap.
    private func fail(_ reason: OutputFailure) {
        connection.noteGone()
        onLoop { $0.fail(reason) }
    }

    func waitForOutput() -> Bool {
        switch connection.outbox.waitUntilEmpty(connection.socket, isConnected: { isConnected }) {
        case .sent: return true
        case .queued, .queuedPart, .keeping, .hadShare: return false
        case .failed(let failure):
            fail(failure)
            return false
        }
    }

    func willLeaveLoop() {
        link?._withUnsafeGuaranteedRef { connection in
            connection.flush()
            common = connection.loop.commonFields
        }
    }

    var isKeeping: Bool { keeps }

    func awaitOutput(of exchange: Exchange) {
        // The exchange ends in a turn of its own: this is called from the end of its walk.
        onLoop { [self] _ in
            isAwaited = true
            outputMayHaveDrained()
        }
    }

    func completeWhenSent(_ operation: PendingOperation, of exchange: Exchange) {
        let number = exchange.number
        onLoop { [self] _ in
            // The notification may have ended in spite of its operation, and the exchange with it.
            guard self.exchange === exchange, exchange.number == number else { return }
            drained.append(operation)
            outputMayHaveDrained()
        }
    }

    func wantBody() {
        if expectsContinue.load(ordering: .relaxed), expectsContinue.exchange(false, ordering: .relaxed) {
            askForBody()
        }
        // Only its own turn: another connection of the loop may be in the middle of one.
        if connection.loop.eventLoop.isCurrent, connection.isInTurn {
            connection.goOnAgain()
            return connection.processInput()
        }
        if exchange?.entity?.isHoldingBack == true { ask(.body) }
    }

    /// Sends 100 Continue: a module reads, and the client waits for that.
    private func askForBody() {
        guard let exchange, isConnected else { return }
        let answer: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
        if exchange.isOnLoop {
            connection.output.pointee.bytes.write(answer)
        } else {
            batch.bytes.write(answer)
            _ = put(out: exchange, nil, mayKeep: false)
        }
    }

    func resume(_ exchange: Exchange) { ask(.resume) }

    func finished(_ exchange: Exchange) {
        if exchange.isOnLoop {
            link?._withUnsafeGuaranteedRef { $0.finish(self) }
        } else {
            ask(.finish)
        }
    }

    func abort() {
        connection.noteGone()
        if connection.loop.eventLoop.isCurrent, connection.isInTurn { return connection.fail(.lost(ECONNRESET)) }
        onLoop { $0.reset() }
    }

    // MARK: What the loop is asked for

    /// What is asked for all the time, without memory for each time.
    private enum Wish: UInt8 {
        /// Send what is queued.
        case flush = 1
        /// Go on with the body of the request.
        case body = 2
        /// Run the exchange, which was PENDING.
        case resume = 4
        /// The exchange is over. Nothing is asked for after that until the next one begins.
        case finish = 8
    }

    /// Has it done in a turn of the connection. Any thread.
    private func ask(_ wish: Wish) {
        guard let loop = link?._withUnsafeGuaranteedRef({ $0.loop.eventLoop }) else { return }
        guard wishes.bitwiseOr(wish.rawValue, ordering: .acquiringAndReleasing).oldValue == 0 else { return }
        loop.execute(self)
    }

    /// Does what was asked for. The connection stays until the exchange is over, and therefore until this is done.
    func runOnLoop() {
        let wishes = wishes.exchange(0, ordering: .acquiringAndReleasing)
        guard let connection else { return }
        func isAsked(_ wish: Wish) -> Bool { wishes & wish.rawValue != 0 }
        connection.withTurn {
            if isAsked(.flush) { connection.flushQueue() }
            if isAsked(.body) { connection.goOnAgain() }
            if isAsked(.resume) { exchange?.run() }
            if isAsked(.finish) { connection.finish(self) }
        }
    }

    /// Does something in a turn of the connection, which stays until it is done.
    private func onLoop(_ work: @escaping @Sendable (Connection) -> Void) {
        guard let connection else { return }
        connection.loop.eventLoop.execute { connection.withTurn { work(connection) } }
    }
}
