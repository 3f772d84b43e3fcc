internal import CSharedPage
internal import Glibc

/// Looks at one event loop from outside: its breadcrumb, its CPU clock, and whether the kernel has put it to sleep.
struct LoopProbe: @unchecked Sendable {
    // Safety: the slot stays mapped while the process lives and is only read here, by functions made for reading it
    // while its thread writes.
    private let slot: UnsafePointer<BreadcrumbSlot>

    init(slot: UnsafePointer<BreadcrumbSlot>) {
        self.slot = slot
    }

    /// True if both look at the same slot.
    func isSame(as other: LoopProbe) -> Bool {
        slot == other.slot
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
                ? nil : ModuleCall(module: frame.module, notification: frame.notification, flags: frame.isPost),
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
        let file = open("/proc/self/task/\(threadID)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        var line = [UInt8](repeating: 0, count: 512)
        let length = read(file, &line, line.count)
        return length > 0 && isAsleep(stat: line[..<length])
    }

    /// Reads the state out of a line of `/proc/PID/stat`: the letter after the name, which is in parentheses and may
    /// hold any character, even a parenthesis.
    static func isAsleep(stat line: ArraySlice<UInt8>) -> Bool {
        guard let nameEnd = line.lastIndex(of: UInt8(ascii: ")")), nameEnd + 2 < line.endIndex else { return false }
        let state = line[nameEnd + 2]
        return state == UInt8(ascii: "S") || state == UInt8(ascii: "D")
    }
}
