import HTTPCodec
import Logging
import ModuleHost
import NIOCore
import OperatingSystem
import Synchronization

/// One connection of a client: bytes in, exchanges one after the other, bytes out.
///
/// It is the last handler of its channel and carries the exchanges. What the loop alone touches needs no lock; what other
/// threads ask for (`backlog`, `isConnected`) is atomic.
final class Connection: ChannelInboundHandler, @unchecked Sendable {
    // Safety: see above. `writer` belongs to whoever has the exchange.
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = IOData

    /// Output queued for a client beyond this makes an exchange that may wait do so.
    static let outputMark = 64 * 1024
    /// A body that no module read is taken from the client and dropped up to this size, so that the connection can be kept.
    static let discardLimit = 256 * 1024

    /// What the next bytes from the client are.
    enum Phase {
        /// The header of the PROXY protocol, where listeners expect one.
        case proxyHeader
        /// The head of a request.
        case head
        /// The body of a request that an exchange may be reading.
        case body
        /// The rest of a body that nobody will read.
        case discard(taken: Int)
        /// Nothing any more: the connection is about to be closed.
        case closing
    }

    let channel: any Channel
    let loop: LoopState

    // Loop only.
    var phase = Phase.head
    /// Bytes that have come and could not be used yet.
    var input = ByteBuffer()
    let decoder: HeadDecoder
    var waiting = Waiting()
    /// Bytes of the head of the current request.
    var headBytes = 0
    /// What a PROXY header says of the client's own connection.
    var proxySaysSecure: Bool?
    var bodyDecoder = BodyDecoder(.none)
    /// The first bytes of a body are looked at before any module has been asked.
    var isBodyBeginning = false
    /// What is wrong with those.
    var bodyFault: Refusal?
    var exchange: Exchange?
    var isDecoding = false
    /// Some bytes of the next head have come, and not all.
    var hasPartialHead = false
    /// The client has sent all it will send.
    var isInputClosed = false
    var isReadPaused = false
    var needsFlush = false
    /// Where this handler stands in its channel. Nil before the connection is set up and after it is gone.
    var context: ChannelHandlerContext?
    /// Keeps the connection while an exchange outlives its channel: exchanges do not retain their carrier.
    private var keptAlive: Connection?
    /// Bytes for the client that nobody has been given yet.
    var output = ByteBuffer()
    /// Pieces of output that the channel holds, because the socket took no more or they are ranges of files. While there are
    /// any, all output goes behind them.
    var piecesInChannel = 0
    /// Those of them that are ranges of files.
    var filesInChannel: [FileRegion] = []
    /// The socket itself, for output that it takes at once; -1 when there is none, or not any more.
    var descriptor: CInt = -1
    var client: ClientConnection!
    private var drained: [(PendingOperation, Exchange)] = []

    /// Encodes the response of the current exchange. Whoever has the exchange uses it.
    let writer = ResponseWriter()

    // Any thread.
    private let connected = Atomic<Bool>(true)
    /// Bytes on their way to the loop from a thread of the pool or a module.
    let handedOver = Atomic<Int>(0)
    let bodyIsWanted = Atomic<Bool>(false)
    /// The client waits to be asked for its body.
    let expectsContinue = Atomic<Bool>(false)
    /// It waited, and was answered without being asked: it may send the body or not.
    let wasNotAsked = Atomic<Bool>(false)
    let outputWait = OutputWait()
    let directOutput = DirectOutput()

    init(channel: any Channel, loop: LoopState) {
        self.channel = channel
        self.loop = loop
        decoder = HeadDecoder(limits: loop.limits.head)
        if loop.proxies.expectsHeader { phase = .proxyHeader }
    }

    /// Whether the client is still there. Any thread.
    var isConnected: Bool { connected.load(ordering: .acquiring) }

    // MARK: Channel events

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        client = ClientConnection(
            remote: EndpointAddress(channel.remoteAddress), local: EndpointAddress(channel.localAddress))
        descriptor = Self.descriptor(of: channel)
        waiting.since = loop.now
        loop.add(self)
        if !loop.count.add(client.remote) {
            refuse(Refusal(status: 503, detail: "too many connections"))
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 { return decodeInput(&bytes) }
        input.writeBuffer(&bytes)
        decodeInput()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if needsFlush { flush() }
    }

    /// Nobody can take more: NIO stops asking the socket. Rare, so that the common case pays nothing for it.
    func pauseReading() {
        guard !isReadPaused else { return }
        isReadPaused = true
        try? channel.syncOptions?.setOption(.autoRead, value: false)
    }

    func resumeReading() {
        guard isReadPaused else { return }
        isReadPaused = false
        try? channel.syncOptions?.setOption(.autoRead, value: true)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { inputClosed() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        guard channel.isWritable else { return }
        outputMayHaveDrained()
    }

    func channelInactive(context: ChannelHandlerContext) {
        connected.store(false, ordering: .releasing)
        phase = .closing
        descriptor = -1
        loop.remove(self)
        loop.count.remove(client.remote)
        client?.disconnected()
        if let exchange {
            keptAlive = self
            exchange.entity?.breakOff()
        } else {
            client?.close()
        }
        outputMayHaveDrained()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset, a broken pipe: the client is gone, and channelInactive says the rest.
        context.close(promise: nil)
    }

    /// The exchange of a channel that is gone is over too. Its line in the access log may be the last of the loop.
    func lastExchangeEnded() {
        if loop.accessLog != nil { loop.keepTicking() }
        client?.close()
        keptAlive = nil
    }

    // MARK: Output that waits

    func outputMayHaveDrained() {
        outputWait.wake()
        // A request that had to wait for the answers before it.
        if exchange == nil, input.readableBytes > 0, !isDecoding, case .head = phase, takesAnswers {
            decodeInput()
            flushIfIdle()
        }
        guard !drained.isEmpty, backlog == 0 || !isConnected else { return }
        let operations = drained
        drained = []
        for (operation, exchange) in operations {
            exchange.complete(.ended(operation, result: Exchange.sendResult(isConnected), bytes: operation.bytes))
        }
    }

    /// Loop only.
    func completeOnLoop(_ operation: PendingOperation, of exchange: Exchange) {
        drained.append((operation, exchange))
        outputMayHaveDrained()
    }
}
