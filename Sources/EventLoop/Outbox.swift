import Glibc
import OperatingSystem
import Synchronization

/// The only way out of a connection: tries to send, and queues what the socket does not take.
///
/// The thread that has the exchange of the connection, be it the loop or another, puts output in; between exchanges the loop
/// does. Only one thread does so at a time, so what it sends needs no order among threads. What is queued may be sent on by the
/// loop and by that thread alike, under the lock.
package struct Outbox: ~Copyable {
    private let queue = Lock(ByteQueue())
    /// Bytes in the queue, for those who only want to know.
    private let queued = Atomic<Int>(0)
    /// Bytes that the socket has taken so far: a sign of life of the client.
    private let taken = Atomic<Int>(0)
    /// A thread waits for the client with bytes that are not in the queue.
    private let hasWaiter = Atomic<Bool>(false)

    package init() {}

    /// How sending went.
    package enum Outcome: Equatable {
        /// The socket has taken everything.
        case sent
        /// The rest waits, and goes out by `flush` when the socket is writable.
        case queued
        /// The same, after a part of a file. The socket is full, or the file has become shorter, or a signal came: the system has to
        /// be asked whether the socket is writable.
        case queuedPart
        /// As `queued`, and some of what waits is memory of the caller's, which has to stay until the backlog is gone.
        case keeping
        /// The rest waits although the socket may take more: the connection has had its share, and others come first. `flush` has
        /// to be called again; the system will not tell.
        case hadShare
        /// The client is gone, or what was announced cannot be sent any more; the connection must be reset.
        case failed(OutputFailure)
    }

    /// Bytes that wait in the queue. Any thread.
    package var backlog: Int { queued.load(ordering: .acquiring) }

    /// A number that changes whenever the client takes something, while anything waits for it; nil when nothing does. Any thread.
    package var waitingMark: Int? {
        guard backlog > 0 || hasWaiter.load(ordering: .relaxed) else { return nil }
        return taken.load(ordering: .relaxed)
    }

    // MARK: Sending without waiting

    /// Sends a batch as far as the socket takes it, behind what waits already, and queues the rest. Called by the one thread that
    /// may put output in. What was lent is copied then and not needed any more when this returns; but if the caller `mayKeep` it,
    /// and the outcome says so, large pieces stay where they are.
    ///
    /// If the caller is not the loop it `leavesLargeFiles`: more than one call sends goes on from the loop in the end, and two
    /// threads in turn would cost more than the loop alone.
    package borrowing func send(
        _ batch: borrowing OutputBatch, to socket: borrowing Socket, mayKeep: Bool = false,
        leavesLargeFiles: Bool = false
    ) -> Outcome {
        if batch.isPlain, backlog == 0 {
            let sent = Self.sendAll(batch.bytes.region, to: socket, more: false)
            if sent == batch.bytes.count {
                noteTaken(sent)
                return .sent
            }
            guard sent >= 0 else { return .failed(.lost(CInt(-sent))) }
            noteTaken(sent)
            return queue.withLock { queue in
                queue.append(UnsafeRawBufferPointer(rebasing: batch.bytes.region[sent...]))
                queued.store(queue.count, ordering: .releasing)
                return .queued
            }
        }
        return queue.withLock { queue in
            var cursor = BatchCursor(batch)
            var share = Self.share
            if queue.isEmpty, !(leavesLargeFiles && batch.hasLargeFile) {
                if let failure = sendPieces(batch, &cursor, to: socket, share: &share) { return .failed(failure) }
            }
            let rest = cursor.queueRest(batch, in: &queue, mayKeep: mayKeep)
            // The connection is lost; until it is broken off the loop may send what waits, and the caller will not keep it.
            if !rest.isWhole { queue.removeAll() }
            queued.store(queue.count, ordering: .releasing)
            guard rest.isWhole else { return .failed(.noDescriptor) }
            return queue.isEmpty ? .sent : rest.isKept ? .keeping : share <= 0 ? .hadShare : .queued
        }
    }

    /// Bytes after which the other connections have their turn: a client that takes all as fast as it comes would keep them
    /// waiting for good.
    private static let share = Socket.largestPiece / 2

    /// Sends on what waits. Called by the loop when the socket is writable, and by a thread that waits for it.
    package borrowing func flush(to socket: borrowing Socket) -> Outcome {
        guard backlog > 0 else { return .sent }
        return queue.withLock { queue in
            defer { queued.store(queue.count, ordering: .releasing) }
            var share = Self.share
            while let first = queue.first {
                guard share > 0 else { return .hadShare }
                let sent: Int
                let wanted: Int
                switch first {
                case .memory(let memory):
                    wanted = min(memory.bytes.count, Socket.largestPiece)
                    let bytes = UnsafeRawBufferPointer(rebasing: memory.bytes.region[..<wanted])
                    sent = Self.sendAll(bytes, to: socket, more: queue.count > wanted)
                case .lent(let bytes):
                    wanted = min(bytes.count, Socket.largestPiece)
                    let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<wanted])
                    sent = Self.sendAll(bytes, to: socket, more: queue.count > wanted)
                case .file(let range):
                    wanted = range.nextPiece
                    sent = socket.send(range)
                    if sent == 0 { return .failed(.shortenedFile) }
                }
                if sent == -Int(EAGAIN) { return .queued }
                if sent == -Int(EINTR) { continue }
                guard sent >= 0 else { return .failed(.lost(CInt(-sent))) }
                noteTaken(sent)
                share -= sent
                queue.removeFirst(sent)
                // A socket that took less than it was given is full, and will tell when it is not.
                if sent < wanted { if case .file = first { return .queuedPart } else { return .queued } }
            }
            return .sent
        }
    }

    /// Whether a file whose range waits has become shorter than that. Nothing tells before the client takes more, which it may
    /// not do; so the loop asks now and then.
    package borrowing func hasShortenedFile() -> Bool {
        guard backlog > 0 else { return false }
        return queue.withLock { queue in
            guard case .file(let range) = queue.first else { return false }
            return range.isShortened
        }
    }

    /// Drops what waits: nobody will take it.
    package borrowing func removeAll() {
        queue.withLock { $0.removeAll() }
        queued.store(0, ordering: .releasing)
    }

    // MARK: Sending on a thread that may wait

    /// Sends all of a batch from where it is, and waits where the client does not take it. `willWait` is called before each
    /// wait; `isConnected` answers whether it is worth going on. Never on a loop.
    package borrowing func sendWaiting(
        _ batch: borrowing OutputBatch, to socket: borrowing Socket, isConnected: () -> Bool, willWait: () -> Void
    ) -> Outcome {
        if backlog > 0 {
            willWait()
            let outcome = waitUntilEmpty(socket, isConnected: isConnected)
            guard outcome == .sent else { return outcome }
        }
        var cursor = BatchCursor(batch)
        defer { hasWaiter.store(false, ordering: .relaxed) }
        while true {
            var share = Int.max
            if let failure = sendPieces(batch, &cursor, to: socket, share: &share) { return .failed(failure) }
            guard !cursor.isAtEnd(batch) else { return .sent }
            willWait()
            hasWaiter.store(true, ordering: .relaxed)
            // Breaking the connection off wakes this wait; the limit keeps a lost wake-up from holding the thread for good.
            socket.waitUntilWritable(milliseconds: 1_000)
            guard isConnected() else { return .failed(.lost(EPIPE)) }
            if case .file(let range) = cursor.next(batch)?.content, range.isShortened { return .failed(.shortenedFile) }
        }
    }

    /// Waits until the socket has taken everything. Never on a loop.
    package borrowing func waitUntilEmpty(_ socket: borrowing Socket, isConnected: () -> Bool) -> Outcome {
        while isConnected() {
            switch flush(to: socket) {
            case .queued, .queuedPart: socket.waitUntilWritable(milliseconds: 1_000)
            case .hadShare: break
            case let outcome: return outcome
            }
        }
        return .failed(.lost(EPIPE))
    }

    // MARK: Pieces

    /// Sends from where the cursor stands until the socket takes no more, or files have used up the share: memory that waits
    /// may have to be copied. Why it cannot go on at all, or nil.
    private borrowing func sendPieces(
        _ batch: borrowing OutputBatch, _ cursor: inout BatchCursor, to socket: borrowing Socket, share: inout Int
    ) -> OutputFailure? {
        while share > 0, let piece = cursor.next(batch) {
            let sent: Int
            let wanted: Int
            switch piece.content {
            case .memory(let bytes):
                wanted = bytes.count
                sent = socket.send(bytes, more: !piece.isLast)
            case .file(let range):
                wanted = range.nextPiece
                sent = socket.send(range)
                if sent == 0 { return .shortenedFile }
                share -= max(sent, 0)
            }
            if sent == -Int(EAGAIN) { return nil }
            if sent == -Int(EINTR) { continue }
            guard sent >= 0 else { return .lost(CInt(-sent)) }
            noteTaken(sent)
            cursor.advance(batch, by: sent)
            if sent < wanted, socket.isUndisturbed { return nil }
        }
        return nil
    }

    private borrowing func noteTaken(_ count: Int) {
        taken.store(taken.load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }

    /// Sends bytes until the socket takes no more. How many it took, or the negative of an error's code.
    @inline(__always)
    private static func sendAll(_ bytes: UnsafeRawBufferPointer, to socket: borrowing Socket, more: Bool) -> Int {
        let sent = socket.send(bytes, more: more)
        return sent == bytes.count ? sent : sendOn(bytes, sent, to: socket, more: more)
    }

    @inline(never)
    private static func sendOn(
        _ bytes: UnsafeRawBufferPointer, _ first: Int, to socket: borrowing Socket, more: Bool
    ) -> Int {
        var total = 0
        var sent = first
        while true {
            if sent == -Int(EAGAIN) { return total }
            if sent < 0, sent != -Int(EINTR) { return sent }
            total += max(sent, 0)
            if total == bytes.count || sent > 0 && socket.isUndisturbed { return total }
            sent = socket.send(UnsafeRawBufferPointer(rebasing: bytes[total...]), more: more)
        }
    }
}

/// Why output cannot go on.
package enum OutputFailure: Equatable, Sendable {
    /// The client is gone, by the system's word.
    case lost(CInt)
    /// A file became shorter than what was announced of it.
    case shortenedFile
    /// There is no descriptor to keep a file open by.
    case noDescriptor
}

/// How far a batch has been sent.
private struct BatchCursor {
    /// The cut that comes next.
    private var cut = 0
    /// Bytes of the batch's own that have been sent.
    private var position = 0
    /// Bytes of the next cut that have been sent.
    private var within = 0

    init(_ batch: borrowing OutputBatch) {}

    struct Piece {
        var content: OutputBatch.Content
        var isLast: Bool
        var isLent = true
    }

    func isAtEnd(_ batch: borrowing OutputBatch) -> Bool { cut == batch.cuts.count && position == batch.bytes.count }

    /// What is to be sent next, nil at the end.
    func next(_ batch: borrowing OutputBatch) -> Piece? {
        let cuts = batch.cuts
        let end = cut < cuts.count ? cuts[cut].position : batch.bytes.count
        if position < end {
            let bytes = UnsafeRawBufferPointer(rebasing: batch.bytes.region[position..<end])
            return Piece(content: .memory(bytes), isLast: cut == cuts.count, isLent: false)
        }
        guard cut < cuts.count else { return nil }
        let isLast = cut == cuts.count - 1 && position == batch.bytes.count
        switch cuts[cut].content {
        case .memory(let bytes):
            return Piece(content: .memory(UnsafeRawBufferPointer(rebasing: bytes[within...])), isLast: isLast)
        case .file(var range):
            range.offset += Int64(within)
            range.count -= within
            return Piece(content: .file(range), isLast: isLast)
        }
    }

    mutating func advance(_ batch: borrowing OutputBatch, by sent: Int) {
        let cuts = batch.cuts
        let end = cut < cuts.count ? cuts[cut].position : batch.bytes.count
        if position < end {
            position += sent
            return
        }
        within += sent
        let count =
            switch cuts[cut].content {
            case .memory(let bytes): bytes.count
            case .file(let range): range.count
            }
        if within == count {
            cut += 1
            within = 0
        }
    }

    /// From this size on memory that may stay where it is does.
    private static let keptSize = 16 * 1024

    /// Puts what has not been sent into the queue. Whether that was possible (a file may not be kept open), and whether some of
    /// it is memory of the caller's.
    mutating func queueRest(
        _ batch: borrowing OutputBatch, in queue: inout ByteQueue, mayKeep: Bool
    )
        -> (isWhole: Bool, isKept: Bool)
    {
        var isKept = false
        while let piece = next(batch) {
            switch piece.content {
            case .memory(let bytes):
                if mayKeep, piece.isLent, bytes.count >= Self.keptSize {
                    queue.append(lent: bytes)
                    isKept = true
                } else {
                    queue.append(bytes)
                }
                advance(batch, by: bytes.count)
            case .file(let range):
                guard queue.append(range) else { return (false, isKept) }
                advance(batch, by: range.count)
            }
        }
        return (true, isKept)
    }
}
