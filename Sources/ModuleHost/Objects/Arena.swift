import Glibc

/// The memory of one exchange: everything in it is freed at once, when the exchange is over.
///
/// Not thread-safe: only the thread that has the exchange allocates. The first chunk is kept from one exchange to the next.
package final class Arena: @unchecked Sendable {
    // Safety: confined to the thread that has the exchange; see Exchange.

    private static let firstChunkSize = 8 * 1024
    private static let alignment = 16

    private var first: UnsafeMutableRawPointer?
    private var firstSize = 0
    private var position: UnsafeMutableRawPointer?
    private var end: UnsafeMutableRawPointer?
    private var more: [UnsafeMutableRawPointer] = []
    private var moreSize = 0

    package init() {}

    deinit { release() }

    /// Zeroed memory with at least one zero byte behind it, aligned to 16 bytes; nil when the system has none.
    package func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        guard let memory = allocateUninitialized(count) else { return nil }
        memset(memory, 0, count + 1)
        return memory
    }

    /// Memory for `count` bytes and one more, which the caller fills.
    @inline(__always)
    func allocateUninitialized(_ count: Int) -> UnsafeMutableRawPointer? {
        let size = (count + Self.alignment) & ~(Self.alignment - 1)
        if let position, let end, end - position >= size {
            self.position = position + size
            return position
        }
        return grow(by: size)
    }

    private func grow(by size: Int) -> UnsafeMutableRawPointer? {
        let chunkSize = max(first == nil ? Self.firstChunkSize : Self.firstChunkSize + moreSize, size)
        guard let chunk = malloc(chunkSize) else { return nil }
        if first == nil {
            first = chunk
            firstSize = chunkSize
        } else {
            more.append(chunk)
            moreSize += chunkSize
        }
        position = chunk + size
        end = chunk + chunkSize
        return chunk
    }

    /// Copies `bytes` and ends them with a zero, as C strings are.
    func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
        guard let copy = allocateUninitialized(bytes.count) else { return nil }
        if let start = bytes.baseAddress { memcpy(copy, start, bytes.count) }
        copy.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
        return copy
    }

    /// Copies `count` bytes at `start` and ends them with a zero.
    func copy(_ start: UnsafeRawPointer, _ count: Int) -> UnsafeMutablePointer<CChar>? {
        copy(UnsafeRawBufferPointer(start: start, count: count))?.assumingMemoryBound(to: CChar.self)
    }

    /// Copies `text` as a C string.
    func copy(_ text: String) -> UnsafeMutablePointer<CChar>? {
        var text = text
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }?.assumingMemoryBound(to: CChar.self)
    }

    /// Frees everything but the first chunk, for the next exchange.
    func reset() {
        for chunk in more { free(chunk) }
        if !more.isEmpty { more.removeAll(keepingCapacity: false) }
        moreSize = 0
        position = first
        end = first.map { $0 + firstSize }
    }

    /// Frees everything.
    func release() {
        reset()
        free(first)
        first = nil
        position = nil
        end = nil
    }
}
