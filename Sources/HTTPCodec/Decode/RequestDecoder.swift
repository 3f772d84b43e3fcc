/// Decodes the heads of the requests of one connection, one after the other, strictly by RFC 9112.
///
/// Give it all unconsumed bytes of the connection each time more have come. After `.head`, take `head.headLength`
/// bytes and the body away; the next call begins the next request. Fields stay readable until then. After `.failure`
/// the decoder repeats that failure for ever.
///
/// The outcome does not depend on how the bytes were split: a fault is reported once its line is complete, or too
/// long (only a first byte that cannot begin a request is refused at once). No byte is looked at more than three
/// times however small the pieces are. Decoding allocates nothing, except when a head has more fields than any before
/// it on the connection, and more than 16.
///
/// Used by one thread at a time, that of the connection's loop.
package struct RequestDecoder: ~Copyable {
    /// What the bytes given so far amount to.
    package enum Outcome: Equatable, Sendable {
        /// The head is not complete. Call again with the same bytes and more.
        case needMore
        /// The head is complete: see `head` and `field(at:)`.
        case head
        /// The request is refused. Answer with the error's status and close the connection.
        case failure(RequestError)
    }

    private enum Step {
        case start, requestLine, fields, complete, failed
    }

    /// The limits that the decoder was made with.
    package let limits: DecoderLimits
    /// The request line and the meaning of the head. Complete once `decode` has returned `.head`.
    package internal(set) var head = RequestHead()

    /// Room for fields; the first `fieldCount` are those of this head. Never emptied, so that nothing is moved.
    private var fields: ContiguousArray<HeaderField> = []
    /// The number of field lines in the head.
    package private(set) var fieldCount = 0
    var notes = FieldNotes()
    private var step = Step.start
    private var failure = RequestError.notARequest
    /// The first byte of the line that comes next.
    private var position = 0
    /// How far the unfinished line at `position` has been searched for its end; 0 if it has not been.
    private var searched = 0
    /// Where the request line or, behind it, the first field line begins: limits count from there.
    private var sectionStart = 0

    /// Makes a decoder for one connection.
    package init(limits: DecoderLimits = DecoderLimits()) {
        self.limits = limits
        fields.reserveCapacity(min(16, limits.fieldCount))
    }

    /// Whether nothing has come of a request but empty lines before it.
    package var isBetweenRequests: Bool { step == .start || step == .complete }

    /// The field line at `index`, in the order received. `index` must be below `fieldCount`.
    package func field(at index: Int) -> HeaderField { fields[index] }

    /// The first field with the known name `id`, or nil.
    package func firstField(_ id: RequestHeaderID) -> HeaderField? {
        for field in fields[..<fieldCount] where field.knownID == id.rawValue { return field }
        return nil
    }

    /// Goes on decoding. `bytes` are all unconsumed bytes of the connection, from the first byte of the request on:
    /// those of the call before and whatever has come since.
    @inline(__always)
    package mutating func decode(_ bytes: RawSpan) -> Outcome {
        switch step {
        case .failed: return .failure(failure)
        case .complete: restart()
        case .start, .requestLine, .fields: break
        }
        if searched > position {
            guard bytes.firstLineFeed(from: searched) != nil else { return unfinished(bytes) }
        }
        do {
            try advance(bytes)
            return .head
        } catch {
            switch error {
            case .incomplete: return unfinished(bytes)
            case .refused(let fault): return refused(fault, bytes)
            }
        }
    }

    private mutating func restart() {
        head = RequestHead()
        fieldCount = 0
        notes = FieldNotes()
        step = .start
        position = 0
        searched = 0
        sectionStart = 0
    }

    private mutating func advance(_ bytes: RawSpan) throws(Stop) {
        if step == .start {
            try skipEmptyLines(bytes)
            step = .requestLine
        }
        if step == .requestLine {
            position = try decodeRequestLine(bytes, at: position)
            sectionStart = position
            step = .fields
        }
        while try !bytes.isLineEnd(at: position) {
            let line = try FieldLine(bytes, at: position)
            try add(line, bytes)
            guard line.next &- sectionStart <= limits.fieldSectionBytes else {
                throw .refused(.fieldSectionTooLarge)
            }
            position = line.next
        }
        try notes.conclude(&head)
        guard position &+ 2 &- sectionStart <= limits.fieldSectionBytes else {
            throw .refused(.fieldSectionTooLarge)
        }
        head.headLength = position &+ 2
        step = .complete
    }

    /// Passes over empty lines before the request line (RFC 9112, section 2.2) and looks at the first byte.
    private mutating func skipEmptyLines(_ bytes: RawSpan) throws(Stop) {
        while try bytes.isLineEnd(at: position) {
            guard position < 2 * DecoderLimits.emptyLines else { throw .refused(.notARequest) }
            position &+= 2
        }
        guard ByteClass.isToken(bytes.byte(position)) else { throw .refused(.notARequest) }
        sectionStart = position
    }

    private mutating func add(_ line: FieldLine, _ bytes: RawSpan) throws(Stop) {
        guard fieldCount < limits.fieldCount else { throw .refused(.tooManyFields) }
        let id = RequestHeaderID.number(of: bytes, at: line.nameStart, length: line.nameEnd &- line.nameStart)
        let value = ByteSlice(line.valueStart, line.valueEnd)
        let field = HeaderField(name: ByteSlice(line.nameStart, line.nameEnd), value: value, knownID: id)
        if fieldCount < fields.count { fields[fieldCount] = field } else { fields.append(field) }
        fieldCount &+= 1
        if FieldNotes.concerns(id) { try notes.note(id, value, bytes) }
    }

    /// The bytes end inside a line: remember how far it was searched, unless it is too long already.
    private mutating func unfinished(_ bytes: RawSpan) -> Outcome {
        guard step == .requestLine || step == .fields else { return .needMore }
        searched = bytes.byteCount
        if let error = excess(of: bytes.byteCount) { return fail(error) }
        return .needMore
    }

    /// A line is wrong. Reported only once it is complete, so that the outcome does not depend on how bytes were split.
    private mutating func refused(_ error: RequestError, _ bytes: RawSpan) -> Outcome {
        guard step != .start else { return fail(error) }
        guard let lineFeed = bytes.firstLineFeed(from: position) else { return unfinished(bytes) }
        return fail(excess(of: lineFeed &+ 1) ?? error)
    }

    /// The limit that a request line or field section exceeds which reaches to `end`, if any.
    private func excess(of end: Int) -> RequestError? {
        let size = end &- sectionStart
        return if step == .requestLine {
            size > limits.requestLineBytes ? .targetTooLong : nil
        } else {
            size > limits.fieldSectionBytes ? .fieldSectionTooLarge : nil
        }
    }

    private mutating func fail(_ error: RequestError) -> Outcome {
        step = .failed
        failure = error
        return .failure(error)
    }
}

/// How large the parts of a request may be. What exceeds one is refused with the status that stands beside it.
package struct DecoderLimits: Equatable, Sendable {
    /// Bytes in a method; more is 501. No registered method has more than 17.
    package var methodBytes = 64
    /// Bytes in a request target; more is 414.
    package var targetBytes = 16_383
    /// Bytes in all field lines of a head, with the empty line that ends it; more is 431. Holds for trailers as well.
    package var fieldSectionBytes = 16_384
    /// Field lines in a head; more is 431. Holds for trailers as well.
    package var fieldCount = 100
    /// Bytes in all chunk extensions of one body; more is 400.
    package var chunkExtensionBytes = 4_096

    /// The defaults above.
    package init() {}

    /// Empty lines that may stand before a request line; more is 400. RFC 9112, section 2.2, asks for one at least.
    static let emptyLines = 16

    /// What a request line may take at most: method, target, two spaces, version and line end.
    var requestLineBytes: Int { methodBytes + targetBytes + 12 }

    /// The longest unconsumed stretch that a decoder can ask to see again. A receive buffer must be able to hold it.
    package var headBytes: Int { 2 * Self.emptyLines + requestLineBytes + fieldSectionBytes }
}
