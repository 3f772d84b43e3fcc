import HTTPCodec
import Testing

@Suite("Request heads, by corpus")
struct RequestDecoderCorpusTests {
    /// The answer of a fresh decoder that is given each of `prefixes` of the bytes, until it needs no more.
    private func decode(_ bytes: [UInt8], prefixes: some Sequence<Int>) -> (RequestDecoder.Outcome, HeadSnapshot?) {
        var decoder = RequestDecoder()
        var outcome = RequestDecoder.Outcome.needMore
        for end in prefixes {
            outcome = decoder.decode(bytes.span.bytes.extracting(0..<end))
            if outcome != .needMore { break }
        }
        return (outcome, outcome == .head ? HeadSnapshot(decoder, bytes) : nil)
    }

    /// What is wrong with an answer, or nil.
    private func fault(_ outcome: RequestDecoder.Outcome, _ snapshot: HeadSnapshot?, _ entry: CorpusEntry) -> String? {
        switch (outcome, entry.expectation[0]) {
        case (.needMore, "more"): return nil
        case (.head, "head"):
            let words = Array(entry.expectation.dropFirst())
            let found = snapshot.map { ExpectedHead(words).differences(from: $0) } ?? ["no snapshot"]
            return found.isEmpty ? nil : "differs in \(found.joined(separator: ", "))"
        case (.failure(let error), let name) where name == "\(error.name)": return nil
        default: return "came out as \(outcome)"
        }
    }

    static let sections: [(String, String)] = [
        ("methods", RequestLineCorpus.methods), ("versions", RequestLineCorpus.versions),
        ("targets", RequestLineCorpus.targets), ("field lines", FieldCorpus.lines), ("hosts", FieldCorpus.hosts),
        ("connections", FieldCorpus.connections), ("lengths", FramingCorpus.lengths),
        ("codings", FramingCorpus.codings), ("limits", FramingCorpus.limits),
    ]

    @Test("A message has the expected outcome when it comes at once", arguments: sections)
    func whole(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) {
            let (outcome, snapshot) = decode(entry.bytes, prefixes: [entry.bytes.count])
            let fault = fault(outcome, snapshot, entry)
            #expect(fault == nil, "\(entry)")
        }
    }

    @Test("A message has the same outcome when it comes byte by byte", arguments: sections)
    func byteByByte(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) {
            let whole = decode(entry.bytes, prefixes: [entry.bytes.count])
            let pieces = decode(entry.bytes, prefixes: 0...entry.bytes.count)
            #expect(whole == pieces, "\(entry)")
        }
    }

    @Test("A message has the same outcome when it comes in two pieces, wherever it is split", arguments: sections)
    func inTwoPieces(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) {
            let count = entry.bytes.count
            let whole = decode(entry.bytes, prefixes: [count])
            // Long messages are long by repetition: their ends and a sample of their middle tell all.
            for split in 0...count where count < 400 || split < 40 || split > count - 40 || split % 997 == 0 {
                let pieces = decode(entry.bytes, prefixes: [split, count])
                #expect(whole == pieces, "split at \(split): \(entry)")
            }
        }
    }

    @Test("Bytes behind a head change nothing about it", arguments: sections)
    func pipelined(section: (name: String, text: String)) {
        for entry in CorpusEntry.parse(section.text) where entry.expectation[0] != "more" {
            let whole = decode(entry.bytes, prefixes: [entry.bytes.count])
            let longer = entry.bytes + Array("GET / HTTP/1.1\r\n\r\n".utf8)
            let (outcome, snapshot) = decode(longer, prefixes: [longer.count])
            #expect(outcome == whole.0, "\(entry)")
            #expect(snapshot?.head == whole.1?.head, "\(entry)")
            #expect(snapshot?.fields == whole.1?.fields, "\(entry)")
        }
    }

    @Test("A damaged message is refused or understood, but the same way however it is split", arguments: sections)
    func damaged(section: (name: String, text: String)) {
        var mutations = Mutations(seed: 9_112)
        for entry in CorpusEntry.parse(section.text) where entry.bytes.count < 200 {
            for _ in 0..<40 {
                let bytes = mutations.damage(entry.bytes)
                let whole = decode(bytes, prefixes: [bytes.count])
                let pieces = decode(bytes, prefixes: 0...bytes.count)
                let split = mutations.next(bytes.count + 1)
                #expect(whole == pieces, "\(bytes)")
                #expect(whole == decode(bytes, prefixes: [split, bytes.count]), "split at \(split): \(bytes)")
            }
        }
    }

    @Test("The corpus meets every error that a head can have")
    func coversAllErrors() {
        let met = Set(Self.sections.flatMap { CorpusEntry.parse($0.1) }.map { $0.expectation[0] })
        let ofHeads = RequestError.allCases.prefix { $0 != .malformedChunkSize }
        for error in ofHeads { #expect(met.contains(error.name), "\(error.name) is not in the corpus") }
    }
}

extension RequestError {
    /// The name of the case, as a corpus spells it.
    var name: String { "\(self)" }
}
