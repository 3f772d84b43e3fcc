import CModuleABI
import EventLoop
import Glibc
import HTTPCodec
import ModuleHost
import Synchronization

/// Turns the response of one exchange into bytes: the head once, then pieces of the body in the framing that was chosen.
///
/// Used only by the thread that has the exchange.
final class ResponseWriter {
    @exclusivity(unchecked) private var verb = HTTPVerb.get
    @exclusivity(unchecked) private var minorVersion: UInt8 = 1
    @exclusivity(unchecked) private var framing: ResponseFraming?
    @exclusivity(unchecked) private var isKeepAliveWanted = true
    private let isKeepAliveForbidden = Atomic(false)
    /// Bytes that the announced length still allows.
    @exclusivity(unchecked) private var remaining: UInt64 = 0
    @exclusivity(unchecked) private(set) var isFinished = false
    /// Bytes of the entity so far, and those of the head and of chunks that are not entity, for the log.
    @exclusivity(unchecked) private(set) var entityBytes: UInt64 = 0
    @exclusivity(unchecked) private var otherBytes: UInt64 = 0
    /// Headers were suppressed, or the body did not fit what was announced: only closing ends the message.
    @exclusivity(unchecked) private var mustClose = false

    /// For the response to a request with that head.
    func begin(_ head: RequestHead, keepAlive: Bool) {
        verb = head.verb
        minorVersion = head.minorVersion
        isKeepAliveWanted = keepAlive
        isKeepAliveForbidden.store(false, ordering: .relaxed)
        framing = nil
        remaining = 0
        isFinished = false
        mustClose = false
        entityBytes = 0
        otherBytes = 0
    }

    /// The connection ends with this response, unless its head is out and says otherwise. Any thread.
    func forbidKeepAlive() { isKeepAliveForbidden.store(true, ordering: .relaxed) }

    /// Whether the connection can take another request after this response.
    var keepsAlive: Bool { isFinished && !mustClose && isKeepAliveWanted && (framing?.keepAlive ?? false) }

    /// The status that has gone out; nil before that.
    var status: UInt16? { framing?.status }

    /// All bytes of the response so far.
    var bytes: UInt64 { otherBytes + entityBytes }

    /// Encodes what the response holds now. Small pieces of memory are copied; large ones and ranges of files are lent to
    /// `output`, which has to be sent before the response changes. Returns the bytes of the entity that were taken.
    func encode(_ response: HttpResponseObject, more: Bool, common: CommonFields, into output: inout OutputBatch) -> Int
    {
        if !response.isHeadSent {
            let before = output.bytes.count
            writeHead(response, more: more, common: common, into: &output.bytes)
            otherBytes = UInt64(output.bytes.count - before)
        }
        let body = framing?.body ?? .untilClose
        var encoder = BodyEncoder(body: body, remaining: remaining)
        if !body.isNone {
            response.forEachPiece(
                memory: { bytes in encoder.write(bytes, into: &output) },
                file: { descriptor, offset, length in
                    encoder.write(descriptor: descriptor, offset: offset, length: length, into: &output)
                })
            entityBytes += UInt64(encoder.taken)
            remaining = encoder.remaining
        }
        if !more { end(response, &encoder, into: &output.bytes) }
        if encoder.overhead > 0 { otherBytes += UInt64(encoder.overhead) }
        return encoder.taken
    }

    private func end(_ response: HttpResponseObject, _ encoder: inout BodyEncoder, into output: inout ByteBuffer) {
        isFinished = true
        switch encoder.body {
        case .chunked: encoder.end(response, into: &output)
        case .length: if remaining > 0 { mustClose = true }
        case .none, .untilClose: break
        }
    }

    // MARK: The head

    private func writeHead(
        _ response: HttpResponseObject, more: Bool, common: CommonFields, into output: inout ByteBuffer
    ) {
        if response.needsDisconnect || isKeepAliveForbidden.load(ordering: .relaxed) { isKeepAliveWanted = false }
        let hasTrailers = response.hasTrailers && minorVersion > 0
        let length = hasTrailers ? nil : more ? response.declaredLength : finalLength(response)
        let isRaw = response.isHeadSuppressed
        let framing =
            isRaw
            ? ResponseFraming(rawWithStatus: UInt16(response.status))
            : ResponseFraming(
                minorVersion: minorVersion, verb: verb, status: UInt16(response.status), length: length,
                keepAlive: isKeepAliveWanted && !asksToClose(response))
        self.framing = framing
        if case .length(let length) = framing.body { remaining = length }
        guard !isRaw else {
            mustClose = true
            return
        }
        var size = 512
        while !Self.write(response, framing, common: common, room: size, into: &output) { size *= 2 }
    }

    /// The length of a response that goes out in one piece: what there is, but for answers that only describe it.
    private func finalLength(_ response: HttpResponseObject) -> UInt64? {
        let actual = response.unsentBytes
        guard actual == 0, verb == .head || response.status == 304 else { return actual }
        return response.declaredLength ?? actual
    }

    private func asksToClose(_ response: HttpResponseObject) -> Bool {
        response.fieldHasElement(Int(HttpHeaderConnection.rawValue), "close")
    }

    /// Writes the whole head, or nothing and false when `room` bytes are too few.
    private static func write(
        _ response: HttpResponseObject, _ framing: ResponseFraming, common: CommonFields, room: Int,
        into output: inout ByteBuffer
    ) -> Bool {
        let before = output.count
        var isComplete = true
        output.write(room: room) { span in isComplete = write(response, framing, common: common, to: &span) }
        if !isComplete { output.removeLast(output.count - before) }
        return isComplete
    }

    @inline(__always)
    private static func write(
        _ response: HttpResponseObject, _ framing: ResponseFraming, common: CommonFields, to span: inout OutputRawSpan
    ) -> Bool {
        var fits = writeStatusLine(response, framing.status, to: &span)
        let set = response.knownFields
        if set & Self.commonIDs == 0, !response.hidesServer {
            // Nearly every response: both fields in one piece.
            fits = fits && hasRoom(ResponseEncoder.writeBytes(common.both.span.bytes, to: &span))
        } else {
            fits = fits && writeCommon(response, set, common, to: &span)
        }
        var hidden = Self.framingIDs
        var offersUpgrade = false
        if set & Self.conditionalIDs != 0 {
            offersUpgrade = set & HttpHeaderUpgrade.bit != 0 && framing.status == 426
            if framing.body.isChunked { hidden &= ~HttpHeaderTrailer.bit }
            if offersUpgrade { hidden &= ~HttpHeaderUpgrade.bit }
        }
        response.forEachField(except: hidden) { id, name, value in
            guard fits else { return }
            if let known = ResponseHeaderID(rawValue: Int8(truncatingIfNeeded: id)) {
                fits = hasRoom(ResponseEncoder.writeField(known, value: value, to: &span))
            } else {
                fits = hasRoom(ResponseEncoder.writeField(name: name, value: value, to: &span))
            }
        }
        if framing.body.isChunked, response.hasTrailers, set & HttpHeaderTrailer.bit == 0 {
            fits = fits && writeTrailerField(response, to: &span)
        }
        fits = fits && hasRoom(framing.writeFields(offersUpgrade: offersUpgrade, to: &span))
        return fits && hasRoom(ResponseEncoder.writeEndOfHead(to: &span))
    }

    @inline(__always)
    private static func writeStatusLine(
        _ response: HttpResponseObject, _ status: UInt16, to span: inout OutputRawSpan
    ) -> Bool {
        response.isPlainOK
            ? hasRoom(ResponseEncoder.writeStatusLine(status: 200, to: &span))
            : writeOtherStatusLine(response, status, to: &span)
    }

    @inline(never)
    private static func writeOtherStatusLine(
        _ response: HttpResponseObject, _ status: UInt16, to span: inout OutputRawSpan
    ) -> Bool {
        let result = response.withReason { ResponseEncoder.writeStatusLine(status: status, reason: $0, to: &span) }
        // The exchange has looked at status and reason; a module that edits them behind its back gets no message without a
        // status line either.
        guard result == .refused else { return result == .written }
        return hasRoom(ResponseEncoder.writeStatusLine(status: 200...999 ~= status ? status : 500, to: &span))
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
        if !response.hidesServer, set & HttpHeaderServer.bit == 0 {
            guard hasRoom(ResponseEncoder.writeBytes(common.both.span.bytes.extracting(common.server), to: &span))
            else { return false }
        }
        guard set & HttpHeaderDate.bit == 0 else { return true }
        return hasRoom(ResponseEncoder.writeBytes(common.both.span.bytes.extracting(common.date), to: &span))
    }

    /// Names the trailers that are set by now, so that the client can look out for them.
    private static func writeTrailerField(_ response: HttpResponseObject, to span: inout OutputRawSpan) -> Bool {
        var names = ByteBuffer()
        response.forEachTrailer { name, _ in
            if !names.isEmpty { names.write(", " as StaticString) }
            names.write(name)
        }
        guard !names.isEmpty else { return true }
        return hasRoom(ResponseEncoder.writeField(.trailer, value: names.bytes, to: &span))
    }

    private static let commonIDs = HttpHeaderServer.bit | HttpHeaderDate.bit
    /// The host frames the message itself, and ends or keeps the connection.
    private static let framingIDs =
        HttpHeaderContentLength.bit | HttpHeaderConnection.bit | HttpHeaderTransferEncoding.bit
        | HttpHeaderKeepAlive.bit | HttpHeaderTrailer.bit | HttpHeaderUpgrade.bit
    /// These go out where they mean something: Trailer before chunks, Upgrade in a 426 (RFC 9110, section 15.5.22).
    private static let conditionalIDs = HttpHeaderTrailer.bit | HttpHeaderUpgrade.bit
}

extension HTTP_HEADER_ID {
    /// The bit that stands for the field in a set of fields. The compiler makes a constant of it.
    @inline(__always)
    fileprivate var bit: UInt64 { 1 &<< UInt64(rawValue) }
}

/// The field lines that the host puts into every response, encoded once a second.
///
/// They are in one piece, because they are handed on with each response.
struct CommonFields: Sendable {
    /// `Server: …` and `Date: …`.
    let both: [UInt8]
    /// The second that the date is of, since 1970.
    let second: Int64
    private let serverCount: Int

    /// Where each of them is.
    var server: Range<Int> { 0..<serverCount }
    var date: Range<Int> { serverCount..<both.count }

    init(product: String, secondsSinceEpoch: Int64) {
        let server = Array("\(ResponseHeaderID.server.name): \(product)\r\n".utf8)
        let stamp = DateStamp(secondsSinceEpoch: secondsSinceEpoch)
        var text: [UInt8] = []
        for index in stamp.text.indices { text.append(stamp.text[index]) }
        second = secondsSinceEpoch
        both = server + Array("\(ResponseHeaderID.date.name): ".utf8) + text + Array("\r\n".utf8)
        serverCount = server.count
    }
}
