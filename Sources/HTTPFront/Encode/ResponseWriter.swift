import Glibc
import HTTPCodec
import ModuleHost
import NIOCore

/// Turns the response of one exchange into bytes: the head once, then pieces of the body in the framing that was chosen.
///
/// Belongs to whoever has the exchange.
final class ResponseWriter {
    private var verb = HTTPVerb.get
    private var minorVersion: UInt8 = 1
    private var framing: ResponseFraming?
    private var isKeepAliveWanted = true
    /// Bytes that the announced length still allows.
    private var remaining: UInt64 = 0
    private(set) var isFinished = false
    /// Headers were suppressed, or the body did not fit what was announced: only closing ends the message.
    private var mustClose = false

    private static let contentLength = 11
    private static let connection = 1
    private static let transferEncoding = 6
    private static let date = 2
    private static let server = 26

    /// For the response to a request with that head.
    func begin(_ head: RequestHead, keepAlive: Bool) {
        verb = head.verb
        minorVersion = head.minorVersion
        isKeepAliveWanted = keepAlive
        framing = nil
        remaining = 0
        isFinished = false
        mustClose = false
    }

    func forbidKeepAlive() { isKeepAliveWanted = false }

    /// Whether the connection can take another request after this response.
    var keepsAlive: Bool { isFinished && !mustClose && isKeepAliveWanted && (framing?.keepAlive ?? false) }

    /// Encodes what the response holds now. Memory goes to `output`; a range of a file is given to `file` when all before it
    /// has been put into `output`. Returns the bytes of the entity that were taken.
    func encode(
        _ response: HttpResponseObject, more: Bool, product: String, date: DateStamp, into output: inout ByteBuffer,
        file: (inout ByteBuffer, FileRegion) -> Void
    ) -> Int {
        if !response.isHeadSent { writeHead(response, more: more, product: product, date: date, into: &output) }
        let body = framing?.body ?? .untilClose
        var taken = 0
        if body != .none {
            var remaining = self.remaining
            response.forEachPiece(
                memory: { bytes in taken += Self.write(bytes, body, &remaining, into: &output) },
                file: { descriptor, offset, length in
                    taken += Self.write(
                        descriptor: descriptor, offset: offset, length: length, body, &remaining, into: &output,
                        file: file)
                })
            self.remaining = remaining
        }
        if !more { end(body, into: &output) }
        return taken
    }

    private func end(_ body: ResponseFraming.Body, into output: inout ByteBuffer) {
        isFinished = true
        switch body {
        case .chunked: output.writeStaticString("0\r\n\r\n")
        case .length: if remaining > 0 { mustClose = true }
        case .none, .untilClose: break
        }
    }

    // MARK: The head

    private func writeHead(
        _ response: HttpResponseObject, more: Bool, product: String, date: DateStamp, into output: inout ByteBuffer
    ) {
        if response.needsDisconnect { isKeepAliveWanted = false }
        let isInterim = response.status < 200
        let length = more ? response.declaredLength : finalLength(response)
        let framing = ResponseFraming(
            minorVersion: minorVersion, verb: verb, status: UInt16(response.status), length: length,
            keepAlive: isKeepAliveWanted && !asksToClose(response))
        self.framing = framing
        if case .length(let length) = framing.body { remaining = length }
        guard !response.isHeadSuppressed else {
            mustClose = true
            return
        }
        var size = 512
        while !Self.write(
            response, framing, isInterim: isInterim, product: product, date: date, room: size, into: &output)
        {
            size *= 2
        }
    }

    /// The length of a response that goes out in one piece: what there is, but for answers that only describe it.
    private func finalLength(_ response: HttpResponseObject) -> UInt64? {
        let actual = response.unsentBytes
        guard actual == 0, verb == .head || response.status == 304 else { return actual }
        return response.declaredLength ?? actual
    }

    private func asksToClose(_ response: HttpResponseObject) -> Bool {
        response.fieldEquals(Self.connection, "close")
    }

    /// Writes the whole head, or nothing and false when `room` bytes are too few.
    private static func write(
        _ response: HttpResponseObject, _ framing: ResponseFraming, isInterim: Bool, product: String, date: DateStamp,
        room: Int, into output: inout ByteBuffer
    ) -> Bool {
        let start = output.writerIndex
        var isComplete = true
        output.writeWithOutputRawSpan(minimumWritableBytes: room) { span in
            isComplete = write(response, framing, isInterim: isInterim, product: product, date: date, to: &span)
        }
        if !isComplete { output.moveWriterIndex(to: start) }
        return isComplete
    }

    private static func write(
        _ response: HttpResponseObject, _ framing: ResponseFraming, isInterim: Bool, product: String, date: DateStamp,
        to span: inout OutputRawSpan
    ) -> Bool {
        var fits = response.withReason {
            ResponseEncoder.writeStatusLine(status: UInt16(response.status), reason: $0, to: &span)
        } != .noRoom
        if !response.hidesServer, !response.hasField(server) {
            fits = fits && ResponseEncoder.writeField(.server, value: product.utf8.span.bytes, to: &span) != .noRoom
        }
        if !response.hasField(self.date) { fits = fits && date.writeField(to: &span) != .noRoom }
        response.forEachField { id, name, value in
            guard fits, isInterim || !isFramingField(id) else { return }
            if let known = ResponseHeaderID(rawValue: Int8(truncatingIfNeeded: id)) {
                fits = ResponseEncoder.writeField(known, value: value, to: &span) != .noRoom
            } else {
                fits = ResponseEncoder.writeField(name: name, value: value, to: &span) != .noRoom
            }
        }
        if !isInterim { fits = fits && framing.writeFields(to: &span) != .noRoom }
        return fits && ResponseEncoder.writeEndOfHead(to: &span) != .noRoom
    }

    /// The host frames the message itself.
    private static func isFramingField(_ id: Int) -> Bool {
        id == contentLength || id == connection || id == transferEncoding
    }

    // MARK: The body

    private static func write(
        _ bytes: RawSpan, _ body: ResponseFraming.Body, _ remaining: inout UInt64, into output: inout ByteBuffer
    ) -> Int {
        guard bytes.byteCount > 0 else { return 0 }
        switch body {
        case .none: return 0
        case .untilClose: output.writeBytes(bytes)
        case .length:
            // Not a byte more than was announced: the rest would be read as the next response.
            let count = Int(min(UInt64(bytes.byteCount), remaining))
            output.writeBytes(bytes.extracting(first: count))
            remaining -= UInt64(count)
            return count
        case .chunked:
            output.writeWithOutputRawSpan(
                minimumWritableBytes: bytes.byteCount + ResponseEncoder.largestChunkOverhead
            ) { span in _ = ResponseEncoder.writeChunk(bytes, to: &span) }
        }
        return bytes.byteCount
    }

    private static func write(
        descriptor: CInt, offset: UInt64, length: UInt64, _ body: ResponseFraming.Body, _ remaining: inout UInt64,
        into output: inout ByteBuffer, file: (inout ByteBuffer, FileRegion) -> Void
    ) -> Int {
        var length = length
        if case .length = body { length = min(length, remaining) }
        guard length > 0, body != .none else { return 0 }
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { return 0 }
        if body == .chunked {
            output.writeWithOutputRawSpan(minimumWritableBytes: ResponseEncoder.largestChunkOverhead) {
                _ = ResponseEncoder.writeChunkHeader(size: length, to: &$0)
            }
        }
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: own)
        file(&output, FileRegion(fileHandle: handle, readerIndex: Int(offset), endIndex: Int(offset + length)))
        if body == .chunked { output.writeStaticString("\r\n") }
        if case .length = body { remaining -= length }
        return Int(length)
    }
}
