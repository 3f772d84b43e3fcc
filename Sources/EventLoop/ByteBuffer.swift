import Glibc

/// Bytes in memory of its own: written at the end, read from the front. It grows as it is written to.
///
/// It belongs to one owner at a time and is never copied. Its memory comes from `malloc`; a process that gets none ends, as Swift's
/// own arrays do.
package struct ByteBuffer: ~Copyable, @unchecked Sendable {
    // Safety: the memory is reachable through this value only, which cannot be copied. Every access is between `start` and `end`
    // or, for writing, between `end` and `capacity`.
    private var memory: UnsafeMutableRawPointer?
    /// Bytes of memory it has.
    package private(set) var capacity = 0
    private var start = 0
    private var end = 0

    /// One without memory.
    package init() {}

    /// One that holds the bytes of a text.
    package init(_ text: String) {
        write(text)
    }

    deinit { free(memory) }

    /// The bytes that are here.
    package var count: Int { end &- start }
    package var isEmpty: Bool { end == start }

    /// The bytes that are here, good until the next call that changes the buffer.
    package var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            let span = RawSpan(
                _unsafeBytes: UnsafeRawBufferPointer(start: memory.map { $0 + start }, count: end &- start))
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// The bytes that are here, as memory that must not be used behind the next call that changes the buffer.
    package var region: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: memory.map { $0 + start }, count: end &- start)
    }

    /// Forgets so many bytes at the front.
    package mutating func removeFirst(_ count: Int) {
        precondition(count >= 0 && count <= end - start)
        start += count
        if start == end { clear() }
    }

    /// Forgets so many bytes at the end.
    package mutating func removeLast(_ count: Int) {
        precondition(count >= 0 && count <= end - start)
        end -= count
    }

    /// Forgets all bytes and keeps the memory.
    package mutating func clear() {
        start = 0
        end = 0
    }

    /// Forgets all bytes, and gives the memory back if it is more than `limit`.
    package mutating func clear(keeping limit: Int) {
        clear()
        guard capacity > limit else { return }
        free(memory)
        memory = nil
        capacity = 0
    }

    // MARK: Writing

    /// Makes room for so many more bytes.
    @inline(__always)
    package mutating func reserve(_ count: Int) {
        if capacity &- end < count { grow(count) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        precondition(more >= 0 && more < Int.max / 4)
        if start > 0, let memory {
            memmove(memory, memory + start, end - start)
            end -= start
            start = 0
            if capacity - end >= more { return }
        }
        let wanted = max(end + more, capacity * 2, 512)
        // How much waits for a client is limited by others. A process that has no memory for that ends here as it would in any
        // array of Swift's, and its supervisor replaces it.
        guard let larger = realloc(memory, wanted) else { fatalError("no memory for \(wanted) bytes of a message") }
        memory = larger
        capacity = wanted
    }

    package mutating func write(_ bytes: RawSpan) {
        let count = bytes.byteCount
        guard count > 0 else { return }
        reserve(count)
        guard let memory else { return }
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { memcpy(memory + end, base, count) }
        }
        end &+= count
    }

    package mutating func write(_ text: String) {
        write(text.utf8Span.span.bytes)
    }

    package mutating func write(_ text: StaticString) {
        let count = text.utf8CodeUnitCount
        reserve(count)
        guard let memory else { return }
        memcpy(memory + end, text.utf8Start, count)
        end &+= count
    }

    package mutating func write(byte: UInt8) {
        reserve(1)
        memory?.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end &+= 1
    }

    /// Gives `body` so many bytes of room at least, and takes what it has written there.
    @inline(__always)
    package mutating func write<Failure: Error>(
        room: Int, _ body: (inout OutputRawSpan) throws(Failure) -> Void
    ) throws(Failure) {
        reserve(room)
        guard let memory else { return }
        var output = OutputRawSpan(
            buffer: UnsafeMutableRawBufferPointer(start: memory + end, count: capacity &- end), initializedCount: 0)
        try body(&output)
        end &+= output.finalize(for: UnsafeMutableRawBufferPointer(start: memory + end, count: capacity &- end))
    }

    /// Gives `body` memory for so many bytes, and takes as many as it says that it has written there, from the front on.
    package mutating func write(atMost room: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        reserve(room)
        guard let memory else { return }
        didWrite(body(memory + end))
    }

    /// Room for so many bytes that a system call writes; see `didWrite`.
    mutating func room(_ count: Int) -> UnsafeMutableRawBufferPointer {
        reserve(count)
        return UnsafeMutableRawBufferPointer(start: memory.map { $0 + end }, count: capacity &- end)
    }

    /// So many bytes have been written into the room that was given for them.
    mutating func didWrite(_ count: Int) {
        precondition(count >= 0 && count <= capacity - end)
        end += count
    }
}

extension String {
    /// The bytes of a buffer as text.
    package init(decoding buffer: borrowing ByteBuffer) {
        self = buffer.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
