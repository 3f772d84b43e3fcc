import Executors
import Glibc
import ModuleHost
import OperatingSystem
import Synchronization

/// The output of a connection in the hands of the thread that has the exchange, where that thread may wait for the client.
///
/// It sends from where the bytes are: a client that reads slowly costs a thread, and no memory. The loop gives the output
/// away when it has nothing left to send, and writes nothing before it has it back.
final class DirectOutput: Sendable {
    private enum Holder: UInt8 {
        case loop
        /// The thread has asked for it.
        case asked
        case thread
        /// There was no descriptor for it: this exchange sends by way of the loop.
        case loopForGood
    }

    private let holder = Atomic<UInt8>(Holder.loop.rawValue)
    /// A second descriptor for the socket, since the loop may close its own at any time; -1 if there is none. The loop opens
    /// and closes it, the latter only when the thread is done with the exchange.
    private let descriptor = Atomic<CInt>(-1)
    private let sent = Atomic<Int>(0)
    private let isWaiting = Atomic<Bool>(false)

    // MARK: On the thread that has the exchange

    var isHeld: Bool { holder.load(ordering: .acquiring) == Holder.thread.rawValue }

    /// Asks for the output. False: it will not be given.
    func ask() -> Bool {
        guard holder.load(ordering: .acquiring) != Holder.loopForGood.rawValue else { return false }
        holder.store(Holder.asked.rawValue, ordering: .releasing)
        return true
    }

    var isAnswered: Bool { holder.load(ordering: .acquiring) != Holder.asked.rawValue }

    /// Lets the loop write again: what it is handed from now on goes behind what was sent.
    func giveBack() {
        if isHeld { holder.store(Holder.loop.rawValue, ordering: .releasing) }
    }

    /// Sends all bytes, and waits where the client does not take them. False: it is gone.
    func send(_ bytes: RawSpan, more: Bool, isConnected: () -> Bool, willWait: () -> Void) -> Bool {
        let descriptor = descriptor.load(ordering: .relaxed)
        var rest = bytes
        while !rest.isEmpty {
            let count = SystemCalls.send(rest, to: descriptor, more: more)
            if count > 0 {
                rest = rest.extracting(count..<rest.byteCount)
                sent.add(count, ordering: .relaxed)
                isWaiting.store(false, ordering: .relaxed)
                continue
            }
            guard count == -Int(EAGAIN) || count == -Int(EINTR) else { return false }
            willWait()
            isWaiting.store(true, ordering: .relaxed)
            // Breaking the connection off wakes this wait; the limit keeps a lost wake-up from holding the thread for good.
            SystemCalls.waitUntilWritable(descriptor, milliseconds: 1_000)
            guard isConnected() else { return false }
        }
        return true
    }

    // MARK: On the loop

    /// Whether the thread waits to be given the output.
    var isWanted: Bool { holder.load(ordering: .acquiring) == Holder.asked.rawValue }

    /// Gives it away. `socket` is the loop's own descriptor, -1 when it has none.
    func grant(_ socket: CInt) {
        var own = descriptor.load(ordering: .relaxed)
        if own < 0, socket >= 0 {
            own = SystemCalls.duplicate(socket)
            descriptor.store(own, ordering: .relaxed)
        }
        holder.store((own >= 0 ? Holder.thread : .loopForGood).rawValue, ordering: .releasing)
    }

    /// A number that changes whenever the client takes something, while a thread waits for that; nil when none does.
    var waitingMark: Int? { isWaiting.load(ordering: .relaxed) ? sent.load(ordering: .relaxed) : nil }

    /// Breaks off a connection of which there is a second descriptor.
    func reset() {
        let descriptor = descriptor.load(ordering: .relaxed)
        if descriptor >= 0 { SystemCalls.reset(descriptor) }
    }

    /// The exchange is over.
    func end() {
        guard holder.load(ordering: .acquiring) != Holder.loop.rawValue || descriptor.load(ordering: .relaxed) >= 0
        else {
            return
        }
        let descriptor = descriptor.exchange(-1, ordering: .relaxed)
        if descriptor >= 0 { close(descriptor) }
        holder.store(Holder.loop.rawValue, ordering: .releasing)
        isWaiting.store(false, ordering: .relaxed)
    }
}

/// Where the one thread that has the exchange waits until the client has taken enough of the output.
final class OutputWait: Sendable {
    private let isWaiting = Atomic<Bool>(false)
    private let spot = ParkingSpot()

    /// Called by the loop whenever output may have drained or the client is gone.
    func wake() {
        if isWaiting.load(ordering: .sequentiallyConsistent) { spot.wake() }
    }

    /// Waits until `isOver` answers true; it is asked again after each `wake`. Wake-ups are counted, so none is missed.
    func wait(until isOver: () -> Bool) {
        isWaiting.store(true, ordering: .sequentiallyConsistent)
        defer { isWaiting.store(false, ordering: .relaxed) }
        while !isOver() { spot.sleep() }
    }
}
