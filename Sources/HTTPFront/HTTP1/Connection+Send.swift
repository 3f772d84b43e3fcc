import Executors
import ModuleHost
import NIOCore

/// Sending the response of an exchange, from the thread that has it.
extension Connection {
    func send(_ exchange: Exchange, more: Bool, waits reason: Disqualification?) -> Int? {
        guard isConnected else { return nil }
        // A client that was never asked for its body may send it or not: the response says that the connection ends.
        if !exchange.response.isHeadSent, expectsContinue.load(ordering: .relaxed) {
            expectsContinue.store(false, ordering: .relaxed)
            wasNotAsked.store(true, ordering: .relaxed)
            writer.forbidKeepAlive()
        }
        if exchange.isOnLoop || channel.eventLoop.inEventLoop { return sendHere(exchange, more) }
        if more, let reason, takeOutput() { return sendDirectly(exchange, reason) }
        directOutput.giveBack()
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
        let taken = writer.encode(
            exchange.response, more: more, common: commonFieldsElsewhere(exchange), into: &buffer
        ) { output, region in
            pieces.append(.byteBuffer(output))
            output = ByteBuffer()
            pieces.append(.fileRegion(region))
        }
        if buffer.readableBytes > 0 { pieces.append(.byteBuffer(buffer)) }
        handOver(pieces)
        return taken
    }

    private func commonFieldsElsewhere(_ exchange: Exchange) -> CommonFields {
        CommonFields(product: exchange.host.product, secondsSinceEpoch: WallClock.seconds())
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
            // Not before the writes: the bytes would then be counted neither as handed over nor as waiting for the
            // socket.
            handedOver.subtract(size, ordering: .acquiringAndReleasing)
            outputMayHaveDrained()
        }
    }

    // MARK: On a thread that may wait

    /// Whether the output is this thread's now. Waits until the client has taken what the loop has.
    private func takeOutput() -> Bool {
        if directOutput.isHeld { return true }
        guard directOutput.ask() else { return false }
        channel.eventLoop.execute { [self] in giveOutputAway() }
        outputWait.wait { directOutput.isAnswered || !isConnected }
        return directOutput.isHeld
    }

    /// Gives the output to the thread that wants it, once everything written before is out. Loop only.
    func giveOutputAway() {
        guard directOutput.isWanted, isConnected else { return }
        flushIfIdle()
        guard piecesInChannel == 0, output.readableBytes == 0 else { return }
        directOutput.grant(descriptor)
        outputWait.wake()
    }

    private func sendDirectly(_ exchange: Exchange, _ reason: Disqualification) -> Int? {
        var buffer = ByteBuffer()
        var isGone = false
        // What follows a range of a file has to go behind it, by way of the loop.
        var pieces: [IOData] = []
        func sendNow(_ bytes: RawSpan, more: Bool) {
            guard !isGone else { return }
            isGone = !directOutput.send(
                bytes, more: more, isConnected: { isConnected }, willWait: { _ = exchange.mayWait(for: reason) })
        }
        let taken = writer.encode(
            exchange.response, more: true, common: commonFieldsElsewhere(exchange), into: &buffer,
            file: { output, region in
                pieces += [.byteBuffer(output), .fileRegion(region)]
                output = ByteBuffer()
            },
            large: { output, bytes in
                guard pieces.isEmpty else {
                    output.writeBytes(bytes)
                    return
                }
                sendNow(output.readableBytesSpan, more: true)
                output.clear()
                sendNow(bytes, more: false)
            })
        if pieces.isEmpty {
            sendNow(buffer.readableBytesSpan, more: false)
        } else {
            if buffer.readableBytes > 0 { pieces.append(.byteBuffer(buffer)) }
            directOutput.giveBack()
            handOver(pieces)
        }
        return isGone ? nil : taken
    }
}
