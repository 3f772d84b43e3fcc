import HTTPCodec
import ModuleHost
import NIOCore

/// How a connection ends.
extension Connection {
    /// How long the rest of what a client sends is awaited after the last response, so that it is not reset away.
    private static let lingerTime = TimeAmount.seconds(2)

    /// The request cannot be understood or taken: one answer, then the end.
    func refuse(_ error: RequestError) {
        loop.logger.debug(
            "a request was refused: \(error.reason)",
            metadata: ["status": "\(error.status)", "client": "\(client.remote.host)"])
        refuse(status: error.status, reason: "\(ReasonPhrase.registered(for: error.status))", detail: "\(error.reason)")
    }

    func refuse(status: UInt16, reason: String, detail: String = "") {
        let body = "\(status) \(reason)\n" + (detail.isEmpty ? "" : detail + "\n")
        var answer = ByteBuffer()
        answer.writeString("HTTP/1.1 \(status) \(reason)\r\n")
        answer.writeBytes(loop.commonFields().both)
        answer.writeString("Content-Type: text/plain; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n")
        answer.writeString("Connection: close\r\n\r\n\(body)")
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
        guard !isInputClosed else { return channel.close(promise: nil) }
        channel.close(mode: .output, promise: nil)
        channel.eventLoop.scheduleTask(in: Self.lingerTime) { [channel] in channel.close(promise: nil) }
    }

    /// The worker drains: an idle connection is closed now, a busy one after its exchange.
    func drain() {
        guard exchange == nil else { return writer.forbidKeepAlive() }
        closeAfterOutput()
    }
}
