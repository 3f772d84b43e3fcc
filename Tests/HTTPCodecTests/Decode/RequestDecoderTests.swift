import HTTPCodec
import Testing

@Suite("RequestDecoder")
struct RequestDecoderTests {
    @Test("Requests that come together are decoded one after the other")
    func pipelinedRequests() {
        let bytes = Array(
            ("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /2 HTTP/1.1\r\nHost: b\r\nX: y\r\n\r\n").utf8)
        var decoder = RequestDecoder()
        #expect(decoder.decode(bytes) == .head)
        #expect(decoder.head.framing == .length(3))
        #expect(decoder.head.headLength == 48)
        let rest = Array(bytes[51...])
        #expect(decoder.decode(rest) == .head)
        #expect(decoder.fieldCount == 2)
        #expect(decoder.head.framing == .none)
        #expect(decoder.head.headLength == rest.count)
        #expect(Array(rest[decoder.head.host.range]) == Array("b".utf8))
        #expect(decoder.decode("") == .needMore)
        #expect(decoder.fieldCount == 0)
    }

    @Test("Slices count from the first byte given, even behind an empty line")
    func slicesCountTheEmptyLine() {
        let bytes = Array("\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        var decoder = RequestDecoder()
        #expect(decoder.decode(bytes) == .head)
        #expect(decoder.head.method == ByteSlice(offset: 2, length: 3))
        #expect(decoder.head.target == ByteSlice(offset: 6, length: 2))
        #expect(decoder.head.headLength == bytes.count)
    }

    @Test("Empty lines before a request count into its head, and none of them is a part of it")
    func emptyLinesBetweenRequests() {
        let request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
        var decoder = RequestDecoder()
        for _ in 0..<3 {
            let bytes = Array((String(repeating: "\r\n", count: 16) + request).utf8)
            for end in 0..<33 { #expect(decoder.decode(Array(bytes[..<end])) == .needMore) }
            let before = decoder.isBetweenRequests
            #expect(decoder.decode(Array(bytes[..<34])) == .needMore)
            let after = decoder.isBetweenRequests
            #expect((before, after) == (true, false))
            #expect(decoder.decode(bytes) == .head)
            #expect(decoder.head.target == ByteSlice(offset: 36, length: 2))
            #expect(decoder.head.headLength == bytes.count)
        }
    }

    @Test("The bytes may move between two calls")
    func bytesMayMove() {
        let first = Array("GET /x HTTP/1.1\r\nHos".utf8)
        let second = first + Array("t: a\r\n\r\n".utf8)
        var decoder = RequestDecoder()
        #expect(decoder.decode(first) == .needMore)
        #expect(decoder.decode(second) == .head)
        #expect(Array(second[decoder.head.host.range]) == Array("a".utf8))
    }

    @Test("A failure is final")
    func failureIsFinal() {
        var decoder = RequestDecoder()
        let bad = Array("GET / HTTP/1.1\r\nHost : a\r\n\r\n".utf8)
        let good = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        #expect(decoder.decode(bad) == .failure(.whiteSpaceBeforeColon))
        #expect(decoder.decode(good) == .failure(.whiteSpaceBeforeColon))
    }

    @Test("Fields are found by their number, the first of a name first")
    func firstField() {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nCookie: 1\r\nX-Cookie: 2\r\ncookie: 3\r\n\r\n".utf8)
        var decoder = RequestDecoder()
        #expect(decoder.decode(bytes) == .head)
        #expect(decoder.firstField(.cookie).map { Array(bytes[$0.value.range]) } == Array("1".utf8))
        #expect(decoder.firstField(.range) == nil)
        #expect((0..<4).map { index in decoder.field(at: index).knownID } == [28, 25, -1, 25])
        #expect(decoder.field(at: 1).id == .cookie)
        #expect(decoder.field(at: 2).id == nil)
    }

    @Test("The limits are those that the decoder was made with")
    func limitsAreConfigurable() {
        var limits = DecoderLimits()
        limits.targetBytes = 3
        limits.fieldCount = 1
        limits.methodBytes = 3
        let cases: [(String, RequestDecoder.Outcome)] = [
            ("GET /ab HTTP/1.1\r\nHost: a\r\n\r\n", .head),
            ("GET /abc HTTP/1.1\r\nHost: a\r\n\r\n", .failure(.targetTooLong)),
            ("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", .failure(.methodTooLong)),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n", .failure(.tooManyFields)),
        ]
        for (text, expected) in cases {
            var decoder = RequestDecoder(limits: limits)
            #expect(decoder.decode(text) == expected, "\(text)")
        }
    }

    @Test("A decoder never asks to see more than its limits allow again")
    func unconsumedBytesAreBounded() {
        let limits = DecoderLimits()
        for byte in [UInt8(ascii: "A"), UInt8(ascii: " "), UInt8(ascii: ":"), 0x0D] {
            let start = Array(
                "\(String(repeating: "\r\n", count: 16))GET /\(String(repeating: "a", count: 16_000)) HTTP/1.1\r\nHost: a\r\nX: "
                    .utf8)
            let bytes = start + Array(repeating: byte, count: 20_000)
            var decoder = RequestDecoder()
            var end = 0
            while end < bytes.count, decoder.decode(bytes.span.bytes.extracting(0..<end)) == .needMore { end += 1 }
            #expect(end <= limits.headBytes + 1)
        }
    }
}

@Suite("RequestError")
struct RequestErrorTests {
    @Test("Every error has a reason of its own and a status that says that the request is at fault")
    func reasonsAndStatuses() {
        let reasons = RequestError.allCases.map { "\($0.reason)" }
        #expect(Set(reasons).count == reasons.count)
        #expect(!reasons.contains("an unknown fault"))
        for error in RequestError.allCases {
            #expect([400, 414, 417, 431, 501, 505].contains(error.status))
            #expect(!ReasonPhrase.registered(for: error.status).description.isEmpty)
        }
    }

    @Test("Statuses other than 400 go to the errors that RFC 9110 and 9112 give them")
    func statuses() {
        let special = RequestError.allCases.filter { $0.status != 400 }
        #expect(special.map(\.status) == [501, 414, 505, 505, 431, 431, 417, 501, 414])
        #expect(RequestError.unsupportedTransferCoding.status == 501)
        #expect(RequestError.targetTooLong.status == 414)
        #expect(RequestError.urlTooLong.status == 414)
    }
}
