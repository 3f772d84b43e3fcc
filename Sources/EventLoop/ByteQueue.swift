import DequeModule
import Glibc

/// Output that the socket has not taken, in order: memory of its own and of others, and ranges of files, whose descriptors it owns.
struct ByteQueue: ~Copyable, @unchecked Sendable {
    // Safety: used only under the lock of the outbox that owns it; its pieces are reachable through it alone.
    private var pieces = Deque<Piece>()
    /// All bytes that wait.
    private(set) var count = 0

    enum Piece {
        case memory(Memory)
        /// Memory that its owner keeps until it has gone out.
        case lent(UnsafeRawBufferPointer)
        case file(FileRange)
    }

    /// Bytes that several pieces of output were copied into, and how many of them have been sent.
    final class Memory {
        var bytes = ByteBuffer()
    }

    /// A piece of memory is filled up to this before there is another.
    private static let pieceSize = 64 * 1024

    deinit { for case .file(let range) in pieces { close(range.descriptor) } }

    var isEmpty: Bool { count == 0 }

    /// The piece that goes out next.
    var first: Piece? { pieces.first }

    /// Copies bytes to the end.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        count += bytes.count
        if case .memory(let last) = pieces.last, last.bytes.count + bytes.count <= Self.pieceSize {
            return last.bytes.write(bytes.bytes)
        }
        let memory = Memory()
        memory.bytes.write(bytes.bytes)
        pieces.append(.memory(memory))
    }

    /// Puts memory to the end that stays where it is.
    mutating func append(lent bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        count += bytes.count
        pieces.append(.lent(bytes))
    }

    /// Takes a range of a file; the descriptor is duplicated. False: there is no descriptor to be had, and what was announced
    /// cannot be sent.
    mutating func append(_ file: FileRange) -> Bool {
        let own = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { return false }
        pieces.append(.file(FileRange(descriptor: own, offset: file.offset, count: file.count)))
        count += file.count
        return true
    }

    /// So many bytes of the first piece have gone out.
    mutating func removeFirst(_ sent: Int) {
        count -= sent
        switch pieces.first {
        case .memory(let memory):
            memory.bytes.removeFirst(sent)
            if memory.bytes.isEmpty { pieces.removeFirst() }
        case .lent(let bytes):
            if sent < bytes.count {
                pieces[0] = .lent(UnsafeRawBufferPointer(rebasing: bytes[sent...]))
            } else {
                pieces.removeFirst()
            }
        case .file(var range):
            range.offset += Int64(sent)
            range.count -= sent
            if range.count > 0 {
                pieces[0] = .file(range)
            } else {
                close(range.descriptor)
                pieces.removeFirst()
            }
        case nil: break
        }
    }

    /// Nobody will take what waits.
    mutating func removeAll() {
        for case .file(let range) in pieces { close(range.descriptor) }
        pieces = []
        count = 0
    }
}
