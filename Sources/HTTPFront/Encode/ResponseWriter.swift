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
    /// Bytes of the head and of the entity so far, for the log.
    private(set) var headBytes: UInt64 = 0
    private(set) var entityBytes: UInt64 = 0
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
        headBytes = 0
        entityBytes = 0
    }

    func forbidKeepAlive() { isKeepAliveWanted = false }

    /// Whether the connection can take another request after this response.
    var keepsAlive: Bool { isFinished && !mustClose && isKeepAliveWanted && (framing?.keepAlive ?? false) }

    /// Encodes what the response holds now. Memory goes to `output`; a range of a file is given to `file` when all before it
    /// has been put into `output`. Returns the bytes of the entity that were taken.
    func encode(
        _ response: HttpResponseObject, more: Bool, common: CommonFields, into output: inout ByteBuffer,
        file: (inout ByteBuffer, FileRegion) -> Void
    ) -> Int {
        if !response.isHeadSent {
            let before = output.readableBytes
            writeHead(response, more: more, common: common, into: &output)
            headBytes = UInt64(output.readableBytes - before)
        }
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
            entityBytes += UInt64(taken)
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
        _ response: HttpResponseObject, more: Bool, common: CommonFields, into output: inout ByteBuffer
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
            response, framing, isInterim: isInterim, common: common, room: size, into: &output)
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
        _ response: HttpResponseObject, _ framing: ResponseFraming, isInterim: Bool, common: CommonFields,
        room: Int, into output: inout ByteBuffer
    ) -> Bool {
        let start = output.writerIndex
        var isComplete = true
        output.writeWithOutputRawSpan(minimumWritableBytes: room) { span in
            isComplete = write(response, framing, isInterim: isInterim, common: common, to: &span)
        }
        if !isComplete { output.moveWriterIndex(to: start) }
        return isComplete
    }

    private static func write(
        _ response: HttpResponseObject, _ framing: ResponseFraming, isInterim: Bool, common: CommonFields,
        to span: inout OutputRawSpan
    ) -> Bool {
        var fits = writeStatusLine(response, to: &span)
        let set = response.knownFields
        if set & Self.commonIDs == 0, !response.hidesServer {
            // Nearly every response: both fields in one piece.
            fits = fits && hasRoom(ResponseEncoder.writeBytes(common.both.span.bytes, to: &span))
        } else {
            fits = fits && writeCommon(response, set, common, to: &span)
        }
        response.forEachField(except: isInterim ? 0 : Self.framingIDs) { id, name, value in
            guard fits else { return }
            if let known = ResponseHeaderID(rawValue: Int8(truncatingIfNeeded: id)) {
                fits = hasRoom(ResponseEncoder.writeField(known, value: value, to: &span))
            } else {
                fits = hasRoom(ResponseEncoder.writeField(name: name, value: value, to: &span))
            }
        }
        if !isInterim { fits = fits && hasRoom(framing.writeFields(to: &span)) }
        return fits && hasRoom(ResponseEncoder.writeEndOfHead(to: &span))
    }

    private static func writeStatusLine(_ response: HttpResponseObject, to span: inout OutputRawSpan) -> Bool {
        if response.isPlainOK { return hasRoom(ResponseEncoder.writeStatusLine(status: 200, to: &span)) }
        return response.withReason {
            hasRoom(ResponseEncoder.writeStatusLine(status: UInt16(response.status), reason: $0, to: &span))
        }
    }

    /// Whether a piece was written, or refused for good, and not only short of room.
    @inline(__always)
    private static func hasRoom(_ result: WriteResult) -> Bool {
        if case .noRoom = result { return false }
        return true
    }

    /// The fields of the host's own that no module has set or taken away.
    private static func writeCommon(
        _ response: HttpResponseObject, _ set: UInt64, _ common: CommonFields, to span: inout OutputRawSpan
    ) -> Bool {
        if !response.hidesServer, set >> UInt64(server) & 1 == 0 {
            guard hasRoom(ResponseEncoder.writeBytes(common.server.span.bytes, to: &span)) else { return false }
        }
        guard set >> UInt64(date) & 1 == 0 else { return true }
        return hasRoom(ResponseEncoder.writeBytes(common.date.span.bytes, to: &span))
    }

    private static let commonIDs: UInt64 = 1 << UInt64(server) | 1 << UInt64(date)
    /// The host frames the message itself.
    private static let framingIDs: UInt64 =
        1 << UInt64(contentLength) | 1 << UInt64(connection) | 1 << UInt64(transferEncoding)

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
