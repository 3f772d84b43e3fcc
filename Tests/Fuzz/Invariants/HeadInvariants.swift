/// What must hold of the decoder of heads, whatever a client sends.
enum HeadInvariants {
    static func check(_ bytes: RawSpan, limits: DecoderLimits) {
        let whole = DecodedHead(bytes, limits: limits, prefixes: [bytes.byteCount])
        let halves = DecodedHead(bytes, limits: limits, prefixes: [bytes.split, bytes.byteCount])
        precondition(whole == halves, "the outcome depends on where the bytes were split")
        let pieces = DecodedHead(bytes, limits: limits, prefixes: 0...bytes.byteCount)
        precondition(whole == pieces, "the outcome depends on whether the bytes came one by one")
        if case .needMore = whole.outcome {
            precondition(bytes.byteCount < limits.headBytes, "more is wanted than a buffer must hold")
        }
        guard let head = whole.head else { return }
        checkSlices(whole, head, bytes)
        checkAgainstNaiveReader(whole, head, bytes, limits)
        checkSecondReading(whole, head, bytes, limits)
    }

    /// The parts follow each other inside the head, and hold only what they may.
    private static func checkSlices(_ decoded: DecodedHead, _ head: RequestHead, _ bytes: RawSpan) {
        precondition(head.headLength <= bytes.byteCount, "the head is longer than the bytes")
        precondition(!head.method.isEmpty && head.method.end < head.target.start && !head.target.isEmpty)
        for part in [head.path, head.authority] where !part.isEmpty {
            precondition(part.start >= head.target.start && part.end <= head.target.end, "a part of another target")
        }
        var position = head.target.end
        for field in decoded.fields {
            precondition(field.name.start >= position && !field.name.isEmpty, "a name overlaps what is before it")
            precondition(field.value.start > field.name.end - 1 && field.value.end >= field.value.start)
            position = field.value.end
            let name = bytes.array(field.name.range)
            let value = bytes.array(field.value.range)
            precondition(name.allSatisfy(ByteClass.isToken), "a name is not a token")
            precondition(value.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }, "a control character in a value")
            precondition(value == value.trimmed, "white space around a value")
        }
        precondition(position + 4 <= head.headLength, "the head ends before its empty line")
    }

    /// A reader that only knows lines and colons finds the same fields, and the same framing.
    private static func checkAgainstNaiveReader(
        _ decoded: DecodedHead, _ head: RequestHead, _ bytes: RawSpan, _ limits: DecoderLimits
    ) {
        let text = bytes.array(0..<head.headLength)
        precondition(text.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A], "the head does not end with an empty line")
        var lines = text.lines
        let empty = lines.prefix { $0.isEmpty }.count
        precondition(empty <= DecoderLimits.emptyLines, "more empty lines in front than the limit")
        lines.removeFirst(empty)
        for line in lines { precondition(!line.contains { $0 == 0x0D || $0 == 0x0A }, "a bare CR or LF got through") }
        let words = lines[0].parts(separatedBy: 0x20)
        precondition(words.count == 3 && words[0] == bytes.array(head.method.range), "another method")
        precondition(words[1] == bytes.array(head.target.range), "another target")
        precondition(words[2] == Array("HTTP/1.\(head.minorVersion)".utf8), "another version")

        let fieldLines = lines[1...].prefix { !$0.isEmpty }
        precondition(fieldLines.count == decoded.fields.count && lines.count == fieldLines.count + 3, "lines got lost")
        precondition(fieldLines.count <= limits.fieldCount, "more fields than the limit")
        var lengths: [[UInt8]] = []
        var codings: [[UInt8]] = []
        for (line, field) in zip(fieldLines, decoded.fields) {
            guard let colon = line.firstIndex(of: 0x3A) else { preconditionFailure("a line without a colon") }
            let name = Array(line[..<colon])
            let value = Array(line[(colon + 1)...]).trimmed
            precondition(name == bytes.array(field.name.range) && value == bytes.array(field.value.range))
            // Two readers that take an underscore for a hyphen or not must not differ about the framing: only the
            // exact names count, and they count whatever their case.
            if name.lowercased == Array("content-length".utf8) { lengths.append(value) }
            if name.lowercased == Array("transfer-encoding".utf8) { codings.append(value) }
        }
        precondition(head.framing == framing(lengths, codings), "another framing than the fields say")
    }

    private static func framing(_ lengths: [[UInt8]], _ codings: [[UInt8]]) -> RequestFraming {
        precondition(lengths.count <= 1 && (lengths.isEmpty || codings.isEmpty), "an ambiguous framing got through")
        if !codings.isEmpty {
            precondition(codings.count == 1 && codings[0].lowercased == Array("chunked".utf8), "an unknown coding")
            return .chunked
        }
        guard let text = lengths.first else { return .none }
        guard let length = UInt64(String(decoding: text, as: UTF8.self)), length <= UInt64(Int64.max) else {
            preconditionFailure("a length that is none")
        }
        return .length(length)
    }

    /// The head written anew, in the plainest form, is read the same way; what follows a head changes nothing.
    private static func checkSecondReading(
        _ decoded: DecodedHead, _ head: RequestHead, _ bytes: RawSpan, _ limits: DecoderLimits
    ) {
        var text = bytes.array(head.method.range) + [0x20] + bytes.array(head.target.range)
        text += Array(" HTTP/1.\(head.minorVersion)\r\n".utf8)
        for field in decoded.fields {
            text += bytes.array(field.name.range) + [0x3A] + bytes.array(field.value.range) + [0x0D, 0x0A]
        }
        text += [0x0D, 0x0A]
        let length = text.count
        text += Array("GET /next HTTP/1.1\r\n".utf8)
        let again = DecodedHead(text.span.bytes, limits: limits, prefixes: [text.count])
        guard let other = again.head, again.fields.count == decoded.fields.count else {
            preconditionFailure("a head that was accepted is refused when it is written anew")
        }
        precondition(other.headLength == length, "the head written anew has another length")
        precondition(
            other.verb == head.verb && other.targetForm == head.targetForm && other.framing == head.framing
                && other.keepAlive == head.keepAlive && other.expectsContinue == head.expectsContinue
                && other.wantsUpgrade == head.wantsUpgrade && other.isSecureTarget == head.isSecureTarget,
            "a head means something else when it is written anew")
        precondition(text[other.host.range] == bytes.array(head.host.range)[...], "another host when written anew")
        precondition(text[other.path.range] == bytes.array(head.path.range)[...], "another path when written anew")
        for (one, two) in zip(decoded.fields, again.fields) {
            precondition(one.knownID == two.knownID, "a name has another number when written anew")
            precondition(text[two.value.range] == bytes.array(one.value.range)[...], "another value when written anew")
        }
    }
}

/// Everything that a decoder says about a head, and the text of it.
struct DecodedHead: Equatable {
    let outcome: RequestDecoder.Outcome
    let head: RequestHead?
    let fields: [HeaderField]

    /// The answer of a fresh decoder that is given each of `prefixes` of the bytes, until it needs no more.
    init(_ bytes: RawSpan, limits: DecoderLimits, prefixes: some Sequence<Int>) {
        var decoder = RequestDecoder(limits: limits)
        var outcome = RequestDecoder.Outcome.needMore
        for end in prefixes {
            outcome = decoder.decode(bytes.extracting(0..<end))
            if outcome != .needMore { break }
        }
        self.outcome = outcome
        guard outcome == .head else {
            head = nil
            fields = []
            if case .failure = outcome {
                precondition(decoder.decode(bytes) == outcome, "a failure is not repeated")
            }
            return
        }
        head = decoder.head
        var fields: [HeaderField] = []
        for index in 0..<decoder.fieldCount { fields.append(decoder.field(at: index)) }
        self.fields = fields
    }
}
