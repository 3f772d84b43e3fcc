import EventLoop
import HTTPCodec
import ModuleHost

/// Puts pieces of a body into the framing that was chosen for it. A value, for one push.
struct BodyEncoder {
    /// From this size on a piece of memory is sent from where it is, and not copied.
    private static let largeSize = 8 * 1024

    let body: ResponseFraming.Body
    /// Bytes that the announced length still allows.
    private(set) var remaining: UInt64
    /// Bytes of the entity that were taken.
    private(set) var taken = 0
    /// Bytes that are framing.
    private(set) var overhead = 0

    init(body: ResponseFraming.Body, remaining: UInt64) {
        self.body = body
        self.remaining = remaining
    }

    /// A piece of memory.
    mutating func write(_ bytes: RawSpan, into output: inout OutputBatch) {
        // Not a byte more than was announced: the rest would be read as the next response.
        let count = body.isLength ? Int(min(UInt64(bytes.byteCount), remaining)) : bytes.byteCount
        guard count > 0, !body.isNone else { return }
        take(count)
        let bytes = bytes.extracting(first: count)
        beginChunk(UInt64(count), into: &output)
        if count >= Self.largeSize { output.lend(bytes) } else { output.bytes.write(bytes) }
        endChunk(into: &output)
    }

    /// A range of a file.
    mutating func write(descriptor: CInt, offset: UInt64, length: UInt64, into output: inout OutputBatch) {
        let length = body.isLength ? min(length, remaining) : length
        guard length > 0, !body.isNone, length <= UInt64(Int64.max), offset <= UInt64(Int64.max) - length else {
            return
        }
        take(Int(length))
        beginChunk(length, into: &output)
        output.lend(FileRange(descriptor: descriptor, offset: Int64(offset), count: Int(length)))
        endChunk(into: &output)
    }

    /// The last chunk of a chunked body, and the trailers behind it.
    mutating func end(_ response: HttpResponseObject, into output: inout ByteBuffer) {
        let before = output.count
        output.write("0\r\n" as StaticString)
        if response.hasTrailers {
            response.forEachTrailer { name, value in
                let size = ResponseEncoder.fieldSize(nameByteCount: name.byteCount, valueByteCount: value.byteCount)
                output.write(room: size) { span in
                    _ = ResponseEncoder.writeField(name: name, value: value, to: &span)
                }
            }
        }
        output.write("\r\n" as StaticString)
        overhead += output.count - before
    }

    private mutating func take(_ count: Int) {
        taken += count
        if body.isLength { remaining -= UInt64(count) }
    }

    private mutating func beginChunk(_ size: UInt64, into output: inout OutputBatch) {
        guard body.isChunked else { return }
        output.bytes.write(room: ResponseEncoder.largestChunkOverhead) {
            _ = ResponseEncoder.writeChunkHeader(size: size, to: &$0)
        }
        overhead += ResponseEncoder.chunkOverhead(size: size)
    }

    private func endChunk(into output: inout OutputBatch) {
        if body.isChunked { output.bytes.write("\r\n" as StaticString) }
    }
}

/// What kind it is. `==`, which is another target's, would be called for each of these questions.
extension ResponseFraming.Body {
    var isNone: Bool { if case .none = self { true } else { false } }
    var isChunked: Bool { if case .chunked = self { true } else { false } }
    var isLength: Bool { if case .length = self { true } else { false } }
}
