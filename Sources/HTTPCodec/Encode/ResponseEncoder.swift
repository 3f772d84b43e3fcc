/// Writes HTTP/1.1 messages piece by piece into memory that the caller owns.
///
/// Every function writes its piece whole or not at all, and says which. Nothing is dropped or repaired in silence:
/// bytes that would end a line, and all other control characters but tabs, are refused. No state, so any thread may
/// use it.
package enum ResponseEncoder {
    /// The status line and fields that `writeContinue` writes.
    private static var continueHead: StaticString { "HTTP/1.1 100 Continue\r\n\r\n" }

    /// Bytes of a status line whose reason has that many bytes.
    package static func statusLineSize(reasonByteCount: Int) -> Int { 15 + reasonByteCount }

    /// Bytes of a field line with a name and a value of that many bytes.
    package static func fieldSize(nameByteCount: Int, valueByteCount: Int) -> Int {
        nameByteCount + valueByteCount + 4
    }

    /// Writes the status line with a given reason, which may be empty. Responses are HTTP/1.1 whatever the request was
    /// (RFC 9110, section 2.5). A status outside 100 to 999 is refused.
    package static func writeStatusLine(
        status: UInt16, reason: RawSpan, to output: inout OutputRawSpan
    ) -> WriteResult {
        guard status >= 100, status <= 999, isValue(reason) else { return .refused }
        guard output.freeCapacity >= statusLineSize(reasonByteCount: reason.byteCount) else { return .noRoom }
        output.put("HTTP/1.1 ")
        output.append(UInt8(truncatingIfNeeded: status / 100) + .zero)
        output.append(UInt8(truncatingIfNeeded: status / 10 % 10) + .zero)
        output.append(UInt8(truncatingIfNeeded: status % 10) + .zero)
        output.append(.space)
        output.put(reason)
        output.put("\r\n")
        return .written
    }

    /// Writes the status line with the registered reason, or with an empty one if the status is not registered.
    package static func writeStatusLine(status: UInt16, to output: inout OutputRawSpan) -> WriteResult {
        if status == 200 {
            guard output.freeCapacity >= 17 else { return .noRoom }
            output.put("HTTP/1.1 200 OK\r\n")
            return .written
        }
        let reason = ReasonPhrase.registered(for: status)
        let bytes = unsafe UnsafeRawBufferPointer(start: reason.utf8Start, count: reason.utf8CodeUnitCount)
        return writeStatusLine(status: status, reason: unsafe bytes.bytes, to: &output)
    }

    /// Writes a field line. A name that is not a token is refused.
    package static func writeField(
        name: RawSpan, value: RawSpan, to output: inout OutputRawSpan
    ) -> WriteResult {
        guard isName(name), isValue(value) else { return .refused }
        let size = fieldSize(nameByteCount: name.byteCount, valueByteCount: value.byteCount)
        guard output.freeCapacity >= size else { return .noRoom }
        output.put(name)
        output.put(": ")
        output.put(value)
        output.put("\r\n")
        return .written
    }

    /// Writes a field line with a known name.
    package static func writeField(
        _ id: ResponseHeaderID, value: RawSpan, to output: inout OutputRawSpan
    ) -> WriteResult {
        guard isValue(value) else { return .refused }
        let name = id.name
        let size = fieldSize(nameByteCount: name.utf8CodeUnitCount, valueByteCount: value.byteCount)
        guard output.freeCapacity >= size else { return .noRoom }
        output.put(name)
        output.put(": ")
        output.put(value)
        output.put("\r\n")
        return .written
    }

    /// Writes a field line with a known name and a number.
    package static func writeField(
        _ id: ResponseHeaderID, decimal value: UInt64, to output: inout OutputRawSpan
    ) -> WriteResult {
        let name = id.name
        let digits = OutputRawSpan.decimalDigits(of: value)
        let size = fieldSize(nameByteCount: name.utf8CodeUnitCount, valueByteCount: digits)
        guard output.freeCapacity >= size else { return .noRoom }
        output.put(name)
        output.put(": ")
        output.put(decimal: value)
        output.put("\r\n")
        return .written
    }

    /// Writes the empty line that ends a head.
    package static func writeEndOfHead(to output: inout OutputRawSpan) -> WriteResult {
        writeText("\r\n", to: &output)
    }

    /// Writes the interim response that tells a client to send its body.
    package static func writeContinue(to output: inout OutputRawSpan) -> WriteResult {
        writeText(continueHead, to: &output)
    }

    /// Writes bytes as they are: a piece of a body.
    package static func writeBytes(_ bytes: RawSpan, to output: inout OutputRawSpan) -> WriteResult {
        guard output.freeCapacity >= bytes.byteCount else { return .noRoom }
        output.put(bytes)
        return .written
    }

    /// Whether the bytes can be the name of a field: a token with one byte at least.
    package static func isName(_ bytes: RawSpan) -> Bool {
        bytes.isToken(from: 0, to: bytes.byteCount)
    }

    /// Whether the bytes can be the value of a field or a reason: no control characters but tabs.
    package static func isValue(_ bytes: RawSpan) -> Bool {
        var position = 0
        while true {
            position = bytes.firstControl(from: position, to: bytes.byteCount)
            guard position < bytes.byteCount else { return true }
            guard bytes.byte(position) == .tab else { return false }
            position += 1
        }
    }

    private static func writeText(_ text: StaticString, to output: inout OutputRawSpan) -> WriteResult {
        guard output.freeCapacity >= text.utf8CodeUnitCount else { return .noRoom }
        output.put(text)
        return .written
    }
}

/// What became of a piece that was to be written. A piece is written whole or not at all.
package enum WriteResult: Equatable, Sendable {
    /// It is written.
    case written
    /// The output has too little room left. Nothing is written; try again with more.
    case noRoom
    /// The piece would break the message, as a line end in a field value would. Nothing is written, nor ever will be.
    case refused
}

// chunk = chunk-size CRLF chunk-data CRLF; a chunk of size 0 and an empty trailer section end the body.

extension ResponseEncoder {
    /// The most that a chunk takes besides its data: 16 digits and two line ends.
    package static var largestChunkOverhead: Int { 20 }

    /// The bytes that a chunk of that size takes besides its data.
    package static func chunkOverhead(size: UInt64) -> Int { OutputRawSpan.hexDigits(of: size) + 4 }

    /// Writes the size line of a chunk. Size 0 is refused, since it would end the body.
    package static func writeChunkHeader(size: UInt64, to output: inout OutputRawSpan) -> WriteResult {
        guard size > 0 else { return .refused }
        guard output.freeCapacity >= OutputRawSpan.hexDigits(of: size) + 2 else { return .noRoom }
        output.put(hex: size)
        output.put("\r\n")
        return .written
    }

    /// Writes the line end behind a chunk's data.
    package static func writeChunkEnd(to output: inout OutputRawSpan) -> WriteResult {
        writeEndOfHead(to: &output)
    }

    /// Writes a whole chunk. Without data nothing is written, which counts as written.
    package static func writeChunk(_ data: RawSpan, to output: inout OutputRawSpan) -> WriteResult {
        guard !data.isEmpty else { return .written }
        let size = UInt64(data.byteCount)
        let whole = OutputRawSpan.hexDigits(of: size) + data.byteCount + 4
        guard output.freeCapacity >= whole else { return .noRoom }
        output.put(hex: size)
        output.put("\r\n")
        output.put(data)
        output.put("\r\n")
        return .written
    }

    /// Writes the chunk that ends a body.
    package static func writeLastChunk(to output: inout OutputRawSpan) -> WriteResult {
        guard output.freeCapacity >= 5 else { return .noRoom }
        output.put("0\r\n\r\n")
        return .written
    }
}
