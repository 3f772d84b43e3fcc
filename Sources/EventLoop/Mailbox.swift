import CEvents
import Glibc
import Synchronization

/// Work that threads give a loop, and the descriptor that wakes it.
final class Mailbox: Sendable {
    /// An eventfd, which the loop watches.
    let descriptor: CInt
    private let work = Mutex<[@Sendable () -> Void]>([])
    /// There is work, or there is about to be.
    private let isFilled = Atomic<Bool>(false)

    init() throws(EventLoopError) {
        descriptor = CEvents_MakeCounter()
        guard descriptor >= 0 else { throw EventLoopError(making: "the mailbox of an event loop", code: -descriptor) }
    }

    deinit { close(descriptor) }

    /// Puts work behind what is there. The loop itself needs no waking: it looks before it sleeps.
    func add(_ body: @escaping @Sendable () -> Void, fromLoop: Bool) {
        let wasEmpty = work.withLock { work -> Bool in
            work.append(body)
            isFilled.store(true, ordering: .releasing)
            return work.count == 1
        }
        guard wasEmpty, !fromLoop else { return }
        var one: UInt64 = 1
        _ = write(descriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Whether there is work. Loop only.
    var hasWork: Bool { isFilled.load(ordering: .acquiring) }

    /// The descriptor has told. Loop only.
    func noteSignal() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
    }

    /// Does what is there by now. Loop only.
    func run() {
        let all = work.withLock { work in
            isFilled.store(false, ordering: .relaxed)
            defer { work = [] }
            return work
        }
        for body in all { body() }
    }
}
