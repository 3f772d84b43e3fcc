import Glibc
import Logging
import OperatingSystem
import TestSupport
import Testing

@testable import Executors

@Suite("The pool", .timeLimit(.minutes(10)))
struct ThreadPoolTests {
    private let logger = CapturedLog().logger

    /// Counts, and lets a test wait for a number of events.
    private final class Tally: Sendable {
        private let events = ParkingSpot()
        private let total = Lock(0)

        var count: Int { total.withLock { $0 } }

        func add() {
            total.withLock { $0 += 1 }
            events.wake()
        }

        func await(_ number: Int) -> Bool {
            for _ in 0..<number where !events.sleep(atMost: .seconds(60)) { return false }
            return true
        }
    }

    @Test("Every accepted job runs exactly once, whatever number of threads submits")
    func runsAll() throws {
        let pool = try ThreadPool(limits: ThreadPoolLimits(maximum: 8, queue: 100_000), logger: logger)
        let runs = Lock([Int](repeating: 0, count: 20_000))
        try withThreads(4) { thread in
            for job in 0..<5_000 {
                let number = thread * 5_000 + job
                #expect(pool.submit { runs.withLock { $0[number] += 1 } })
            }
        }
        pool.shutdown()
        #expect(runs.withLock { $0.allSatisfy { $0 == 1 } })
        #expect(pool.status.threads == 0 && pool.status.idle == 0 && pool.status.waitingJobs == 0)
    }

    @Test("Jobs start in the order of their submission")
    func order() throws {
        let pool = try ThreadPool(limits: ThreadPoolLimits(maximum: 1), logger: logger)
        let seen = Lock<[Int]>([])
        for job in 0..<1_000 { #expect(pool.submit { seen.withLock { $0.append(job) } }) }
        pool.shutdown()
        #expect(seen.withLock { $0 } == Array(0..<1_000))
    }

    @Test("A job that waits does not keep the next one from running: the pool grows")
    func grows() throws {
        let pool = try ThreadPool(limits: ThreadPoolLimits(maximum: 40, minimum: 2), logger: logger)
        let arrived = Tally()
        let gate = ParkingSpot()
        for _ in 0..<40 {
            #expect(
                pool.submit {
                    arrived.add()
                    gate.sleep()
                })
        }
        // All forty are inside their jobs at once.
        #expect(arrived.await(40))
        #expect(pool.status.threads == 40 && pool.status.idle == 0 && pool.status.waitingJobs == 0)
        #expect(pool.status.taken == 40)
        for _ in 0..<40 { gate.wake() }
        pool.shutdown()
    }

    @Test("At the maximum jobs queue up to the limit; the next one is refused and never runs")
    func refuses() throws {
        let pool = try ThreadPool(limits: ThreadPoolLimits(maximum: 1, queue: 3), logger: logger)
        let arrived = Tally()
        let gate = ParkingSpot()
        let ran = Lock<[String]>([])
        #expect(
            pool.submit {
                arrived.add()
                gate.sleep()
            })
        #expect(arrived.await(1))
        for name in ["a", "b", "c"] { #expect(pool.submit { ran.withLock { $0.append(name) } }) }
        #expect(!pool.submit { ran.withLock { $0.append("refused") } })
        #expect(pool.status.waitingJobs == 3)
        gate.wake()
        pool.shutdown()
        #expect(ran.withLock { $0 } == ["a", "b", "c"])
    }

    @Test("Threads that stay idle leave, down to the smallest number")
    func shrinks() throws {
        let started = Tally()
        let ended = Tally()
        let pool = try ThreadPool(
            limits: ThreadPoolLimits(maximum: 12, minimum: 3, idleTime: .milliseconds(1)),
            logger: logger,
            threadStarted: { started.add() },
            threadEnds: { ended.add() }
        )
        let arrived = Tally()
        let gate = ParkingSpot()
        for _ in 0..<12 {
            #expect(
                pool.submit {
                    arrived.add()
                    gate.sleep()
                })
        }
        #expect(arrived.await(12))
        for _ in 0..<12 { gate.wake() }
        #expect(ended.await(9))
        #expect(pool.status.threads == 3)
        // The ones that stayed still work.
        #expect(pool.submit { arrived.add() })
        #expect(arrived.await(1))
        pool.shutdown()
        #expect(started.count == 12)
        #expect(ended.count == 12)
    }

    @Test("Shutdown lets every accepted job end and refuses the next one")
    func shutdown() throws {
        let pool = try ThreadPool(limits: ThreadPoolLimits(maximum: 2, minimum: 1), logger: logger)
        let arrived = Tally()
        let gate = ParkingSpot()
        let ran = Tally()
        #expect(
            pool.submit {
                arrived.add()
                gate.sleep()
            })
        #expect(arrived.await(1))
        for _ in 0..<50 { #expect(pool.submit { ran.add() }) }
        try withThreads(2) { thread in
            if thread == 0 { pool.shutdown() } else { gate.wake() }
        }
        #expect(ran.count == 50)
        #expect(!pool.submit { ran.add() })
        #expect(ran.count == 50)
    }

    @Test("A thread of the pool has a name and blocks no signal, whoever starts it")
    func threadSetting() throws {
        // The opposite of what the pool's threads shall have.
        var odd = sigset_t()
        sigemptyset(&odd)
        for number in [SIGSEGV, SIGTERM, SIGINT] { sigaddset(&odd, number) }
        var before = sigset_t()
        pthread_sigmask(SIG_SETMASK, &odd, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let pool = try ThreadPool(logger: logger)
        let name = Lock<[UInt8]>([])
        let mask = Lock<[Bool]>([])
        #expect(
            pool.submit {
                let file = open("/proc/thread-self/comm", O_RDONLY)
                var bytes = [UInt8](repeating: 0, count: 32)
                let length = read(file, &bytes, bytes.count)
                close(file)
                name.withLock { $0 = Array(bytes.prefix(max(0, length))) }
                var set = sigset_t()
                pthread_sigmask(SIG_BLOCK, nil, &set)
                let seen = [SIGTERM, SIGINT, SIGSEGV].map { sigismember(&set, $0) == 1 }
                mask.withLock { $0 = seen }
            })
        pool.shutdown()
        #expect(name.withLock { String(decoding: $0, as: UTF8.self) } == "modhost-pool\n")
        #expect(mask.withLock { $0 } == [false, false, false])
    }

    @Test("Starting the pool leaves the signals of the calling thread as they were")
    func callersMask() throws {
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &before)
        let pool = try ThreadPool(logger: logger)
        var after = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &after)
        pool.shutdown()
        #expect((1..<32).allSatisfy { sigismember(&before, $0) == sigismember(&after, $0) })
    }

    @Test("Many bursts with threads that leave in between lose no job")
    func leavesAndReturns() throws {
        let pool = try ThreadPool(
            limits: ThreadPoolLimits(maximum: 16, minimum: 1, idleTime: .microseconds(50)), logger: logger)
        let ran = Tally()
        for burst in 0..<400 {
            let jobs = burst % 9 + 1
            for _ in 0..<jobs { #expect(pool.submit { ran.add() }) }
            #expect(ran.await(jobs))
        }
        pool.shutdown()
    }

    /// Runs `body` on so many threads at once and returns when all have ended.
    private func withThreads(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
        let threads = try (0..<number).map { index in
            try PosixThread.start(named: "test-\(index)") { body(index) }
        }
        for thread in threads { thread.join() }
    }
}
