import Glibc
import HTTPCodec
import ModuleHost
import NIOCore
import Synchronization

/// Carrying exchanges: what ModuleHost asks of a connection.
extension Connection: ExchangeCarrier {
    func send(_ exchange: Exchange, more: Bool) -> Int? {
        guard isConnected else { return nil }
        // A client that was never asked for its body may send it or not: the response says that the connection ends.
        if !exchange.response.isHeadSent, expectsContinue.load(ordering: .relaxed) { writer.forbidKeepAlive() }
        if exchange.isOnLoop || channel.eventLoop.inEventLoop { return sendHere(exchange, more) }
        return sendFromElsewhere(exchange, more)
    }

    /// On the loop: behind what has been written there. Sent at the end of the read, or at once when it is much.
    private func sendHere(_ exchange: Exchange, _ more: Bool) -> Int {
        var buffer = ByteBuffer()
        swap(&buffer, &output)
        let taken = writer.encode(
            exchange.response, more: more, common: loop.commonFields(), into: &buffer
        ) { buffer, region in
            hand(buffer)
            buffer = ByteBuffer()
            write(region)
        }
        output = buffer
        needsFlush = true
        if buffer.readableBytes > Self.outputMark { flush() }
        return taken
    }

    /// On another thread: encoded there, written on the loop.
    private func sendFromElsewhere(_ exchange: Exchange, _ more: Bool) -> Int {
        var pieces: [IOData] = []
        var buffer = ByteBuffer()
        let common = CommonFields(product: exchange.host.product, secondsSinceEpoch: WallClock.seconds())
        let taken = writer.encode(
            exchange.response, more: more, common: common, into: &buffer
        ) { output, region in
            pieces.append(.byteBuffer(output))
            output = ByteBuffer()
            pieces.append(.fileRegion(region))
        }
        if buffer.readableBytes > 0 { pieces.append(.byteBuffer(buffer)) }
        handOver(pieces)
        return taken
    }

    private func handOver(_ pieces: [IOData]) {
        let size = pieces.reduce(0) { $0 + $1.readableBytes }
        handedOver.add(size, ordering: .acquiringAndReleasing)
        channel.eventLoop.execute { [self] in
            for piece in pieces {
                switch piece {
                case .byteBuffer(let buffer): write(buffer)
                case .fileRegion(let region): write(region)
                }
            }
            flushIfIdle()
            // Only now: in between, nobody would count what the socket has not taken.
            handedOver.subtract(size, ordering: .acquiringAndReleasing)
            outputMayHaveDrained()
        }
    }

    /// Outside of a read nobody else flushes.
    func flushIfIdle() {
        guard !isProcessing, needsFlush else { return }
        flush()
    }

    var backlog: Int {
        var waiting = handedOver.load(ordering: .acquiring)
        if !isConnected { return 0 }
        if channel.eventLoop.inEventLoop { waiting += output.readableBytes }
        if channel.isWritable { return waiting > Self.outputMark ? waiting : 0 }
        guard channel.eventLoop.inEventLoop else { return max(waiting, Self.outputMark) }
        let buffered = try? channel.syncOptions?.getOption(.bufferedWritableBytes)
        return waiting + max(buffered ?? 0, 1)
    }

    func waitForOutput() -> Bool {
        outputWait.wait { backlog == 0 }
        return isConnected
    }

    func completeWhenSent(_ operation: PendingOperation, of exchange: Exchange) {
        if channel.eventLoop.inEventLoop { return completeOnLoop(operation, of: exchange) }
        channel.eventLoop.execute { [self] in completeOnLoop(operation, of: exchange) }
    }

    func wantBody() {
        let mustContinue = expectsContinue.load(ordering: .relaxed)
        guard mustContinue || bodyIsWanted.load(ordering: .relaxed) || !channel.eventLoop.inEventLoop else {
            return takeBody()
        }
        guard !bodyIsWanted.exchange(true, ordering: .acquiringAndReleasing) else { return }
        channel.eventLoop.execute { [self] in
            bodyIsWanted.store(false, ordering: .releasing)
            takeBody()
        }
    }

    /// A module reads: the client may be waiting to be asked, and there may be room in the buffer again. Loop only.
    private func takeBody() {
        if expectsContinue.exchange(false, ordering: .relaxed), let exchange, !exchange.response.isHeadSent {
            write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
            flushIfIdle()
        }
        process()
    }

    func resume(_ exchange: Exchange) {
        channel.eventLoop.execute { [self] in
            exchange.run()
            flushIfIdle()
        }
    }

    func finished(_ exchange: Exchange) {
        if exchange.isOnLoop || channel.eventLoop.inEventLoop { return finish(exchange) }
        channel.eventLoop.execute { [self] in finish(exchange) }
    }

    func abort() {
        channel.eventLoop.execute { [self] in
            // Linger 0: the client sees a reset, not an orderly end it could take for the whole response.
            if let options = channel as? any SocketOptionProvider {
                options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { [channel] _ in
                    channel.close(promise: nil)
                }
            } else {
                channel.close(promise: nil)
            }
        }
    }

    // MARK: The end of an exchange

    /// Loop only.
    private func finish(_ exchange: Exchange) {
        self.exchange = nil
        log(exchange)
        loop.exchanges.recycle(exchange)
        waiting.since = loop.now
        waiting.isKeptAlive = true
        guard isConnected else { return lastExchangeEnded() }
        guard writer.keepsAlive, !exchangeLeavesConnectionUnusable else { return closeAfterOutput() }
        if case .body = phase { phase = .discard(taken: 0) }
        guard !isProcessing else { return }
        process()
        flushIfIdle()
    }

    /// A client that was never asked for its body may or may not send it: what comes next cannot be told apart.
    private var exchangeLeavesConnectionUnusable: Bool {
        switch phase {
        case .body: expectsContinue.load(ordering: .relaxed)
        case .closing: true
        case .head, .discard, .proxyHeader: false
        }
    }
}
