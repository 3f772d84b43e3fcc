import Glibc

/// The memory of one exchange: everything in it is freed at once, when the exchange is over.
///
/// Not thread-safe: only the thread that has the exchange allocates. The first chunk is kept from one exchange to the next.
package final class Arena: @unchecked Sendable {
    // Safety: confined to the thread that has the exchange; see Exchange.

    private static let firstChunkSize = 8 * 1024
    /// From this size on an allocation has a chunk of its own.
    private static let largeSize = 128 * 1024
    private static let alignment = 16

    ///
    private struct State {
        var first: UnsafeMutableRawPointer?
        var firstSize = 0
        var position: UnsafeMutableRawPointer?
        var end: UnsafeMutableRawPointer?
        /// Bytes in chunks behind the first.
        var moreSize = 0
    }

    private let state = StateBox(State())
    private var more: [UnsafeMutableRawPointer] = []

    package init() {}

    deinit { release() }

    /// Zeroed memory with at least one zero byte behind it, aligned to 16 bytes; nil when the system has none.
    package func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        guard count < Self.largeSize else { return allocateLarge(count) }
        guard let memory = allocateUninitialized(count) else { return nil }
        memset(memory, 0, count + 1)
        return memory
    }

    /// A chunk of its own, whose pages the system gives, zeroed, when they are first touched: a module that asks for four
    /// gigabytes by mistake costs nothing, and the chunk in use keeps its room.
    private func allocateLarge(_ count: Int) -> UnsafeMutableRawPointer? {
        guard let memory = calloc(1, count + 1) else { return nil }
        more.append(memory)
        state.moreSize += Self.largeSize
        return memory
    }

    /// Memory for `count` bytes and one more, which the caller fills.
    @inline(__always)
    func allocateUninitialized(_ count: Int) -> UnsafeMutableRawPointer? {
        let size = (count + Self.alignment) & ~(Self.alignment - 1)
        if let position = state.position, let end = state.end, end - position >= size {
            state.position = position + size
            return position
        }
        return grow(by: size)
    }

    private func grow(by size: Int) -> UnsafeMutableRawPointer? {
        let isFirst = state.first == nil
        let usualSize = Self.firstChunkSize + min(state.moreSize, Self.largeSize)
        let chunkSize = max(isFirst ? Self.firstChunkSize : usualSize, size)
        guard let chunk = malloc(chunkSize) else { return nil }
        if isFirst {
            state.first = chunk
            state.firstSize = chunkSize
        } else {
            more.append(chunk)
            state.moreSize += chunkSize
        }
        state.position = chunk + size
        state.end = chunk + chunkSize
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
        if state.moreSize > 0 { freeMore() }
        state.position = state.first
        state.end = state.first.map { $0 + state.firstSize }
    }

    private func freeMore() {
        for chunk in more { free(chunk) }
        more.removeAll(keepingCapacity: false)
        state.moreSize = 0
    }

    /// Frees everything.
    func release() {
        if state.moreSize > 0 { freeMore() }
        free(state.first)
        state.value = State()
    }
}
