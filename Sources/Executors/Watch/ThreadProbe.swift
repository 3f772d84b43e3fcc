internal import CSharedPage
internal import Glibc
import HostLog

/// Looks at one thread from outside, an event loop or one of the pool: its breadcrumb, its CPU clock, and whether the kernel
/// has put it to sleep.
struct ThreadProbe: @unchecked Sendable {
    // Safety: the slot stays mapped while the process lives and is only read here, by functions made for reading it
    // while its thread writes.
    private let slot: UnsafePointer<BreadcrumbSlot>

    init(slot: UnsafePointer<BreadcrumbSlot>) {
        self.slot = slot
    }

    /// True if both look at the same slot.
    func isSame(as other: ThreadProbe) -> Bool {
        slot == other.slot
    }

    /// The count of changes of the slot: the same at two looks means that nothing was entered or left between them.
    var sequence: UInt32 { Breadcrumb_Sequence(slot) }

    /// Whether the thread is in a call.
    var isInCall: Bool { Breadcrumb_Depth(slot) > 0 }

    /// Begins and ends of waits for the client: odd while the thread waits.
    var clientWaits: UInt32 { Breadcrumb_ClientWaits(slot) }

    /// Whether the kernel says of threads here whether they sleep; false where no /proc is mounted.
    static let knowsSleep = access("/proc/self/task", F_OK) == 0

    /// Whether the thread is in no call and sleeps, as a loop does until something comes: what it does next it does after
    /// everything that was written before this look. Two system calls at most.
    var isAtRest: Bool {
        var snapshot = BreadcrumbSnapshot()
        guard !isInCall, Breadcrumb_Read(slot, &snapshot), snapshot.depth == 0 else { return false }
        return Self.state(ofThread: snapshot.threadID) == UInt8(ascii: "S")
    }

    /// What the thread is in, for a sentence of the log; nil if it is in no call or moves on meanwhile.
    func account() -> CallAccount? {
        var snapshot = BreadcrumbSnapshot()
        guard Breadcrumb_Read(slot, &snapshot), snapshot.depth > 0 else { return nil }
        let frame = BreadcrumbSnapshot_Frame(&snapshot, snapshot.frameCount - 1)
        let isKnown = frame.module != 0 && snapshot.depth == snapshot.frameCount
        return CallAccount(
            call: isKnown
                ? ModuleCall(module: frame.module, notification: frame.notification, flags: frame.flags) : nil,
            exchange: frame.exchange,
            request: snapshot.requestExchange != frame.exchange || snapshot.requestLineLength == 0
                ? nil
                : withUnsafeBytes(of: snapshot.requestLine) {
                    PrintableText.of(
                        $0.prefix(Int(snapshot.requestLineLength)), limit: CallAccount.requestLimit, inQuotes: true)
                },
            isAsleep: Self.isAsleep(thread: snapshot.threadID)
        )
    }

    /// Takes a sample. A loop that is in no call costs two loads; the first sample of a call one system call more.
    func sample(after earlier: LoopSample?) -> LoopSample {
        let now = ContinuousClock.now
        var snapshot = BreadcrumbSnapshot()
        // A slot that changes under the reader belongs to a loop that moves on: no call is held.
        guard Breadcrumb_Depth(slot) > 0, Breadcrumb_Read(slot, &snapshot), snapshot.frameCount > 0 else {
            return LoopSample(
                sequence: Breadcrumb_Sequence(slot), call: nil, takenAt: now, cpuTime: .zero, isAsleep: false)
        }
        let frame = BreadcrumbSnapshot_Frame(&snapshot, snapshot.frameCount - 1)
        let seen = LoopSample(
            sequence: snapshot.sequence,
            call: frame.module == 0
                ? nil : ModuleCall(module: frame.module, notification: frame.notification, flags: frame.flags),
            takenAt: now,
            cpuTime: Self.cpuTime(ofThread: snapshot.threadID),
            isAsleep: false
        )
        guard let earlier, seen.showsCall(of: earlier) else { return seen }
        return LoopSample(
            sequence: seen.sequence,
            call: seen.call,
            takenAt: seen.takenAt,
            cpuTime: seen.cpuTime,
            isAsleep: Self.isAsleep(thread: snapshot.threadID)
        )
    }

    /// CPU time that a thread of this process has used; zero if there is no such thread.
    static func cpuTime(ofThread threadID: UInt32) -> Duration {
        // The kernel's name for the CPU clock of a thread: the complement of its id, then "per thread" and "as
        // scheduled".
        let clock = clockid_t(bitPattern: ~threadID) << 3 | 6
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return .zero }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// True if the kernel says that a thread of this process sleeps; false if it runs, could run, or is gone.
    static func isAsleep(thread threadID: UInt32) -> Bool {
        isAsleep(state: state(ofThread: threadID))
    }

    /// The kernel's letter for the state of a thread of this process; nil if it is gone.
    static func state(ofThread threadID: UInt32) -> UInt8? {
        let file = open("/proc/self/task/\(threadID)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var line = [UInt8](repeating: 0, count: 512)
        let length = read(file, &line, line.count)
        return length > 0 ? state(stat: line[..<length]) : nil
    }

    /// Reads the state out of a line of `/proc/PID/stat`: the letter after the name, which is in parentheses and may
    /// hold any character, even a parenthesis.
    static func state(stat line: ArraySlice<UInt8>) -> UInt8? {
        guard let nameEnd = line.lastIndex(of: UInt8(ascii: ")")), nameEnd + 2 < line.endIndex else { return nil }
        return line[nameEnd + 2]
    }

    static func isAsleep(state: UInt8?) -> Bool {
        state == UInt8(ascii: "S") || state == UInt8(ascii: "D")
    }
}
