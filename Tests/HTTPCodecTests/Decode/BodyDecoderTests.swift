import HTTPCodec
import Testing

@Suite("ChunkedDecoder")
struct ChunkedDecoderTests {
    /// What became of a body that came in pieces, with what had been decoded by then.
    private enum Result: Equatable {
        case body([UInt8], trailers: [UInt8] = [], rest: Int)
        case more([UInt8])
        case failure(RequestError)
    }

    /// Feeds the bytes as a connection would: pieces are appended, what is consumed is taken away.
    private func decode(_ bytes: [UInt8], pieces: [Range<Int>]) -> Result {
        var decoder = ChunkedDecoder()
        var buffer: [UInt8] = []
        var body: [UInt8] = []
        var trailers: [UInt8] = []
        for piece in pieces {
            buffer += bytes[piece]
            feeding: while true {
                switch decoder.decode(buffer.span.bytes) {
                case .data(let range):
                    body += buffer[range]
                    buffer.removeFirst(range.upperBound)
                case .needMore(let consumed):
                    buffer.removeFirst(consumed)
                    break feeding
                case .trailer(let field, let consumed):
                    trailers += buffer[field.name.range] + [0x3A] + buffer[field.value.range] + [0x2C]
                    buffer.removeFirst(consumed)
                case .end(let consumed):
                    return .body(
                        body, trailers: trailers, rest: bytes.count - piece.upperBound + buffer.count - consumed)
                case .failure(let error):
                    return .failure(error)
                }
            }
        }
        return .more(body)
    }

    private func expected(_ entry: CorpusEntry) -> Result {
        let word = entry.expectation[0]
        if word.hasPrefix("body=") {
            let rest = entry.word("rest=").flatMap { Int($0) } ?? 0
            let trailers = CorpusEntry.unescape(entry.word("trailers=") ?? "")
            return .body(CorpusEntry.unescape(String(word.dropFirst(5))), trailers: trailers, rest: rest)
        }
        if word.hasPrefix("more=") { return .more(CorpusEntry.unescape(String(word.dropFirst(5)))) }
        guard let error = RequestError.allCases.first(where: { $0.name == word }) else {
            preconditionFailure("an unknown word in a corpus: \(word)")
        }
        return .failure(error)
    }

    static let sections: [(String, String)] = [("bodies", ChunkedCorpus.bodies), ("trailers", ChunkedCorpus.trailers)]

    @Test("A body has the expected outcome when it comes at once", arguments: sections)
    func whole(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) {
            let result = decode(entry.bytes, pieces: [0..<entry.bytes.count])
            let expected = expected(entry)
            #expect(result == expected, "\(entry)")
        }
    }

    @Test("A body has the same outcome when it comes byte by byte", arguments: sections)
    func byteByByte(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) {
            let result = decode(entry.bytes, pieces: (0..<entry.bytes.count).map { $0..<$0 + 1 })
            let expected = expected(entry)
            #expect(result == expected, "\(entry)")
        }
    }

    @Test("A body has the same outcome when it comes in two pieces, wherever it is split", arguments: sections)
    func inTwoPieces(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) {
            let count = entry.bytes.count
            let expected = expected(entry)
            for split in 0...count where count < 400 || split < 40 || split > count - 40 || split % 997 == 0 {
                let result = decode(entry.bytes, pieces: [0..<split, split..<count])
                #expect(result == expected, "split at \(split): \(entry)")
            }
        }
    }

    @Test("A damaged body is refused or understood, but the same way however it is split", arguments: sections)
    func damaged(section: (name: String, text: String)) {
        var mutations = Mutations(seed: 7_230)
        for entry in CorpusEntry.parse(section.text) where entry.bytes.count < 200 {
            for _ in 0..<40 {
                let bytes = mutations.damage(entry.bytes)
                let whole = decode(bytes, pieces: [0..<bytes.count])
                let pieces = decode(bytes, pieces: bytes.indices.map { $0..<$0 + 1 })
                #expect(whole == pieces, "\(bytes)")
            }
        }
    }

    @Test("The corpus meets every error that a chunked body can have")
    func coversAllErrors() {
        let met = Set(Self.sections.flatMap { CorpusEntry.parse($0.1) }.map { $0.expectation[0] })
        let names = [
            "malformedChunkSize", "chunkSizeTooLarge", "malformedChunkExtension", "chunkExtensionsTooLarge",
            "chunkDataWithoutLineEnd",
            "forbiddenTrailer", "bareLineFeed", "bareCarriageReturn", "controlCharacter", "tooManyFields",
        ]
        for name in names { #expect(met.contains(name), "\(name) is not in the corpus") }
    }

    @Test("A chunk's data is handed out as it comes, without waiting for the whole chunk")
    func dataIsHandedOutEarly() {
        var decoder = ChunkedDecoder()
        #expect(decoder.decode("ff\r\nab") == .data(4..<6))
        #expect(decoder.decode("c") == .data(0..<1))
        #expect(decoder.decode("") == .needMore(consumed: 0))
    }
}

@Suite("BodyDecoder")
struct BodyDecoderTests {
    @Test("A request without a body, or with one of length 0, ends at once and consumes nothing")
    func noBody() {
        for framing in [RequestFraming.none, .length(0)] {
            var decoder = BodyDecoder(framing)
            #expect(decoder.decode("GET") == .end(consumed: 0))
        }
    }

    @Test("A body of known length ends behind its last byte, whatever follows")
    func knownLength() {
        var decoder = BodyDecoder(.length(5))
        #expect(decoder.decode("") == .needMore(consumed: 0))
        #expect(decoder.decode("he") == .data(0..<2))
        #expect(decoder.decode("lloGET") == .data(0..<3))
        #expect(decoder.decode("GET") == .end(consumed: 0))
    }

    @Test("The largest length that a head can name does not overflow")
    func largestLength() {
        var decoder = FixedLengthDecoder(length: UInt64(Int64.max))
        #expect(decoder.decode("abc") == .data(0..<3))
        #expect(decoder.remaining == UInt64(Int64.max) - 3)
    }

    @Test("A chunked body is decoded as such, within the limits given")
    func chunked() {
        var limits = DecoderLimits()
        limits.chunkExtensionBytes = 1
        var decoder = BodyDecoder(.chunked, limits: limits)
        #expect(decoder.decode("2\r\nab\r\n") == .data(3..<5))
        #expect(decoder.decode("\r\n1;x\r\n") == .failure(.chunkExtensionsTooLarge))
    }
}
