import EventLoop
import HTTPCodec
import ModuleHost

/// How a connection ends.
extension Connection {
    /// Ticks for which the rest of what a client sends is taken after the last response, so that it is not reset away.
    static let lingerTicks: Int64 = 2

    /// The request cannot be understood or taken: one answer, then the end.
    func refuse(_ refusal: Refusal, line: RefusedLine? = nil, headBytes: Int = 0, isHead: Bool = false) {
        tell(refusal)
        let status = "\(refusal.status) \(ReasonPhrase.registered(for: refusal.status))"
        // The answer to HEAD says how long a body would be, and has none.
        let body = "\(status)\n\(refusal.detail)\n"
        let hasBody = !isHead
        var answer = ByteBuffer("HTTP/1.1 \(status)\r\n")
        answer.write(loop.commonFields.both.span.bytes)
        answer.write("Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n")
        answer.write("Connection: close\r\n\r\n" as StaticString)
        logRefusal(
            refusal.status, line, headBytes: headBytes, headSize: answer.count, bodySize: hasBody ? body.utf8.count : 0)
        if hasBody { answer.write(body) }
        withTurn {
            output.pointee.bytes.write(answer.bytes)
            isEndAskedFor = false
            closeAfterOutput()
        }
    }

    /// Closes once what has been written is out.
    func closeAfterOutput() {
        withTurn {
            transition(.last)
            discarded = nil
            goOnAgain()
        }
    }

    /// All output of a connection that is about to be closed is out. The client's own bytes are still taken for a moment:
    /// closing on unread input would reset the connection and could destroy the response on its way.
    func endOutput() {
        guard !isInputClosed, !(isEndAskedFor && isInputTaken) else { return close() }
        socket.endOutput()
        transition(.outputEnded)
        waiting.since = loop.now
    }

    // MARK: The end of an exchange

    /// The exchange of a stream is over. Loop only, in a turn.
    func finish(_ stream: Stream) {
        guard let exchange = stream.exchange else { return }
        self.stream = nil
        log(exchange, stream)
        loop.exchanges.recycle(exchange)
        let progress = state == .body ? stream.body : nil
        let goesOn = stream.writer.keepsAlive && isUsable(after: stream)
        stream.end()
        loop.giveBack(stream)
        waiting.since = loop.now
        waiting.isKeptAlive = true
        guard state != .closed else { return lastExchangeEnded() }
        // A thread has broken the connection off, and the loop is about to hear of it.
        guard isConnected else { return reset() }
        guard goesOn else { return closeAfterOutput() }
        if let progress { discarded = DiscardedBody(progress) }
        transition(.answered)
        if loop.isDraining { loop.awaitLastRequest(of: self) }
        goOnAgain()
    }

    /// A client that was never asked for its body may or may not send it: what comes next cannot be told apart.
    private func isUsable(after stream: Stream) -> Bool {
        switch state {
        case .body: stream.isBodyOnItsWay
        case .answer: true
        default: false
        }
    }

    // MARK: The end of the worker

    /// The worker drains: what runs ends, and says that it is the last.
    func drain() { stream?.writer.forbidKeepAlive() }

    /// A client that was not told of the end has had a while for one more request.
    func closeIfIdle() {
        guard stream == nil, state != .closed else { return }
        // What the client has not taken of its last answer still goes out.
        if outbox.backlog > 0 { closeAfterOutput() } else { close() }
    }
}
