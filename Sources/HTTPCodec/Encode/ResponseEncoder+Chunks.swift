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
