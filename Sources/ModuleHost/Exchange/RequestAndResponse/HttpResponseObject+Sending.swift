import CModuleABI
import CModuleBorder

/// The response as its carrier reads it to send it. Called from `ExchangeCarrier.send`, on the thread that has the exchange.
extension HttpResponseObject {
    /// One field that goes out.
    package typealias FieldVisitor = (_ knownID: Int, _ name: RawSpan, _ value: RawSpan) -> Void

    /// Every field that modules set, but for known ones whose bit is in `excluded`. `knownID` is its HTTP_HEADER_ID, or -1.
    package func forEachField(except excluded: UInt64 = 0, _ body: FieldVisitor) {
        fields.forEach(except: excluded) { id, name, value in
            body(id ?? -1, RawSpan(_unsafeBytes: name), RawSpan(_unsafeBytes: value))
        }
    }

    /// Which fields with an HTTP_HEADER_ID are set, one bit each.
    package var knownFields: UInt64 { fields.knownSet }

    /// The sub-status and the HRESULT that a module reported, for the log.
    package var reported: (subStatus: UInt16, result: Int32) { (loggedSubStatus, errorResult) }

    /// Whether it is `200 OK`, as nearly all are.
    package var isPlainOK: Bool {
        guard raw.pointee.StatusCode == 200, raw.pointee.ReasonLength == 2, let reason = raw.pointee.pReason else {
            return false
        }
        return reason[0] == 0x4F && reason[1] == 0x4B
    }

    /// The reason phrase.
    package func withReason<Result>(_ body: (RawSpan) -> Result) -> Result {
        let bytes = UnsafeRawBufferPointer(start: raw.pointee.pReason, count: Int(raw.pointee.ReasonLength))
        return body(RawSpan(_unsafeBytes: bytes))
    }

    /// Whether the value of that field is a list with `text` in it, in any case.
    package func fieldHasElement(_ id: Int, _ text: StaticString) -> Bool {
        guard let value = fields.value(id) else { return false }
        return Self.isElement(text, of: value)
    }

    @inline(never)
    private static func isElement(_ text: StaticString, of value: HeaderFields.Value) -> Bool {
        let wanted = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        let list = UnsafeRawBufferPointer(start: value.start, count: value.count)
        return list.split(separator: UInt8(ascii: ",")).contains { element in
            guard let first = element.firstIndex(where: { !isBlank($0) }),
                let last = element.lastIndex(where: { !isBlank($0) })
            else { return false }
            return HeaderNames.equal(UnsafeRawBufferPointer(rebasing: list[first...last]), wanted)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// The bytes of the entity that have been written and not sent.
    package var unsentBytes: UInt64 { chunks.totalBytes }

    /// What Content-Length says, if a module set it.
    package var declaredLength: UInt64? {
        fields.value(HeaderNames.sharedID.contentLength).flatMap {
            UInt64(String(decoding: UnsafeRawBufferPointer(start: $0.start, count: $0.count), as: UTF8.self))
        }
    }

    /// Every piece of the entity in order: memory, or a range of a file.
    package func forEachPiece(
        memory: (RawSpan) -> Void, file: (_ descriptor: Int32, _ offset: UInt64, _ length: UInt64) -> Void
    ) {
        chunks.forEach { piece in
            switch piece {
            case .memory(let bytes): memory(RawSpan(_unsafeBytes: bytes))
            case .file(let descriptor, let offset, let length): file(descriptor, offset, length)
            }
        }
    }

    /// The status in words, for an error that no module gave a body, and a module's description of it for those who may
    /// see it. The text is plain, so nothing in it is escaped.
    func writeErrorText(withDescription: Bool) {
        let reason = UnsafeRawBufferPointer(start: raw.pointee.pReason, count: Int(raw.pointee.ReasonLength))
        var text = "\(status) " + String(decoding: reason, as: UTF8.self) + "\n"
        if withDescription, let errorDescription { text += errorDescription + "\n" }
        text.withUTF8 { bytes in
            var chunk = HTTP_DATA_CHUNK()
            chunk.DataChunkType = HttpDataChunkFromMemory
            chunk.FromMemory.pBuffer = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
            chunk.FromMemory.BufferLength = ULONG(bytes.count)
            _ = chunks.append(copying: chunk)
        }
        let type: StaticString = "text/plain; charset=utf-8"
        _ = fields.set(
            HeaderNames.sharedID.contentType, value: .init(start: type.utf8Start, count: type.utf8CodeUnitCount),
            replace: true)
    }

    // MARK: Trailers

    /// Whether modules have set any by now.
    package var hasTrailers: Bool { trailers.count > 0 }

    /// Every trailer field that may go out, also those that a module put into the raw struct itself.
    package func forEachTrailer(_ body: (_ name: RawSpan, _ value: RawSpan) -> Void) {
        trailers.forEach { name, value in
            guard HeaderNames.mayTrail(name) else { return }
            body(RawSpan(_unsafeBytes: name), RawSpan(_unsafeBytes: value))
        }
    }
}
