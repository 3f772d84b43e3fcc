import Glibc
import HTTPCodec
import ModuleHost
import NIOCore
import Synchronization

/// Carrying exchanges: what ModuleHost asks of a connection.
extension Connection: ExchangeCarrier {
    /// Flushes outside of a read, where nothing else does.
    func flushIfIdle() {
        guard !isDecoding, needsFlush else { return }
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
        if expectsContinue.exchange(false, ordering: .relaxed), exchange != nil {
            write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
            flushIfIdle()
        }
        decodeInput()
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
            directOutput.reset()
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
        directOutput.end()
        log(exchange)
        loop.exchanges.recycle(exchange)
        waiting.since = loop.now
        waiting.isKeptAlive = true
        guard isConnected else { return lastExchangeEnded() }
        guard writer.keepsAlive, !exchangeLeavesConnectionUnusable else { return closeAfterOutput() }
        if loop.isDraining { awaitLastRequest() }
        if case .body = phase { phase = .discard(taken: 0) }
        guard !isDecoding else { return }
        decodeInput()
        flushIfIdle()
    }

    /// A client that was never asked for its body may or may not send it: whether the next bytes are that body or
    /// another request cannot be known.
    private var exchangeLeavesConnectionUnusable: Bool {
        switch phase {
        case .body: expectsContinue.load(ordering: .relaxed) || wasNotAsked.load(ordering: .relaxed)
        case .closing: true
        case .head, .discard, .proxyHeader: false
        }
    }
}
