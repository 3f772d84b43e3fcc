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

    /// Behind a pointer for the reason given at `ExchangeState`.
    private struct State {
        var first: UnsafeMutableRawPointer?
        var firstSize = 0
        var position: UnsafeMutableRawPointer?
        var end: UnsafeMutableRawPointer?
        /// Bytes in chunks behind the first.
        var moreSize = 0
    }

    private let state: UnsafeMutablePointer<State>
    private var more: [UnsafeMutableRawPointer] = []

    package init() {
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    deinit {
        release()
        state.deallocate()
    }

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
        state.pointee.moreSize += Self.largeSize
        return memory
    }

    /// Memory for `count` bytes and one more, which the caller fills.
    @inline(__always)
    func allocateUninitialized(_ count: Int) -> UnsafeMutableRawPointer? {
        let size = (count + Self.alignment) & ~(Self.alignment - 1)
        if let position = state.pointee.position, let end = state.pointee.end, end - position >= size {
            state.pointee.position = position + size
            return position
        }
        return grow(by: size)
    }

    private func grow(by size: Int) -> UnsafeMutableRawPointer? {
        let isFirst = state.pointee.first == nil
        let usualSize = Self.firstChunkSize + min(state.pointee.moreSize, Self.largeSize)
        let chunkSize = max(isFirst ? Self.firstChunkSize : usualSize, size)
        guard let chunk = malloc(chunkSize) else { return nil }
        if isFirst {
            state.pointee.first = chunk
            state.pointee.firstSize = chunkSize
        } else {
            more.append(chunk)
            state.pointee.moreSize += chunkSize
        }
        state.pointee.position = chunk + size
        state.pointee.end = chunk + chunkSize
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
        if state.pointee.moreSize > 0 { freeMore() }
        state.pointee.position = state.pointee.first
        state.pointee.end = state.pointee.first.map { $0 + state.pointee.firstSize }
    }

    private func freeMore() {
        for chunk in more { free(chunk) }
        more.removeAll(keepingCapacity: false)
        state.pointee.moreSize = 0
    }

    /// Frees everything.
    func release() {
        if state.pointee.moreSize > 0 { freeMore() }
        free(state.pointee.first)
        state.pointee = State()
    }
}
