/// Decodes the chunked transfer coding (RFC 9112, section 7.1) at any split.
///
/// Size lines and line ends are consumed as they come. Lines of the trailer section stay unconsumed until they are
/// complete, so the caller's buffer must hold `DecoderLimits.fieldSectionBytes`. Trailers are checked by the rules of
/// field lines; those that would say something about framing, routing or the body itself are refused.
package struct ChunkedDecoder: Sendable {
    private enum Step {
        /// In the digits of a size line, of which `digits` have come.
        case size
        /// Behind the digits, in white space that only a semicolon may follow.
        case blank
        /// Behind a semicolon.
        case chunkExtension
        /// Behind the carriage return of a size line.
        case sizeLineEnd
        case data
        /// Before the carriage return behind a chunk's data.
        case dataEnd
        /// Behind it.
        case dataLineEnd
        case trailers
        case complete
    }

    private enum Progress {
        case goOn
        case stop(BodyDecoder.Outcome)
    }

    private let limits: DecoderLimits
    private var step = Step.size
    private var digits = 0
    /// The size of the chunk, then what of it has not come yet.
    private var size: UInt64 = 0
    private var extensions = ChunkExtensions()
    /// Bytes of all extensions of the body.
    private var extensionBytes = 0
    private var trailerCount = 0
    private var trailerBytes = 0
    /// How far the unfinished trailer line has been searched for its end.
    private var searched = 0

    /// Makes a decoder for one body.
    package init(limits: DecoderLimits = DecoderLimits()) {
        self.limits = limits
    }

    /// Goes on decoding. `bytes` are all unconsumed bytes of the connection.
    package mutating func decode(_ bytes: RawSpan) -> BodyDecoder.Outcome {
        var position = 0
        while step != .trailers {
            guard position < bytes.byteCount else { return .needMore(consumed: position) }
            if step == .data { return takeData(bytes, at: position) }
            if let error = accept(bytes.byte(position)) { return .failure(error) }
            position &+= 1
        }
        return decodeTrailers(bytes, from: position)
    }

    private mutating func takeData(_ bytes: RawSpan, at position: Int) -> BodyDecoder.Outcome {
        let count = Int(min(UInt64(bytes.byteCount &- position), size))
        size -= UInt64(count)
        if size == 0 { step = .dataEnd }
        return .data(position..<position + count)
    }

    /// Takes one byte of a size line or of the line end behind a chunk's data.
    @inline(__always)
    private mutating func accept(_ byte: UInt8) -> RequestError? {
        switch step {
        case .size: return acceptSize(byte)
        case .blank: return acceptBlank(byte)
        case .chunkExtension: return acceptExtension(byte)
        case .sizeLineEnd:
            guard byte == .lineFeed else { return .bareCarriageReturn }
            step = size == 0 ? .trailers : .data
        case .dataEnd:
            guard byte == .carriageReturn else { return .chunkDataWithoutLineEnd }
            step = .dataLineEnd
        case .dataLineEnd:
            guard byte == .lineFeed else { return .chunkDataWithoutLineEnd }
            step = .size
            digits = 0
        case .data, .trailers, .complete: break
        }
        return nil
    }

    private mutating func acceptSize(_ byte: UInt8) -> RequestError? {
        if let digit = ByteClass.hexValue(byte) {
            guard digits < 16, size <= UInt64(Int64.max) >> 4 else { return .chunkSizeTooLarge }
            size = size &<< 4 | UInt64(digit)
            digits += 1
            return nil
        }
        guard digits > 0 else { return .malformedChunkSize }
        switch byte {
        case .carriageReturn:
            step = .sizeLineEnd
            return nil
        case .lineFeed: return .bareLineFeed
        default: return acceptBlank(byte)
        }
    }

    private mutating func acceptBlank(_ byte: UInt8) -> RequestError? {
        switch byte {
        case .semicolon:
            step = .chunkExtension
            extensions = ChunkExtensions()
        case .space, .tab: step = .blank
        default: return .malformedChunkSize
        }
        return countExtensionByte()
    }

    private mutating func acceptExtension(_ byte: UInt8) -> RequestError? {
        switch byte {
        case .carriageReturn:
            guard extensions.mayEnd else { return .malformedChunkExtension }
            step = .sizeLineEnd
            return nil
        case .lineFeed: return .bareLineFeed
        default: return extensions.accept(byte) ?? countExtensionByte()
        }
    }

    private mutating func countExtensionByte() -> RequestError? {
        extensionBytes += 1
        return extensionBytes > limits.chunkExtensionBytes ? .chunkExtensionsTooLarge : nil
    }
}

extension ChunkedDecoder {
    /// Takes the next complete trailer line. Reports a fault once its line is complete, as the decoder of heads does.
    private mutating func decodeTrailers(_ bytes: RawSpan, from position: Int) -> BodyDecoder.Outcome {
        let searchStart = max(position, searched)
        searched = 0
        guard let lineFeed = bytes.firstLineFeed(from: searchStart) else {
            let unfinished = bytes.byteCount - position
            guard trailerBytes + unfinished <= limits.fieldSectionBytes else { return .failure(.fieldSectionTooLarge) }
            searched = unfinished
            return .needMore(consumed: position)
        }
        trailerBytes += lineFeed + 1 - position
        guard trailerBytes <= limits.fieldSectionBytes else { return .failure(.fieldSectionTooLarge) }
        do {
            if try bytes.isLineEnd(at: position) { return .end(consumed: position + 2) }
            return try decodeTrailer(bytes, at: position)
        } catch {
            guard case .refused(let fault) = error else { return .needMore(consumed: position) }
            return .failure(fault)
        }
    }

    private mutating func decodeTrailer(_ bytes: RawSpan, at position: Int) throws(Stop) -> BodyDecoder.Outcome {
        trailerCount += 1
        guard trailerCount <= limits.fieldCount else { throw .refused(.tooManyFields) }
        let line = try FieldLine(bytes, at: position)
        let id = RequestHeaderID.number(of: bytes, at: line.nameStart, length: line.nameEnd &- line.nameStart)
        switch RequestHeaderID(rawValue: id) {
        case .transferEncoding, .contentLength, .host, .connection, .keepAlive, .trailer, .te, .upgrade, .expect,
            .authorization, .proxyAuthorization, .contentType, .contentEncoding, .contentRange:
            throw .refused(.forbiddenTrailer)
        default: break
        }
        let field = HeaderField(
            name: ByteSlice(line.nameStart, line.nameEnd), value: ByteSlice(line.valueStart, line.valueEnd), knownID: id
        )
        return .trailer(field, consumed: line.next)
    }
}

/// Checks the extensions of one chunk, byte by byte, from behind the first semicolon (RFC 9112, section 7.1.1):
/// `chunk-ext-name [ BWS "=" BWS chunk-ext-val ]`, and again behind each further semicolon.
///
/// They are checked and passed over: no recipient has to know any. What one reader skips and another reads as the end of
/// a line is a way to smuggle requests, so nothing but the grammar is let through.
struct ChunkExtensions {
    private enum Step {
        /// Behind a semicolon, where a name has to begin.
        case semicolon
        case name
        /// In white space behind a name.
        case nameEnd
        /// Behind an equals sign, where a value has to begin.
        case equals
        case value
        /// Inside a quoted value.
        case quoted
        /// Behind a backslash there.
        case quotedPair
        /// Behind the closing quote.
        case quoteEnd
        /// In white space behind a value.
        case valueEnd
    }

    private var step = Step.semicolon

    /// Whether the line may end here.
    var mayEnd: Bool {
        switch step {
        case .name, .value, .quoteEnd: true
        case .semicolon, .nameEnd, .equals, .quoted, .quotedPair, .valueEnd: false
        }
    }

    /// Takes the next byte, which is not a line end. What is wrong with it, if anything.
    mutating func accept(_ byte: UInt8) -> RequestError? {
        guard byte >= 0x20 || byte == .tab, byte != 0x7F else { return .controlCharacter }
        guard let next = Self.step(after: step, byte) else { return .malformedChunkExtension }
        step = next
        return nil
    }

    private static func step(after step: Step, _ byte: UInt8) -> Step? {
        switch step {
        case .quoted:
            if byte == .quotationMark { return .quoteEnd }
            return byte == .backslash ? .quotedPair : .quoted
        case .quotedPair: return .quoted
        case .semicolon:
            if ByteClass.isBlank(byte) { return .semicolon }
            return ByteClass.isToken(byte) ? .name : nil
        case .equals:
            if ByteClass.isBlank(byte) { return .equals }
            if byte == .quotationMark { return .quoted }
            return ByteClass.isToken(byte) ? .value : nil
        case .name where ByteClass.isToken(byte): return .name
        case .value where ByteClass.isToken(byte): return .value
        case .name, .nameEnd:
            if byte == .equalsSign { return .equals }
            return separator(byte, blank: .nameEnd)
        case .value, .quoteEnd, .valueEnd: return separator(byte, blank: .valueEnd)
        }
    }

    private static func separator(_ byte: UInt8, blank: Step) -> Step? {
        if byte == .semicolon { return .semicolon }
        return ByteClass.isBlank(byte) ? blank : nil
    }
}
