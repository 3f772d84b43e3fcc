import CEvents
import Glibc
import OperatingSystem
import Synchronization

/// Work that threads give a loop, and the descriptor that wakes it.
final class Mailbox: Sendable {
    /// An eventfd, which the loop watches.
    let descriptor: CInt
    private let work = Lock<[any LoopJob]>([])
    /// There is work, or there is about to be.
    private let isFilled = Atomic<Bool>(false)
    /// Memory for the work that comes while the loop does what was there. Loop only.
    @exclusivity(unchecked) nonisolated(unsafe) private var spare: [any LoopJob] = []

    init() throws(EventLoopError) {
        descriptor = CEvents_MakeCounter()
        guard descriptor >= 0 else { throw EventLoopError(making: "the mailbox of an event loop", code: -descriptor) }
    }

    deinit { close(descriptor) }

    /// Puts work behind what is there. The loop itself needs no waking: it looks before it sleeps.
    func add(_ job: any LoopJob, fromLoop: Bool) {
        let wasEmpty = work.withLock { work -> Bool in
            work.append(job)
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
        var all = spare
        spare = []
        work.withLock { work in
            isFilled.store(false, ordering: .relaxed)
            swap(&work, &all)
        }
        for job in all { job.runOnLoop() }
        guard all.capacity <= Self.keptJobs else { return }
        all.removeAll(keepingCapacity: true)
        spare = all
    }

    /// After a burst of more than this the memory for it is given back.
    private static let keptJobs = 1_024
}

/// What a loop can be given: anything that already exists for other reasons, so that giving it allocates nothing.
package protocol LoopJob: AnyObject, Sendable {
    /// Does the work, once for each time that the loop was given it. Called on the loop.
    func runOnLoop()
}

/// A closure as a job, for work that has no object of its own. Costs one allocation.
final class LoopClosure: LoopJob {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func runOnLoop() { body() }
}
