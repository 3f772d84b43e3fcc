/// What must hold of the decoder of chunks, whatever a client sends.
enum ChunkInvariants {
    static func check(_ bytes: RawSpan, limits: DecoderLimits) {
        let count = bytes.byteCount
        let whole = DecodedBody(bytes, limits: limits, ends: [count])
        let halves = DecodedBody(bytes, limits: limits, ends: [bytes.split, count])
        precondition(whole == halves, "the outcome depends on where the bytes were split")
        precondition(
            whole == DecodedBody(bytes, limits: limits, ends: 0...count),
            "the outcome depends on whether the bytes came one by one")
        guard case .complete(let length) = whole.end else { return }
        precondition(
            whole == DecodedBody(bytes.extracting(0..<length), limits: limits, ends: [length]),
            "bytes behind the body change it")
        guard let (data, rest) = naiveBody(bytes.array(0..<length)) else {
            preconditionFailure("a body was accepted that a naive reader cannot read")
        }
        precondition(data == whole.data && rest == 0, "a naive reader finds another body")
        checkSecondReading(whole.data, limits)
    }

    /// Chunks read line by line: the data, and how many bytes were left over behind the last line.
    private static func naiveBody(_ bytes: [UInt8]) -> ([UInt8], Int)? {
        var rest = bytes[...]
        var data: [UInt8] = []
        while true {
            guard let line = takeLine(&rest) else { return nil }
            let digits = line.prefix { $0 != 0x3B && $0 != 0x20 && $0 != 0x09 }
            guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
            if size == 0 { break }
            guard size <= rest.count else { return nil }
            data += rest.prefix(size)
            rest = rest.dropFirst(size)
            guard takeLine(&rest)?.isEmpty == true else { return nil }
        }
        while let line = takeLine(&rest) {
            if line.isEmpty { return (data, rest.count) }
            guard line.contains(0x3A) else { return nil }
        }
        return nil
    }

    /// Up to the first CRLF. A CR or LF alone before it is an error.
    private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard let end = rest.firstIndex(where: { $0 == 0x0D || $0 == 0x0A }), rest[end] == 0x0D,
            end + 1 < rest.endIndex, rest[end + 1] == 0x0A
        else { return nil }
        defer { rest = rest[(end + 2)...] }
        return Array(rest[..<end])
    }

    /// The data as this codec itself would send it is the same data again.
    private static func checkSecondReading(_ data: [UInt8], _ limits: DecoderLimits) {
        var text: [UInt8] = []
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: data.count + 2 * ResponseEncoder.largestChunkOverhead + 5, alignment: 1)
        defer { room.deallocate() }
        var output = OutputRawSpan(buffer: room, initializedCount: 0)
        for half in [data[..<(data.count / 2)], data[(data.count / 2)...]] where !half.isEmpty {
            precondition(
                ResponseEncoder.writeChunk(Array(half).span.bytes, to: &output) == .written, "a chunk is not written")
        }
        let count = output.finalize(for: room)
        text += room[..<count]
        text += Array("0\r\n\r\n".utf8)
        let again = DecodedBody(text.span.bytes, limits: limits, ends: [text.count])
        precondition(again.end == .complete(text.count) && again.data == data, "a body is another when sent again")
    }
}

/// What a decoder made of the bytes behind a head.
struct DecodedBody: Equatable {
    enum End: Equatable {
        /// The body ended, and took that many bytes.
        case complete(Int)
        case incomplete
        case failure(RequestError)
    }

    private(set) var end = End.incomplete
    private(set) var data: [UInt8] = []
    private(set) var trailers: [[UInt8]] = []

    /// The answer of a fresh decoder that gets at most `step` bytes more each time.
    init(_ bytes: RawSpan, limits: DecoderLimits, ends: some Sequence<Int>) {
        var decoder = BodyDecoder(.chunked, limits: limits)
        var start = 0
        for end in ends {
            while true {
                let outcome = decoder.decode(bytes.extracting(start..<end))
                switch outcome {
                case .data(let range):
                    precondition(!range.isEmpty && range.upperBound <= end - start, "a piece that is none")
                    data += bytes.array(start + range.lowerBound..<start + range.upperBound)
                    start += range.upperBound
                    continue
                case .needMore(let consumed):
                    precondition(consumed >= 0 && consumed <= end - start, "more consumed than there was")
                    start += consumed
                    precondition(end - start <= limits.fieldSectionBytes, "more is kept than a buffer must hold")
                case .trailer(let field, let consumed):
                    precondition(consumed > 0 && consumed <= end - start, "a line that is none")
                    precondition(field.value.end <= consumed && !field.name.isEmpty, "a field outside its line")
                    trailers.append(bytes.array(start + field.name.start..<start + field.name.end))
                    trailers.append(bytes.array(start + field.value.start..<start + field.value.end))
                    start += consumed
                    continue
                case .end(let consumed):
                    precondition(consumed >= 0 && consumed <= end - start, "more consumed than there was")
                    self.end = .complete(start + consumed)
                    return
                case .failure(let error):
                    self.end = .failure(error)
                    return
                }
                break
            }
        }
    }
}
