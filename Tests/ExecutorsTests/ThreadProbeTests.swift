import Glibc
import Testing

@testable import Executors

@Suite("The look at another thread", .timeLimit(.minutes(10)))
struct ThreadProbeTests {
    private func isAsleep(_ line: String) -> Bool {
        ThreadProbe.isAsleep(state: ThreadProbe.state(stat: ArraySlice(line.utf8)))
    }

    @Test("S and D are asleep; other states and broken lines are not")
    func states() {
        #expect(isAsleep("12 (modhost) S 1 12"))
        #expect(isAsleep("12 (modhost) D 1 12"))
        #expect(!isAsleep("12 (modhost) R 1 12"))
        #expect(!isAsleep("12 (modhost) Z 1 12"))
        #expect(!isAsleep(""))
        #expect(!isAsleep("12 (modhost)"))
        #expect(!isAsleep("12 (modhost) "))
    }

    @Test("A thread's name does not mislead, whatever it holds")
    func names() {
        #expect(!isAsleep("12 (a) S (b) R 1 12"))
        #expect(isAsleep("12 (a) R 1) S 1 12"))
    }

    @Test("The calling thread is awake, and its CPU clock advances while it computes")
    func myself() throws {
        let thread = UInt32(truncatingIfNeeded: try #require(threadID()))
        #expect(!ThreadProbe.isAsleep(thread: thread))
        let before = ThreadProbe.cpuTime(ofThread: thread)
        var sum = 1
        repeat { sum = sum &* 31 &+ 7 } while ThreadProbe.cpuTime(ofThread: thread) <= before && sum != 0
        #expect(ThreadProbe.cpuTime(ofThread: thread) > before)
    }

    @Test("A thread that does not exist is not asleep and has used no CPU")
    func nobody() {
        #expect(!ThreadProbe.isAsleep(thread: 0x3FFF_FFFF))
        #expect(ThreadProbe.cpuTime(ofThread: 0x0FFF_FFFF) == .zero)
    }

    /// The kernel's number of the calling thread, out of the name of its own folder.
    private func threadID() -> Int? {
        var target = [UInt8](repeating: 0, count: 64)
        let length = target.withUnsafeMutableBytes { bytes in
            readlink("/proc/thread-self", bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        let path = String(decoding: target.prefix(max(0, length)), as: UTF8.self)
        return path.split(separator: "/").last.flatMap { Int($0) }
    }
}
