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
