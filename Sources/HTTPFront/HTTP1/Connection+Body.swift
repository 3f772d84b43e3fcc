import HTTPCodec
import ModuleHost
import NIOCore

/// From bytes to the body of the current exchange.
extension Connection {
    /// A body follows the head. What has come of it already counts as here when the executor is chosen. The fault, if what has
    /// come is no body: then no module has seen anything of the request.
    func beginBody(_ head: RequestHead, _ exchange: Exchange, _ bytes: inout ByteBuffer) -> Refusal? {
        if case .length(let length) = head.framing {
            _ = exchange.expectBody(length: length)
        } else {
            _ = exchange.expectBody(length: nil)
        }
        bodyDecoder = BodyDecoder(head.framing, limits: loop.limits.head)
        bodyFault = nil
        phase = .body
        waiting.bodyBytes = 0
        waiting.bodyBytesSeen = 0
        waiting.bodySeen = loop.now
        expectsContinue.store(head.expectsContinue, ordering: .relaxed)
        wasNotAsked.store(false, ordering: .relaxed)
        isBodyBeginning = true
        while case .body = phase, decodeBody(&bytes) {}
        isBodyBeginning = false
        return bodyFault
    }

    /// What a body that exceeds the limit is answered with.
    var bodyTooLarge: Refusal {
        Refusal(status: 413, detail: "a body may have \(loop.limits.bodyBytes) bytes at most")
    }

    /// Hands on what belongs to the body of the current exchange. Also called with nothing at hand: a body of known length
    /// ends with its last byte.
    func decodeBody(_ bytes: inout ByteBuffer) -> Bool {
        guard let entity = exchange?.entity, entity.hasRoom else { return false }
        switch bodyDecoder.decode(bytes.readableBytesSpan) {
        case .data(let range):
            waiting.bodyBytes += UInt64(range.count)
            // A chunked body tells its length only as it comes.
            guard loop.limits.bodyBytes == 0 || waiting.bodyBytes <= loop.limits.bodyBytes else {
                giveUpBody(bodyTooLarge)
                return false
            }
            _ = entity.append(bytes.readableBytesSpan.extracting(range))
            bytes.moveReaderIndex(forwardBy: range.upperBound)
            return true
        case .trailer(let field, let consumed):
            let line = bytes
            let span = line.readableBytesSpan
            entity.addTrailer(name: span.extracting(field.name.range), value: span.extracting(field.value.range))
            bytes.moveReaderIndex(forwardBy: consumed)
            return true
        case .needMore(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            if isInputClosed {
                giveUpBody(Refusal(status: 400, detail: "the client stopped before the end of the body"))
            }
            return false
        case .end(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            phase = .head
            entity.finish()
            return true
        case .failure(let fault):
            // Where the next request would begin is not known.
            giveUpBody(Refusal(fault))
            return false
        }
    }

    /// Takes the rest of a body that no module reads, up to a limit.
    func discardBody(_ bytes: inout ByteBuffer, taken: Int) -> Bool {
        switch bodyDecoder.decode(bytes.readableBytesSpan) {
        case .data(let range):
            bytes.moveReaderIndex(forwardBy: range.upperBound)
            waiting.bodyBytes += UInt64(range.count)
            guard taken + range.count <= Self.discardLimit else {
                closeAfterOutput()
                return false
            }
            phase = .discard(taken: taken + range.count)
            return true
        case .trailer(_, let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            return true
        case .needMore(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            return false
        case .end(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            phase = .head
            return true
        case .failure:
            closeAfterOutput()
            return false
        }
    }

    /// Stops taking the body: a module that reads it gets an error, and the connection ends with the response.
    func giveUpBody(_ refusal: Refusal) {
        guard let exchange else { return closeAfterOutput() }
        phase = .closing
        // No module has been called yet: the function that began the body refuses the request.
        guard !isBodyBeginning else { return bodyFault = refusal }
        tell(refusal)
        writer.forbidKeepAlive()
        exchange.bodyWasRefused(status: refusal.status)
        exchange.entity?.breakOff()
        resumeReading()
    }
}
