import HTTPCodec
import Testing

@Suite("The decoders beside another reader of HTTP/1.1")
struct DifferentialTests {
    @Test("Valid requests are the same ones for both readers, however they are split", arguments: 1...8)
    func valid(seed: UInt64) throws {
        var messages = DifferentialMessages(seed: seed)
        for _ in 0..<250 {
            let (bytes, pieces) = messages.connection()
            let own = DifferentialReading.own(bytes, pieces: pieces)
            let other = try DifferentialReading.llhttp(bytes, pieces: pieces)
            let difference = own.difference(from: other, isExact: true)
            #expect(difference == nil, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
            #expect(!own.isRefused && own.complete.count == own.messages.count)
        }
    }

    @Test("Damaged requests that both readers accept are the same ones for both", arguments: 1...8)
    func damaged(seed: UInt64) throws {
        var messages = DifferentialMessages(seed: seed)
        var mutations = Mutations(seed: seed)
        var accepted = 0
        for _ in 0..<1_000 {
            let bytes = mutations.damage(messages.connection().bytes)
            let own = DifferentialReading.own(bytes)
            let other = try DifferentialReading.llhttp(bytes)
            if own.complete.count > 0, other.complete.count > 0 { accepted += 1 }
            let difference = own.difference(from: other, isExact: false)
            #expect(difference == nil, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(accepted > 100, "too few damaged requests are accepted for this to mean anything")
    }

    static let corpus = RequestDecoderCorpusTests.sections.map(\.1).joined(separator: "\n")

    @Test("What the corpus holds and both readers accept is the same for both")
    func corpus() throws {
        for entry in CorpusEntry.parse(Self.corpus) {
            // Bodies that the corpus leaves away.
            let bytes = entry.bytes + Array("0\r\n\r\n".utf8)
            let own = DifferentialReading.own(bytes)
            let other = try DifferentialReading.llhttp(bytes)
            let difference = own.difference(from: other, isExact: false)
            #expect(difference == nil, "\(entry)")
        }
    }

    @Test("The differences are the ones that are written down", arguments: DifferentialDifferences.all)
    func documented(difference: DifferentialDifferences.Difference) throws {
        let own = DifferentialReading.own(difference.bytes)
        let other = try DifferentialReading.llhttp(difference.bytes)
        #expect(own.error == difference.error)
        #expect(own.complete.count == difference.own, "\(own)")
        #expect(other.complete.count == difference.llhttp, "\(other)")
    }
}
