import Glibc
import HTTPCodec
import ModuleHost
import NIOCore

/// Puts pieces of a body into the framing that was chosen for it. A value, for one push.
struct BodyEncoder {
    /// Takes bytes that are not to be copied, when all before them is in the buffer. They are good until it returns.
    typealias Large = (inout ByteBuffer, RawSpan) -> Void

    /// From this size on a piece of memory is large.
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
    mutating func write(_ bytes: RawSpan, into output: inout ByteBuffer, large: Large?) {
        // Not a byte more than was announced: the rest would be read as the next response.
        let count = body.isLength ? Int(min(UInt64(bytes.byteCount), remaining)) : bytes.byteCount
        guard count > 0, body != .none else { return }
        take(count)
        let bytes = bytes.extracting(first: count)
        if let large, count >= Self.largeSize {
            beginChunk(UInt64(count), into: &output)
            large(&output, bytes)
            endChunk(into: &output)
        } else if body == .chunked {
            output.writeWithOutputRawSpan(minimumWritableBytes: count + ResponseEncoder.largestChunkOverhead) { span in
                _ = ResponseEncoder.writeChunk(bytes, to: &span)
            }
            overhead += ResponseEncoder.chunkOverhead(size: UInt64(count))
        } else {
            output.writeBytes(bytes)
        }
    }

    /// A range of a file.
    mutating func write(
        descriptor: CInt, offset: UInt64, length: UInt64, into output: inout ByteBuffer,
        file: (inout ByteBuffer, FileRegion) -> Void
    ) {
        let length = body.isLength ? min(length, remaining) : length
        guard length > 0, body != .none, length <= UInt64(Int64.max), offset <= UInt64(Int64.max) - length else {
            return
        }
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { return }
        take(Int(length))
        beginChunk(length, into: &output)
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: own)
        file(&output, FileRegion(fileHandle: handle, readerIndex: Int(offset), endIndex: Int(offset + length)))
        endChunk(into: &output)
    }

    /// The last chunk of a chunked body, and the trailers behind it.
    mutating func end(_ response: HttpResponseObject, into output: inout ByteBuffer) {
        let before = output.readableBytes
        output.writeStaticString("0\r\n")
        if response.hasTrailers {
            response.forEachTrailer { name, value in
                let size = ResponseEncoder.fieldSize(nameByteCount: name.byteCount, valueByteCount: value.byteCount)
                output.writeWithOutputRawSpan(minimumWritableBytes: size) { span in
                    _ = ResponseEncoder.writeField(name: name, value: value, to: &span)
                }
            }
        }
        output.writeStaticString("\r\n")
        overhead += output.readableBytes - before
    }

    private mutating func take(_ count: Int) {
        taken += count
        if body.isLength { remaining -= UInt64(count) }
    }

    private mutating func beginChunk(_ size: UInt64, into output: inout ByteBuffer) {
        guard body == .chunked else { return }
        output.writeWithOutputRawSpan(minimumWritableBytes: ResponseEncoder.largestChunkOverhead) {
            _ = ResponseEncoder.writeChunkHeader(size: size, to: &$0)
        }
        overhead += ResponseEncoder.chunkOverhead(size: size)
    }

    private func endChunk(into output: inout ByteBuffer) {
        if body == .chunked { output.writeStaticString("\r\n") }
    }
}

extension ResponseFraming.Body {
    var isLength: Bool { if case .length = self { true } else { false } }
}
