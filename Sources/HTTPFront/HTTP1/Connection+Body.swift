import EventLoop
import HTTPCodec
import ModuleHost

/// The body of a request on its way in.
struct BodyProgress {
    /// Whether there is a body at all.
    let isUsed: Bool
    var decoder: BodyDecoder
    /// Bytes of it so far.
    var bytes: UInt64 = 0
    /// Bytes of it when the rate was last looked at, and when that was.
    var bytesSeen: UInt64 = 0
    var seen: Int64 = 0
    /// Its first bytes are looked at before any module has been asked.
    var isBeginning = false
    /// What is wrong with those.
    var fault: Refusal?

    /// No body.
    init() {
        isUsed = false
        decoder = BodyDecoder(.none)
    }

    init(_ framing: RequestFraming, _ limits: DecoderLimits, now: Int64) {
        isUsed = true
        decoder = BodyDecoder(framing, limits: limits)
        seen = now
    }

    /// Its rate is measured from now on.
    mutating func restart(_ now: Int64) {
        seen = now
        bytesSeen = bytes
    }
}

/// The rest of a body that nobody reads.
final class DiscardedBody {
    var progress: BodyProgress
    /// Bytes dropped so far.
    var taken = 0

    init(_ progress: BodyProgress) { self.progress = progress }
}

/// From bytes to the body of the current exchange.
extension Connection {
    /// A body follows the head. What has come of it already counts as here when the executor is chosen. The fault, if what has
    /// come is no body: then no module has seen anything of the request.
    func beginBody(
        _ head: RequestHead, _ stream: Stream, _ bytes: UnsafeRawBufferPointer, _ position: inout Int
    )
        -> Refusal?
    {
        if case .length(let length) = head.framing {
            _ = stream.exchange?.expectBody(length: length)
        } else {
            _ = stream.exchange?.expectBody(length: nil)
        }
        stream.expectBody(head, loop.headLimits, now: loop.now)
        stream.body.isBeginning = true
        while state == .body, decodeBody(bytes, &position) {}
        stream.body.isBeginning = false
        return stream.body.fault
    }

    /// What a body that exceeds the limit is answered with.
    var bodyTooLarge: Refusal {
        Refusal(status: 413, detail: "a body may have \(loop.limits.bodyBytes) bytes at most")
    }

    /// Hands on what belongs to the body of the current exchange. Also called with nothing at hand: a body of known length
    /// ends with its last byte.
    func decodeBody(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        guard let stream, let entity = stream.exchange?.entity, entity.hasRoom else { return false }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...]).bytes
        switch stream.body.decoder.decode(rest) {
        case .data(let range):
            stream.body.bytes += UInt64(range.count)
            // A chunked body tells its length only as it comes.
            guard loop.limits.bodyBytes == 0 || stream.body.bytes <= loop.limits.bodyBytes else {
                giveUpBody(bodyTooLarge)
                return false
            }
            position += range.upperBound
            _ = entity.append(rest.extracting(range))
            return true
        case .trailer(let field, let consumed):
            entity.addTrailer(name: rest.extracting(field.name.range), value: rest.extracting(field.value.range))
            position += consumed
            return true
        case .needMore(let consumed):
            position += consumed
            if isInputClosed {
                giveUpBody(Refusal(status: 400, detail: "the client stopped before the end of the body"))
            }
            return false
        case .end(let consumed):
            position += consumed
            transition(.bodyEnded)
            entity.finish()
            return true
        case .failure(let fault):
            // Where the next request would begin is not known.
            giveUpBody(Refusal(fault))
            return false
        }
    }

    /// Takes the rest of a body that nobody reads, up to a limit.
    func discardBody(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        guard let discarded, position < bytes.count else { return false }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...]).bytes
        switch discarded.progress.decoder.decode(rest) {
        case .data(let range):
            position += range.upperBound
            discarded.progress.bytes += UInt64(range.count)
            discarded.taken += range.count
            guard discarded.taken <= Self.discardLimit else {
                closeAfterOutput()
                return false
            }
            return true
        case .trailer(_, let consumed):
            position += consumed
            return true
        case .needMore(let consumed):
            position += consumed
            return false
        case .end(let consumed):
            position += consumed
            self.discarded = nil
            transition(.bodyEnded)
            return true
        case .failure:
            closeAfterOutput()
            return false
        }
    }

    /// The body will not be taken any further: who reads it is told, and the connection ends with the response.
    func giveUpBody(_ refusal: Refusal) {
        guard state == .body, let stream, let exchange = stream.exchange else { return closeAfterOutput() }
        transition(.bodyRefused)
        // No module has been asked yet: who began the body refuses the request.
        guard !stream.body.isBeginning else { return stream.body.fault = refusal }
        tell(refusal)
        stream.writer.forbidKeepAlive()
        exchange.bodyWasRefused(status: refusal.status)
        exchange.entity?.breakOff()
    }
}
