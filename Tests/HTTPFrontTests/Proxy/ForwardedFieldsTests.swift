import HTTPCodec
import HTTPFront
import Testing

@Suite("ForwardedFields")
struct ForwardedFieldsTests {
    @Test("The fields are found by name in any case, with all their lines in order, and no others")
    func found() throws {
        let head = Array(
            """
            GET / HTTP/1.1\r
            Host: x\r
            x-forwarded-for: 192.0.2.1\r
            X-Forwarded-Fox: no\r
            X-FORWARDED-FOR: 192.0.2.2\r
            Forwarded: for=192.0.2.3\r
            X-Forwarded-Proto: https\r
            X-Forwarded-Host: example.com\r
            X_Forwarded_For: no\r
            \r

            """.utf8)
        let decoder = HeadDecoder()
        guard case .head = decoder.decode(head.span.bytes) else {
            Issue.record("the head was not understood")
            return
        }
        let fields = ForwardedFields(decoder, in: head.span)
        #expect(fields.forwardedFor == ["192.0.2.1", "192.0.2.2"])
        #expect(fields.forwarded == ["for=192.0.2.3"])
        #expect(fields.forwardedProto == ["https"])
        #expect(fields.forwardedHost == ["example.com"])
        #expect(!fields.isEmpty)
    }
}
