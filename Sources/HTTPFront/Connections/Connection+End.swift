import HTTPCodec
import ModuleHost
import NIOCore

/// How a connection ends.
extension Connection {
    /// How long the rest of what a client sends is awaited after the last response, so that it is not reset away.
    private static let lingerTime = TimeAmount.seconds(2)

    /// The request cannot be understood or taken: one answer, then the end.
    func refuse(_ refusal: Refusal, line: RefusedLine? = nil) {
        tell(refusal)
        let status = "\(refusal.status) \(ReasonPhrase.registered(for: refusal.status))"
        // The answer to HEAD says how long a body would be, and has none.
        let body = "\(status)\n\(refusal.detail)\n"
        let hasBody = decoder.head.verb != .head
        var answer = ByteBuffer()
        answer.writeString("HTTP/1.1 \(status)\r\n")
        answer.writeBytes(loop.commonFields().both)
        answer.writeString("Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n")
        answer.writeString("Connection: close\r\n\r\n")
        logRefusal(refusal.status, line, headSize: answer.readableBytes, bodySize: hasBody ? body.utf8.count : 0)
        if hasBody { answer.writeString(body) }
        write(answer)
        closeAfterOutput()
    }

    /// Closes once what has been written is out.
    func closeAfterOutput() {
        phase = .closing
        input = ByteBuffer()
        resumeReading()
        flush()
        if piecesInChannel == 0 { lingerThenClose() }
    }

    /// All output of a connection that is about to be closed is out. The client's own bytes are still taken for a moment:
    /// closing on unread input would reset the connection and could destroy the response on its way.
    func lingerThenClose() {
        // Said by itself, since closing says nothing while a process that a module has forked still holds the socket.
        channel.close(mode: .output, promise: nil)
        guard !isInputClosed else { return channel.close(promise: nil) }
        channel.eventLoop.scheduleTask(in: Self.lingerTime) { [channel] in channel.close(promise: nil) }
    }

    /// The worker drains: what runs ends, and says that it is the last; an idle connection may make one more request.
    func drain() {
        if exchange == nil { awaitLastRequest() } else { writer.forbidKeepAlive() }
    }

    /// A client that was not told of the end may be sending a request at this moment: it has a while for that.
    func awaitLastRequest() {
        channel.eventLoop.scheduleTask(in: .seconds(loop.limits.drainSeconds)) { [self] in
            guard exchange == nil else { return }
            // What the client has not taken of its last answer still goes out.
            if piecesInChannel == 0 { channel.close(promise: nil) } else { closeAfterOutput() }
        }
    }
}
