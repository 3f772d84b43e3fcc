/// Output on its way to a socket: bytes that were written here, and between them what is sent from where it is, memory that was
/// lent or ranges of files.
///
/// It is filled and sent within one call. What is lent has to stay until `Outbox.send` has returned, and no longer: the outbox
/// copies what the socket did not take.
package struct OutputBatch: ~Copyable {
    /// What was written. Bytes written here go behind everything lent before.
    package var bytes = ByteBuffer()
    /// What stands between them, in order.
    private(set) var cuts: [Cut] = []
    /// The bytes of all cuts.
    private var cutBytes = 0

    /// What is sent at one place between the bytes.
    struct Cut {
        /// How many of the bytes go before it.
        var position: Int
        var content: Content
    }

    enum Content {
        case memory(UnsafeRawBufferPointer)
        case file(FileRange)
    }

    package init() {}

    /// All bytes to send.
    package var count: Int { bytes.count &+ cutBytes }
    package var isEmpty: Bool { count == 0 }

    /// Whether nothing was lent, as in nearly every response.
    var isPlain: Bool { cutBytes == 0 }
    /// Whether something was lent, which has to go out before it changes.
    package var isLending: Bool { cutBytes > 0 }

    /// Whether a file is in it of which one call does not send all.
    var hasLargeFile: Bool {
        cuts.contains { if case .file(let range) = $0.content { range.nextPiece < range.count } else { false } }
    }

    /// Puts memory behind what is here, without copying it.
    package mutating func lend(_ memory: RawSpan) {
        guard !memory.isEmpty else { return }
        // Safety: the caller keeps the memory until the batch has been sent, as the type says.
        memory.withUnsafeBytes { cuts.append(Cut(position: bytes.count, content: .memory($0))) }
        cutBytes += memory.byteCount
    }

    /// Puts a range of a file behind what is here. The descriptor stays the caller's.
    package mutating func lend(_ file: FileRange) {
        guard file.count > 0 else { return }
        cuts.append(Cut(position: bytes.count, content: .file(file)))
        cutBytes += file.count
    }

    /// Everything has been sent or taken over. Memory up to `limit` is kept.
    package mutating func clear(keeping limit: Int) {
        bytes.clear(keeping: limit)
        if cutBytes > 0 {
            cuts.removeAll(keepingCapacity: cuts.count < 64)
            cutBytes = 0
        }
    }
}
