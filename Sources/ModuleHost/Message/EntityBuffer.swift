package import CModuleABI
import Glibc
import ModuleInterfaces

/// The request body on its way from the connection to the module: bounded, filled by the loop, emptied by the owner of the exchange.
///
/// When it is full, the connection stops reading until there is room again. A thread that waits for bytes gets them straight
/// into its own memory, and wakes when that is full or when nothing more is to be had just now: not for every piece.
package final class EntityBuffer: @unchecked Sendable {
    // Safety: everything below `lock` is touched only while it is held.

    /// What it holds at most before the connection must stop reading.
    package static let capacity = 64 * 1024

    /// What one read came to.
    package enum ReadResult {
        case bytes(Int)
        /// There is nothing more: HRESULT_FROM_WIN32(ERROR_HANDLE_EOF), or why the body broke off.
        case ended(HRESULT)
        /// Nothing is here yet.
        case empty
    }

    /// A read that waits for bytes: where they go, and what is called when they have come.
    private struct Waiting {
        let target: UnsafeMutableRawPointer
        let count: Int
        let completion: (HRESULT, Int) -> Void
    }

    /// A thread that waits for bytes: where they go, and how many have come.
    private struct WaitingThread {
        let target: UnsafeMutableRawPointer
        let count: Int
        var filled = 0
        /// It goes on with what it has.
        var isReleased = false

        var hasRoom: Bool { !isReleased && filled < count }
    }

    /// A field that came behind a chunked body.
    struct Trailer {
        let name: [UInt8]
        let value: [UInt8]
    }

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var storage: UnsafeMutableRawPointer?
    private var size = 0
    private var head = 0
    private var tail = 0
    private var end: HRESULT?
    private var waiting: Waiting?
    private var thread: WaitingThread?
    /// The connection has found no room and stopped reading.
    private var isConnectionHeldBack = false
    private var trailers: [Trailer] = []

    package init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(arrived, nil)
    }

    deinit {
        free(storage)
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(arrived)
        lock.deallocate()
        arrived.deallocate()
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    // MARK: The connection’s side

    /// Bytes arrived. Returns whether there is room for more. Loop only.
    package func append(_ bytes: RawSpan) -> Bool {
        bytes.withUnsafeBytes { bytes in
            let (served, hasRoom) = locked { () -> (Served?, Bool) in
                guard end == nil else { return (nil, true) }
                let served = serveWaiting(bytes)
                let taken = served?.bytes ?? fillThread(bytes)
                store(UnsafeRawBufferPointer(rebasing: bytes[taken...]))
                return (served, isThereRoom)
            }
            if let served { served.completion(HResult.ok, served.bytes) }
            return hasRoom
        }
    }

    /// All that was here for now has been appended: a thread that waits goes on with it. Loop only.
    package func endPiece() {
        let isReleased = locked {
            guard thread != nil, thread?.filled != 0 else { return false }
            thread?.isReleased = true
            return true
        }
        if isReleased { pthread_cond_signal(arrived) }
    }

    private struct Served {
        let completion: (HRESULT, Int) -> Void
        let bytes: Int
    }

    /// Gives bytes straight to a read that waits. Called with the lock held.
    private func serveWaiting(_ bytes: UnsafeRawBufferPointer) -> Served? {
        guard let waiting, let start = bytes.baseAddress else { return nil }
        let count = min(waiting.count, bytes.count)
        memcpy(waiting.target, start, count)
        self.waiting = nil
        return Served(completion: waiting.completion, bytes: count)
    }

    /// Puts bytes where a thread waits for them. How many; called with the lock held.
    private func fillThread(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let waiting = thread, waiting.hasRoom, let start = bytes.baseAddress else { return 0 }
        let count = min(waiting.count - waiting.filled, bytes.count)
        memcpy(waiting.target + waiting.filled, start, count)
        thread?.filled += count
        return count
    }

    private var isThereRoom: Bool { tail - head < Self.capacity || thread?.hasRoom == true }

    private func store(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0, let start = bytes.baseAddress else { return }
        if head == tail {
            head = 0
            tail = 0
        }
        if size - tail < bytes.count {
            if head > 0, let storage {
                memmove(storage, storage + head, tail - head)
                tail -= head
                head = 0
            }
            if size - tail < bytes.count {
                // Doubles, so that a body fed byte by byte costs no more than one that comes whole.
                size = max(tail + bytes.count, min(size * 2, Self.capacity), 1024)
                storage = realloc(storage, size)
            }
        }
        guard let storage else { return }
        memcpy(storage + tail, start, bytes.count)
        tail += bytes.count
    }

    /// The body is complete, or broke off with `result`. Loop only; a second call changes nothing.
    package func finish(_ result: HRESULT = HResult.handleEOF) {
        let waiter = locked { () -> Waiting? in
            guard end == nil else { return nil }
            end = result
            defer { waiting = nil }
            return waiting
        }
        pthread_cond_signal(arrived)
        waiter?.completion(result, 0)
    }

    /// A trailer field came. Loop only, before `finish`.
    package func addTrailer(name: RawSpan, value: RawSpan) {
        let trailer = Trailer(name: name.withUnsafeBytes { Array($0) }, value: value.withUnsafeBytes { Array($0) })
        locked { trailers.append(trailer) }
    }

    /// The client is gone, or broke the framing, before the body was complete. Loop only.
    package func breakOff() { finish(HResult.networkNameDeleted) }

    /// Whether all of the body has arrived.
    package var isComplete: Bool { locked { end != nil } }

    /// Whether all that has arrived has been taken. Any thread.
    package var isEmpty: Bool { locked { head == tail } }

    /// Whether all of the body has arrived and been read.
    var isAtEnd: Bool { locked { end != nil && head == tail } }

    /// Whether there is room for more. If not, the connection stops reading, and is told when there is room again.
    package var hasRoom: Bool {
        locked {
            isConnectionHeldBack = !isThereRoom
            return !isConnectionHeldBack
        }
    }

    /// Whether the connection has stopped reading for want of room. Any thread.
    package var isHoldingBack: Bool { locked { isConnectionHeldBack } }

    // MARK: The module's side

    /// Takes what is here, at most `count` bytes.
    func read(into target: UnsafeMutableRawPointer, count: Int) -> ReadResult {
        locked { take(into: target, count: count) }
    }

    /// Whether a thread waits for bytes and has none yet.
    var isAwaited: Bool { locked { thread?.filled == 0 } }

    /// Waits until something is here. Never on a loop, and by one thread at a time.
    func readWaiting(into target: UnsafeMutableRawPointer, count: Int) -> ReadResult {
        locked {
            let result = take(into: target, count: count)
            guard case .empty = result else { return result }
            thread = WaitingThread(target: target, count: count)
            defer { thread = nil }
            while true {
                pthread_cond_wait(arrived, lock)
                if let thread, thread.filled > 0, thread.isReleased || end != nil { return .bytes(thread.filled) }
                if let end { return .ended(end) }
            }
        }
    }

    /// Takes what is here, or calls `completion` when something comes (on the loop; false: another read waits already).
    func read(
        into target: UnsafeMutableRawPointer, count: Int, orLater completion: @escaping (HRESULT, Int) -> Void
    ) -> ReadResult? {
        locked {
            guard waiting == nil else { return nil }
            let result = take(into: target, count: count)
            if case .empty = result { waiting = Waiting(target: target, count: count, completion: completion) }
            return result
        }
    }

    /// The trailers, once, after the body has come in full; nil if there are none to show.
    func takeTrailers() -> [Trailer]? {
        locked {
            guard end == HResult.handleEOF, !trailers.isEmpty else { return nil }
            defer { trailers = [] }
            return trailers
        }
    }

    private func take(into target: UnsafeMutableRawPointer, count: Int) -> ReadResult {
        let available = tail - head
        if available > 0, let storage {
            let count = min(count, available)
            memcpy(target, storage + head, count)
            head += count
            return .bytes(count)
        }
        if let end { return .ended(end) }
        return .empty
    }

    /// Forgets a read that waits: its memory is no longer the host's to write to. Returns its completion.
    func cancel() -> ((HRESULT, Int) -> Void)? {
        locked {
            defer { waiting = nil }
            return waiting?.completion
        }
    }

    /// Ready for the next exchange.
    func reset() {
        locked {
            head = 0
            tail = 0
            end = nil
            waiting = nil
            isConnectionHeldBack = false
            trailers = []
            if size > 4096 {
                free(storage)
                storage = nil
                size = 0
            }
        }
    }
}
