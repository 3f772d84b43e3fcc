import Glibc
import OperatingSystem
import Testing

@Suite("PosixThread")
struct PosixThreadTests {
    /// The mask and the name that a new thread finds.
    private final class Finding: Sendable {
        let mask = Lock(sigset_t())
        let name = Lock("")
        let spot = ParkingSpot()

        func note() {
            mask.withLock { _ = pthread_sigmask(SIG_SETMASK, nil, &$0) }
            var bytes = [UInt8](repeating: 0, count: 32)
            let file = open("/proc/thread-self/comm", O_RDONLY | O_CLOEXEC)
            read(file, &bytes, bytes.count)
            close(file)
            name.withLock { $0 = String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self) }
            spot.wake()
        }

        func blocks(_ signal: Int32) -> Bool { mask.withLock { sigismember(&$0, signal) == 1 } }
    }

    @Test("A thread blocks no signal, or all if it asks for that, and the one that starts it keeps its mask")
    func masks() throws {
        let own = Finding()
        own.note()
        for blocksAll in [false, true] {
            let finding = Finding()
            try PosixThread.startDetached(named: "mask", blockingSignals: blocksAll) { finding.note() }
            finding.spot.sleep()
            #expect(finding.blocks(SIGTERM) == blocksAll)
            #expect(finding.blocks(SIGUSR1) == blocksAll)
        }
        let after = Finding()
        after.note()
        #expect(after.blocks(SIGTERM) == own.blocks(SIGTERM))
    }

    @Test("A name that is too long is cut off")
    func names() throws {
        let finding = Finding()
        let thread = try PosixThread.start(named: "a-name-of-20-bytes..") { finding.note() }
        thread.join()
        #expect(finding.name.withLock { $0 } == "a-name-of-20-by")
    }
}
