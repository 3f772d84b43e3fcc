import HTTPCodec
import Testing

@Suite("ResponseEncoder")
struct ResponseEncoderTests {
    private func bytes(_ text: String) -> [UInt8] { CorpusEntry.unescape(text) }

    @Test("A status line has its registered reason, or none but the space before it")
    func statusLines() {
        let expected: [(UInt16, String)] = [
            (200, "HTTP/1.1 200 OK\r\n"), (404, "HTTP/1.1 404 Not Found\r\n"), (100, "HTTP/1.1 100 Continue\r\n"),
            (299, "HTTP/1.1 299 \r\n"), (999, "HTTP/1.1 999 \r\n"),
            (505, "HTTP/1.1 505 HTTP Version Not Supported\r\n"),
        ]
        for (status, line) in expected {
            #expect(written { ResponseEncoder.writeStatusLine(status: status, to: &$0) } == (.written, line))
        }
    }

    @Test("A status line takes the reason given")
    func givenReason() {
        let reason = bytes("I'm a \\xC3\\xA4 teapot")
        #expect(
            written { ResponseEncoder.writeStatusLine(status: 418, reason: reason, to: &$0) }
                == (.written, "HTTP/1.1 418 I'm a ä teapot\r\n"))
        #expect(ResponseEncoder.statusLineSize(reasonByteCount: reason.count) == 30)
    }

    @Test("A status of other than three digits, or a reason with a line end, is refused")
    func refusedStatusLines() {
        for status: UInt16 in [0, 99, 1_000, 65_535] {
            #expect(written { ResponseEncoder.writeStatusLine(status: status, to: &$0) } == (.refused, ""))
        }
        for reason in ["OK\\r\\nX: y", "\\n", "OK\\r", "a\\0", "\\x1B"] {
            let reason = bytes(reason)
            #expect(
                written { ResponseEncoder.writeStatusLine(status: 200, reason: reason, to: &$0) }
                    == (.refused, ""))
        }
    }

    @Test("A field line is written as given")
    func fields() {
        let cases = [("X-Y", "z"), ("X", ""), ("!#$%&'*+-.^_`|~09aZ", "\ta  b\t"), ("X", "ä, \"b\"; c=:"), ("x", " ")]
        for (name, value) in cases {
            let (name, value) = (Array(name.utf8), Array(value.utf8))
            let line = String(decoding: name, as: UTF8.self) + ": " + String(decoding: value, as: UTF8.self) + "\r\n"
            #expect(
                written { ResponseEncoder.writeField(name: name, value: value, to: &$0) }
                    == (.written, line))
            #expect(
                ResponseEncoder.fieldSize(nameByteCount: name.count, valueByteCount: value.count) == line.utf8.count)
        }
    }

    @Test(
        "A value that would split the response is refused",
        arguments: [
            "a\\r\\nSet-Cookie: x", "\\r\\n\\r\\n<html>", "a\\rb", "a\\nb", "\\n", "\\r", "\\0", "abcdefgh\\nijklmnop",
            "abcdefg\\rhijklmnop", "0123456789012345678901\\0", "\\x7F", "a\\x0Bb", "\\x1F",
        ])
    func refusedValues(value: String) {
        let name = Array("X".utf8)
        let value = bytes(value)
        #expect(
            written { ResponseEncoder.writeField(name: name, value: value, to: &$0) }
                == (.refused, ""))
        #expect(written { ResponseEncoder.writeField(.location, value: value, to: &$0) } == (.refused, ""))
        #expect(!ResponseEncoder.isValue(value))
    }

    @Test(
        "A name that is not a token is refused",
        arguments: [
            "", "X Y", "X:", "X: a\\r\\nY", "X\\r", "X\\n", "X\\0", " X", "X ", "\\xC3\\xA4", "X\\t", "(x)", "X\\x7F",
        ])
    func refusedNames(name: String) {
        let name = bytes(name)
        let value = Array("y".utf8)
        #expect(
            written { ResponseEncoder.writeField(name: name, value: value, to: &$0) }
                == (.refused, ""))
        #expect(!ResponseEncoder.isName(name))
    }

    @Test("Known names are written in their usual spelling", arguments: ResponseHeaderID.allCases)
    func knownNames(id: ResponseHeaderID) {
        let value = Array("v".utf8)
        #expect(
            written { ResponseEncoder.writeField(id, value: value, to: &$0) }
                == (.written, "\(id.name): v\r\n"))
        #expect(
            written { ResponseEncoder.writeField(id, decimal: 307, to: &$0) } == (.written, "\(id.name): 307\r\n"))
    }

    @Test("Numbers have all their digits", arguments: [0, 1, 9, 10, 99, 100, 4_096, 65_535, UInt64(Int64.max), .max])
    func numbers(number: UInt64) {
        #expect(
            written { ResponseEncoder.writeField(.contentLength, decimal: number, to: &$0) }
                == (.written, "Content-Length: \(number)\r\n"))
        guard number > 0 else { return }
        #expect(
            written { ResponseEncoder.writeChunkHeader(size: number, to: &$0) }
                == (.written, String(number, radix: 16) + "\r\n"))
    }

    @Test("Chunks are framed by their size, and the last one ends the body")
    func chunks() {
        let data = Array("hello, world, and more".utf8)
        #expect(
            written { ResponseEncoder.writeChunk(data, to: &$0) }
                == (.written, "16\r\nhello, world, and more\r\n"))
        #expect(written { ResponseEncoder.writeLastChunk(to: &$0) } == (.written, "0\r\n\r\n"))
        #expect(written { ResponseEncoder.writeChunkEnd(to: &$0) } == (.written, "\r\n"))
        #expect(written { ResponseEncoder.writeChunkHeader(size: 0, to: &$0) } == (.refused, ""))
        let nothing = withOutput(capacity: 10) { ResponseEncoder.writeChunk([], to: &$0) }
        #expect(nothing.result == .written && nothing.written.isEmpty)
        let largest = withOutput(capacity: 100) { ResponseEncoder.writeChunkHeader(size: .max, to: &$0) }
        #expect(largest.written.count + 2 == ResponseEncoder.largestChunkOverhead)
    }

    @Test("Fixed texts and raw bytes are written as they are")
    func fixedTexts() {
        #expect(written { ResponseEncoder.writeContinue(to: &$0) } == (.written, "HTTP/1.1 100 Continue\r\n\r\n"))
        #expect(written { ResponseEncoder.writeEndOfHead(to: &$0) } == (.written, "\r\n"))
        let raw = Array("any\u{0}thing\r\n".utf8)
        #expect(written { ResponseEncoder.writeBytes(raw, to: &$0) } == (.written, "any\u{0}thing\r\n"))
    }

    private func decode(_ decoder: inout ChunkedDecoder, _ bytes: [UInt8]) -> BodyDecoder.Outcome {
        decoder.decode(bytes.span.bytes)
    }

    @Test("What the encoder writes, the chunk decoder reads")
    func roundTrip() {
        let data = Array(repeating: UInt8(ascii: "x"), count: 300)
        let body = withOutput(capacity: 1_000) { output in
            [
                ResponseEncoder.writeChunk(data, to: &output), ResponseEncoder.writeLastChunk(to: &output),
            ]
        }
        #expect(body.result == [.written, .written])
        var decoder = ChunkedDecoder()
        #expect(decode(&decoder, body.written) == .data(5..<305))
        let rest = Array(body.written[305...])
        #expect(decode(&decoder, rest) == .end(consumed: rest.count))
    }
}

@Suite("ReasonPhrase")
struct ReasonPhraseTests {
    @Test("Registered statuses have a phrase that can stand in a status line, others have none")
    func phrases() {
        let registered = Set((0...1_000).filter { ReasonPhrase.registered(for: UInt16($0)).utf8CodeUnitCount > 0 })
        let expected: [Int] =
            Array(100...103) + Array(200...208) + [226] + Array(300...305) + [307, 308] + Array(400...417)
            + [421, 422, 423, 424, 425, 426, 428, 429, 431, 451] + Array(500...508) + [511]
        #expect(registered == Set(expected))
        for status in expected {
            let phrase = Array("\(ReasonPhrase.registered(for: UInt16(status)))".utf8)
            #expect(ResponseEncoder.isValue(phrase))
        }
        #expect("\(ReasonPhrase.registered(for: 414))" == "URI Too Long")
    }
}
