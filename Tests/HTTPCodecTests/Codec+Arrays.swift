import HTTPCodec

// The codec takes spans, which an expectation cannot hold; tests hand it arrays.

extension RequestDecoder {
    mutating func decode(_ bytes: [UInt8]) -> Outcome { decode(bytes.span.bytes) }
    mutating func decode(_ text: String) -> Outcome { decode(Array(text.utf8)) }
}

extension ChunkedDecoder {
    mutating func decode(_ text: String) -> BodyDecoder.Outcome { decode(Array(text.utf8).span.bytes) }
}

extension FixedLengthDecoder {
    mutating func decode(_ text: String) -> BodyDecoder.Outcome { decode(Array(text.utf8).span.bytes) }
}

extension BodyDecoder {
    mutating func decode(_ text: String) -> Outcome { decode(Array(text.utf8).span.bytes) }
}

extension ResponseEncoder {
    static func isName(_ bytes: [UInt8]) -> Bool { isName(bytes.span.bytes) }
    static func isValue(_ bytes: [UInt8]) -> Bool { isValue(bytes.span.bytes) }

    static func writeField(name: [UInt8], value: [UInt8], to output: inout OutputRawSpan) -> WriteResult {
        writeField(name: name.span.bytes, value: value.span.bytes, to: &output)
    }

    static func writeField(_ id: ResponseHeaderID, value: [UInt8], to output: inout OutputRawSpan) -> WriteResult {
        writeField(id, value: value.span.bytes, to: &output)
    }

    static func writeStatusLine(status: UInt16, reason: [UInt8], to output: inout OutputRawSpan) -> WriteResult {
        writeStatusLine(status: status, reason: reason.span.bytes, to: &output)
    }

    static func writeChunk(_ data: [UInt8], to output: inout OutputRawSpan) -> WriteResult {
        writeChunk(data.span.bytes, to: &output)
    }

    static func writeBytes(_ bytes: [UInt8], to output: inout OutputRawSpan) -> WriteResult {
        writeBytes(bytes.span.bytes, to: &output)
    }
}
