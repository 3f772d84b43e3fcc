import CEvents
import Glibc
import OperatingSystem
import Synchronization

/// Something on a loop that has a descriptor.
package protocol EventSource: AnyObject {
    /// The descriptor is ready for something. Called on the loop.
    func ready(_ readiness: Readiness)
}

/// What a loop does for its owner at certain times. Called on the loop.
package protocol EventLoopDelegate: AnyObject {
    /// About a second has gone by. Answers whether it wants to be told again in a second; if not, see `EventLoop.keepTicking`.
    func tick() -> Bool
}

/// One thread that waits for events on descriptors and for work that other threads give it.
///
/// Whatever says "loop only" is called on that thread. A source is kept alive by the loop for as long as it is watched.
package final class EventLoop: @unchecked Sendable {
    // Safety: everything below `Loop only` is touched by the thread of the loop alone; the mailbox has a lock.

    /// The fate of calls on sockets, in tests.
    package let faults: (any SocketFaults)?

    private let mailbox: Mailbox
    private let thread = Atomic<UInt>(0)
    private let isEnding = Atomic<Bool>(false)
    private let joined = Lock<PosixThread?>(nil)

    // Loop only.
    private let poller: Poller
    @exclusivity(unchecked) private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    /// Sources that were taken off while their events were being looked at; they go when the batch is done.
    @exclusivity(unchecked) private var resting: [any EventSource] = []
    @exclusivity(unchecked) private var again: [Watch] = []
    @exclusivity(unchecked) private var timers: [Timer] = []
    private weak var delegate: (any EventLoopDelegate)?
    @exclusivity(unchecked) private var nextTick: UInt64?
    /// Milliseconds of the monotonic clock when the loop last woke.
    @exclusivity(unchecked) private var now: UInt64 = 0
    /// Memory that the sources of the loop receive into, one after the other; empty between their turns.
    package let received: UnsafeMutablePointer<ByteBuffer>
    /// What the source that has its turn sends; empty between turns.
    package let output: UnsafeMutablePointer<OutputBatch>

    private struct Slot {
        /// Counts the sources that have had the slot, so that a late event of one that is gone is known.
        var generation: UInt32 = 0
        var source: (any EventSource)?
        /// The same, without counting a reference for each event.
        unowned(unsafe) var borrowed: (any EventSource)?
        /// It has asked for a turn that has not come yet.
        var hasTurnAhead = false
    }

    private struct Timer {
        let due: UInt64
        let body: () -> Void
    }

    /// That a descriptor is watched.
    package struct Watch: Sendable, Equatable {
        fileprivate let slot: UInt32
        fileprivate let generation: UInt32

        fileprivate var data: UInt64 { UInt64(generation) << 32 | UInt64(slot) }
    }

    /// The slot of the mailbox.
    private static let mailboxData = UInt64.max

    // MARK: From any thread

    /// Starts the thread of a loop. `started` is the first thing that runs there, `ends` the last.
    package init(
        named name: String, faults: (any SocketFaults)? = nil, started: @escaping @Sendable () -> Void = {},
        ends: @escaping @Sendable () -> Void = {}
    ) throws {
        self.faults = faults
        CEvents_WatchForks()
        poller = try Poller()
        mailbox = try Mailbox()
        received = .allocate(capacity: 1)
        received.initialize(to: ByteBuffer())
        output = .allocate(capacity: 1)
        output.initialize(to: OutputBatch())
        let code = poller.add(mailbox.descriptor, .reading, data: Self.mailboxData)
        guard code == 0 else { throw EventLoopError(making: "the mailbox of an event loop", code: code) }
        let ready = ParkingSpot()
        let handle = try PosixThread.start(named: name) { [self] in
            thread.store(UInt(pthread_self()), ordering: .releasing)
            started()
            ready.wake()
            run()
            ends()
        }
        ready.sleep()
        joined.withLock { $0 = handle }
    }

    deinit {
        received.deinitialize(count: 1)
        received.deallocate()
        output.deinitialize(count: 1)
        output.deallocate()
    }

    /// Whether the calling thread is that of the loop.
    package var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Has the loop run `body` soon, after what it was given before. Dropped when the loop has ended. Any thread.
    package func execute(_ body: @escaping @Sendable () -> Void) { execute(LoopClosure(body)) }

    /// The same for work that has an object of its own.
    package func execute(_ job: any LoopJob) { mailbox.add(job, fromLoop: isCurrent) }

    /// Runs `body` on the loop and waits for it. Not from the loop itself, nor when it has ended.
    package func perform<Result>(_ body: @escaping @Sendable () -> Result) -> Result {
        let answer = Answer<Result>()
        let spot = ParkingSpot()
        execute {
            answer.value = body()
            spot.wake()
        }
        spot.sleep()
        // Only the body wakes this thread, when it has left its answer.
        guard let value = answer.value else { preconditionFailure("a caller woke before its answer was there") }
        return value
    }

    private final class Answer<Value>: @unchecked Sendable {
        // Safety: written before the one who reads it is woken.
        var value: Value?
    }

    /// Ends the thread and waits for that. What was executed before is done.
    package func end() {
        guard let thread = joined.withLock({ $0.take() }) else { return }
        isEnding.store(true, ordering: .releasing)
        mailbox.add(LoopClosure {}, fromLoop: false)
        thread.join()
    }

    /// Whether a process that a module has forked may hold the sockets of this one too. Any thread.
    package static var mayHaveForked: Bool { CEvents_HasForked() != 0 }

    // MARK: Loop only

    /// Watches a descriptor for its source, which hears of input only, until it asks again; nil if the system has no room for that.
    package func watch(_ descriptor: CInt, _ source: any EventSource, isListener: Bool = false) -> Watch? {
        let index: UInt32
        if let free = freeSlots.popLast() {
            index = free
        } else {
            index = UInt32(slots.count)
            slots.append(Slot())
        }
        slots[Int(index)].source = source
        slots[Int(index)].borrowed = source
        let watch = Watch(slot: index, generation: slots[Int(index)].generation)
        guard poller.add(descriptor, isListener ? .reading : .input, data: watch.data) == 0 else {
            release(watch)
            return nil
        }
        return watch
    }

    /// Watches the descriptor no longer; called before it is closed. No event reaches the source from now on.
    ///
    /// With `isClosedNow` it is closed before the loop waits again, which ends the watch without a call, unless another process
    /// may have it too.
    package func unwatch(_ watch: Watch, _ descriptor: CInt, isClosedNow: Bool = false) {
        if !isClosedNow || Self.mayHaveForked { poller.remove(descriptor) }
        release(watch)
    }

    /// Whether a listener is asked for connections.
    func setReading(_ isReading: Bool, _ watch: Watch, _ descriptor: CInt) {
        _ = poller.change(descriptor, isReading ? .reading : .nothing, data: watch.data)
    }

    /// Has the system tell, and tell again, what the descriptor is ready for, output with it. Needed when a socket does not take
    /// all for the first time, and after a call that did not reach the system.
    package func askAgain(_ watch: Watch, _ descriptor: CInt) {
        _ = poller.change(descriptor, .inputAndOutput, data: watch.data)
    }

    /// Gives the source another turn behind all others; one, however often it asks until then.
    package func takeTurnLater(_ watch: Watch) {
        guard !slots[Int(watch.slot)].hasTurnAhead else { return }
        slots[Int(watch.slot)].hasTurnAhead = true
        again.append(watch)
    }

    private func release(_ watch: Watch) {
        let index = Int(watch.slot)
        if let source = slots[index].source { resting.append(source) }
        slots[index].source = nil
        slots[index].borrowed = nil
        slots[index].hasTurnAhead = false
        slots[index].generation &+= 1
        freeSlots.append(watch.slot)
    }

    /// Runs `body` once, in so many milliseconds or a little later.
    package func schedule(inMilliseconds delay: UInt64, _ body: @escaping () -> Void) {
        timers.append(Timer(due: Self.milliseconds() + delay, body: body))
    }

    /// Whom to tell of the seconds. Once, before anything else.
    package func setDelegate(_ delegate: any EventLoopDelegate) { self.delegate = delegate }

    /// Tells the delegate when a second has gone by, if it is not about to be told.
    package func keepTicking() {
        if nextTick == nil { nextTick = Self.milliseconds() + 1000 }
    }

    // MARK: The thread

    private func run() {
        while true {
            let count = poller.wait(milliseconds: timeout)
            now = Self.milliseconds()
            for index in 0..<count { dispatch(poller.event(index)) }
            takeTurns()
            if mailbox.hasWork { mailbox.run() }
            if !timers.isEmpty { runTimers() }
            if let due = nextTick, now >= due { tick() }
            if !resting.isEmpty { resting.removeAll(keepingCapacity: true) }
            if isEnding.load(ordering: .acquiring), !mailbox.hasWork { return }
        }
    }

    private func dispatch(_ event: (readiness: Readiness, data: UInt64)) {
        guard event.data != Self.mailboxData else { return mailbox.noteSignal() }
        let index = Int(UInt32(truncatingIfNeeded: event.data))
        guard slots[index].generation == UInt32(truncatingIfNeeded: event.data >> 32) else { return }
        slots[index].borrowed?.ready(event.readiness)
    }

    private func takeTurns() {
        guard !again.isEmpty else { return }
        let turns = again
        again.removeAll(keepingCapacity: true)
        for watch in turns where slots[Int(watch.slot)].generation == watch.generation {
            slots[Int(watch.slot)].hasTurnAhead = false
            slots[Int(watch.slot)].borrowed?.ready(.none)
        }
    }

    private var timeout: CInt {
        if !again.isEmpty || mailbox.hasWork { return 0 }
        var due = nextTick
        for timer in timers { due = min(due ?? .max, timer.due) }
        guard let due else { return -1 }
        let now = Self.milliseconds()
        return due <= now ? 0 : CInt(min(due - now, 60_000))
    }

    private func runTimers() {
        let due = timers.filter { $0.due <= now }
        guard !due.isEmpty else { return }
        timers.removeAll { $0.due <= now }
        for timer in due { timer.body() }
    }

    private func tick() {
        nextTick = nil
        if delegate?.tick() == true { keepTicking() }
    }

    private static func milliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
