import EventLoop
import Glibc
import HTTPCodec
import ModuleHost
import Synchronization

/// One connection of a client: bytes in, exchanges one after the other, bytes out.
///
/// Its loop lets it have a turn when its socket is ready, or when another thread has done something for it. In a turn it reads,
/// goes on with what can go on, and sends what has been written. What it needs only during an exchange is in its `Stream`.
///
/// It lives until the descriptor is closed, its exchange is over, and the last message to it is handled.
final class Connection: EventSource, @unchecked Sendable {
    // Safety: all variables are touched on the loop alone; `outbox` and `connected` are for any thread. The checks of exclusive
    // access are off for what each request touches: nothing there is passed inout while other code of the connection runs.

    /// Output queued for a client beyond this makes an exchange that may wait do so, and keeps the next request waiting.
    static let outputMark = 64 * 1024
    /// A body that no module read is taken from the client and dropped up to this size, so that the connection can be kept.
    static let discardLimit = 256 * 1024
    /// Bytes received at once.
    static let receiveSize = 64 * 1024
    /// A connection that waits keeps no more memory for input than this.
    private static let keptInput = 4 * 1024
    /// So often a connection reads before others have a turn.
    private static let readsPerTurn = 8

    let loop: LoopState
    let socket: Socket
    /// What the connection sends in its turn, and what it receives into: the loop's, for as long as a turn lasts.
    let output: UnsafeMutablePointer<OutputBatch>
    private let received: UnsafeMutablePointer<ByteBuffer>
    let outbox = Outbox()
    private let connected = Atomic<Bool>(true)

    @exclusivity(unchecked) var client: ClientConnection
    @exclusivity(unchecked) var state = HTTP1State.head
    @exclusivity(unchecked) var waiting = Waiting()
    /// The exchange under way and what belongs to it.
    @exclusivity(unchecked) var stream: Stream?
    /// Bytes that have come and could not be used yet.
    @exclusivity(unchecked) private var input = ByteBuffer()
    /// The decoder of a head that has come in part, or of which only empty lines have come.
    @exclusivity(unchecked) var partialHead: HeadDecoder?
    /// Some bytes of the next head have come, and not all.
    @exclusivity(unchecked) var hasPartialHead = false
    @exclusivity(unchecked) private var watch: EventLoop.Watch?
    /// The loop hears when the socket takes output again, which most connections never need.
    @exclusivity(unchecked) private var isOutputAskedFor = false
    /// What waits goes on in the next turn: the last one ended before the socket was full.
    @exclusivity(unchecked) private var mustSendOn = false
    /// There may be something to read.
    @exclusivity(unchecked) private var isReadable = true
    /// The end of the input has been announced: it is read up to there.
    @exclusivity(unchecked) private var mustReadToEnd = false
    /// The client has sent all it will send.
    @exclusivity(unchecked) private(set) var isInputClosed = false
    /// The last request asked for the end of the connection.
    @exclusivity(unchecked) var isEndAskedFor = false
    /// The rest of a body that nobody reads is on its way.
    @exclusivity(unchecked) var discarded: DiscardedBody?
    @exclusivity(unchecked) private(set) var isInTurn = false
    @exclusivity(unchecked) private var needsTurn = false
    @exclusivity(unchecked) private var isProcessing = false
    /// Why the output cannot go on; the turn ends with the connection.
    @exclusivity(unchecked) private var failure: OutputFailure?
    /// What a PROXY header says of the client's own connection.
    @exclusivity(unchecked) var proxySaysSecure: Bool?
    /// Keeps the connection while an exchange outlives its socket: exchanges do not retain their carrier.
    @exclusivity(unchecked) private var keptAlive: Connection?
    /// Its neighbours in the list of the loop.
    @exclusivity(unchecked) unowned(unsafe) var next: Connection?
    @exclusivity(unchecked) unowned(unsafe) var previous: Connection?

    init(_ socket: Socket, client: ClientConnection, loop: LoopState) {
        self.socket = socket
        self.client = client
        self.loop = loop
        output = loop.eventLoop.output
        received = loop.eventLoop.received
        if loop.proxies.expectsHeader { state = .proxyHeader }
    }

    /// Whether the client is still there. Any thread.
    var isConnected: Bool { connected.load(ordering: .acquiring) }

    /// Whether bytes wait to be used.
    var hasInput: Bool { !input.isEmpty }
    /// Whether all that has come has been taken from the socket, as far as is known.
    var isInputTaken: Bool { !isReadable && input.isEmpty }
    /// What has come of a request that is not complete.
    var partialInput: UnsafeRawBufferPointer { input.region }

    /// Begins with a connection that was just accepted. Whether its request is there already goes by those before it.
    func open() {
        waiting.since = loop.now
        loop.add(self)
        isReadable = loop.firstReads.isNextWorthIt()
        let isTried = isReadable
        withTurn {
            if !loop.count.add(client.remote) { refuse(Refusal(status: 503, detail: "too many connections")) }
        }
        guard isTried else { return }
        let isUntouched = state == .head || state == .proxyHeader
        loop.firstReads.note(isInVain: isUntouched && waiting.requests == 0 && !hasInput)
    }

    // MARK: Turns

    func ready(_ readiness: Readiness) {
        if readiness.isReadable { isReadable = true }
        if readiness.isInputEnding { mustReadToEnd = true }
        if readiness.isFailed { return close() }
        // What the client sends meanwhile does not bring its download forward.
        let isSending = readiness.isWritable || mustSendOn && readiness == .none
        if isSending { mustSendOn = false }
        withTurn { if isSending, outbox.backlog > 0 { flushQueue() } }
    }

    /// Does something for the connection on its loop, and goes on with what can go on then.
    func withTurn(_ work: () -> Void) {
        guard !isInTurn else { return work() }
        isInTurn = true
        work()
        goOn()
        isInTurn = false
    }

    /// The turn does not end before everything has been looked at again.
    func goOnAgain() { needsTurn = true }

    private func goOn() {
        repeat {
            needsTurn = false
            if !input.isEmpty || state == .body || state == .discard { processInput() }
            read()
            if state == .body { stream?.exchange?.entity?.endPiece() }
            flush()
            if failure != nil { return loseClient() }
            if isInputClosed { afterInputClosed() }
            if state == .closing, stream == nil, outbox.backlog == 0, !needsTurn { endOutput() }
        } while needsTurn
        if watch == nil, state != .closed { startWatching() }
    }

    private func startWatching() {
        watch = loop.eventLoop.watch(socket.descriptor, self)
        if watch == nil { return close() }
        if outbox.backlog > 0 { askForOutput() }
    }

    // MARK: Input

    /// Whether somebody can take what comes. One stretch of bytes is always taken, so that the end of a client is seen.
    private var wantsInput: Bool {
        switch state {
        case .body: stream?.exchange?.entity?.hasRoom != false
        case .answer: input.isEmpty
        case .head: input.isEmpty || takesAnswers
        case .discard, .closing, .lingering, .proxyHeader, .refusedBody: true
        case .closed: false
        }
    }

    /// Whether there is room for one more answer. A client that sends requests and reads nothing has to wait with the next one
    /// until it has taken what it asked for before.
    var takesAnswers: Bool { outbox.backlog <= Self.outputMark }

    private func read() {
        var rounds = 0
        while isReadable, wantsInput {
            guard rounds < Self.readsPerTurn else {
                if let watch { loop.eventLoop.takeTurnLater(watch) }
                return
            }
            rounds += 1
            let count = socket.receive(into: &received.pointee, limit: Self.receiveSize)
            if count > 0 { processReceived() }
            note(count)
        }
    }

    /// What a call to receive has come to.
    private func note(_ count: Int) {
        if count > 0 {
            // A socket that gave less than was asked for is empty: it will tell when there is more.
            if count < Self.receiveSize, !mustReadToEnd, socket.isUndisturbed { isReadable = false }
        } else if count == 0 {
            isReadable = false
            isInputClosed = true
            if state.isAnswering, input.isEmpty { client.inputEnded() }
            if state == .body { goOnAgain() }
        } else if count == -Int(EAGAIN) {
            isReadable = false
            if !socket.isUndisturbed, let watch { loop.eventLoop.askAgain(watch, socket.descriptor) }
        } else if count != -Int(EINTR) {
            close()
        }
    }

    /// What comes is used where it is, or put behind what waits: a connection has memory only for what could not be used.
    private func processReceived() {
        let bytes = received.pointee.region
        if input.isEmpty {
            let used = process(bytes)
            if used < bytes.count { input.write(UnsafeRawBufferPointer(rebasing: bytes[used...]).bytes) }
        } else {
            input.write(bytes.bytes)
            processInput()
        }
        received.pointee.clear()
    }

    /// Goes on with what had to wait.
    func processInput() {
        guard !isProcessing else { return goOnAgain() }
        let used = process(input.region)
        input.removeFirst(used)
        if input.isEmpty { input.clear(keeping: Self.keptInput) }
    }

    /// Takes bytes as far as they go. How many were used.
    private func process(_ bytes: UnsafeRawBufferPointer) -> Int {
        isProcessing = true
        var position = 0
        while step(bytes, &position) {}
        isProcessing = false
        return position
    }

    /// The client will send nothing more; it may still read.
    private func afterInputClosed() {
        switch state {
        case .lingering: close()
        case .proxyHeader, .discard: closeAfterOutput()
        // What is left, if anything, is a piece of a request whose rest will not come.
        case .head: if input.isEmpty || takesAnswers { closeAfterOutput() }
        case .body, .answer, .refusedBody, .closing, .closed: break
        }
    }

    // MARK: Output

    /// Sends what has been written in this turn. Whether memory that was lent is still needed, which may be if it `mayKeep` it.
    @discardableResult
    func flush(mayKeep: Bool = false) -> Bool {
        guard !output.pointee.isEmpty else { return false }
        defer { output.pointee.clear(keeping: Self.outputMark) }
        guard isConnected else { return false }
        switch outbox.send(output.pointee, to: socket, mayKeep: mayKeep) {
        case .sent: break
        case .queued, .queuedPart: askForOutput(anew: output.pointee.isLending)
        case .keeping:
            askForOutput(anew: true)
            return true
        case .hadShare: sendOnLater()
        case .failed(let reason): fail(reason)
        }
        return false
    }

    /// Sends what the socket did not take before.
    func flushQueue() {
        let outcome = outbox.flush(to: socket)
        switch outcome {
        case .sent: outputMayHaveDrained()
        case .queued, .queuedPart, .keeping:
            askForOutput(anew: outcome == .queuedPart)
            outputMayHaveDrained()
        case .hadShare:
            sendOnLater()
            outputMayHaveDrained()
        case .failed(let reason): fail(reason)
        }
    }

    /// Output waits: the loop is to hear when the socket takes more. Once asked for, that goes on; `anew` where it is not known
    /// whether the socket is full.
    private func askForOutput(anew: Bool = false) {
        guard let watch, anew || !isOutputAskedFor || !socket.isUndisturbed else { return }
        isOutputAskedFor = true
        loop.eventLoop.askAgain(watch, socket.descriptor)
    }

    /// Sends on behind the others. A connection that is not watched yet will be told that its socket takes more.
    private func sendOnLater() {
        guard let watch else { return }
        mustSendOn = true
        loop.eventLoop.takeTurnLater(watch)
    }

    /// The output cannot go on. The connection ends with the turn: modules may be on the way just now.
    func fail(_ reason: OutputFailure) {
        failure = reason
        noteGone()
    }

    /// Nothing is sent any more: the connection is about to be broken off. Any thread.
    func noteGone() { connected.store(false, ordering: .releasing) }

    private func outputMayHaveDrained() {
        stream?.outputMayHaveDrained()
        goOnAgain()
    }

    private func loseClient() {
        if failure == .shortenedFile {
            loop.host.notices.log(.shortenedFile, level: .warning, metadata: ["client": "\(client.remote.host)"]) {
                "a file became shorter while it was sent; the client was disconnected"
            }
        }
        failure = nil
        reset()
    }

    // MARK: The end

    /// Breaks the connection off.
    func reset() {
        guard state != .closed else { return }
        socket.reset()
        close()
    }

    /// The socket is given up. An exchange that is under way learns that its client is gone.
    func close() {
        guard state != .closed else { return }
        transition(.closed)
        connected.store(false, ordering: .releasing)
        if let watch {
            loop.eventLoop.unwatch(watch, socket.descriptor, isClosedNow: stream == nil)
            self.watch = nil
        }
        output.pointee.clear(keeping: Self.outputMark)
        if outbox.backlog > 0 { outbox.removeAll() }
        loop.count.remove(client.remote)
        client.disconnected()
        if let stream {
            // A thread may be about to send: the number stays taken until it is done, and who waits for the client wakes.
            keptAlive = self
            socket.breakOff()
            stream.exchange?.entity?.breakOff()
            stream.outputMayHaveDrained()
        } else {
            end()
        }
    }

    private func closeSocket() {
        // Closing says nothing to the client while a process that a module has forked holds the socket too.
        if loop.mayHaveForked { socket.breakOff() }
        socket.close()
    }

    /// The exchange of a connection that is gone is over too.
    func lastExchangeEnded() {
        end()
        keptAlive = nil
    }

    /// Neither a client nor an exchange needs it any more. Up to here it is one of the loop's connections: a worker that
    /// drains waits for exchanges without a client too, whose modules still run.
    private func end() {
        closeSocket()
        client.close()
        loop.remove(self)
        if loop.isEmpty { loop.allAreGone() }
    }
}
