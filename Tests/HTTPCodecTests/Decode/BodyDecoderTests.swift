import HTTPCodec
import Testing

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
