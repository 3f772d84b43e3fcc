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

/// Runs `body` on an output with room for `capacity` bytes; answers what `body` did and what was written.
func withOutput<Result>(
    capacity: Int, _ body: (inout OutputRawSpan) throws -> Result
) rethrows -> (result: Result, written: [UInt8]) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, capacity), alignment: 1)
    defer { room.deallocate() }
    var output = OutputRawSpan(
        buffer: UnsafeMutableRawBufferPointer(rebasing: room[..<capacity]), initializedCount: 0)
    let result = try body(&output)
    let count = output.finalize(for: UnsafeMutableRawBufferPointer(rebasing: room[..<capacity]))
    return (result, Array(room[..<count]))
}

/// What `body` writes when there is exactly enough room, after it has been seen to write nothing when there is less.
func written(_ body: (inout OutputRawSpan) -> WriteResult) -> (WriteResult, String) {
    let roomy = withOutput(capacity: 1_000, body)
    let text = String(decoding: roomy.written, as: UTF8.self)
    guard roomy.result == .written else { return (roomy.result, text) }
    for capacity in 0..<roomy.written.count {
        let cramped = withOutput(capacity: capacity, body)
        guard cramped.result == .noRoom, cramped.written.isEmpty else {
            return (cramped.result, "in \(capacity) bytes: " + String(decoding: cramped.written, as: UTF8.self))
        }
    }
    let exact = withOutput(capacity: roomy.written.count, body)
    return (exact.result, exact.written == roomy.written ? text : "differs in exactly enough room")
}
