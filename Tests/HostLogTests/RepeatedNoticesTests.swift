import OperatingSystem
import TestSupport
import Testing

@testable import HostLog

@Suite("Notices that can be brought about again and again")
struct RepeatedNoticesTests {
    private final class Clock: Sendable {
        private let instant = Lock(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }

        func advance(_ seconds: Double) { instant.withLock { $0 += .seconds(seconds) } }
    }

    private let clock = Clock()
    private let log = CapturedLog()
    private let notices: RepeatedNotices

    init() {
        let clock = clock
        notices = RepeatedNotices(logger: log.logger) { clock.now }
    }

    private func say(_ kind: NoticeKind, _ sentence: String) {
        notices.log(kind, level: .warning, metadata: ["client": "c"]) { sentence }
    }

    private var lines: [String] { log.entries.map(\.message) }

    @Test("One line of a kind in ten seconds, and the next one says how many were left out")
    func interval() {
        for number in 1...5 { say(.noDescriptors, "none \(number)") }
        clock.advance(9.9)
        say(.noDescriptors, "none 6")
        #expect(lines == ["none 1"])
        clock.advance(0.1)
        say(.noDescriptors, "none 7")
        #expect(lines == ["none 1", "none 7 (5 more like this since the line before)"])
        clock.advance(100)
        say(.noDescriptors, "none 8")
        say(.noDescriptors, "none 9")
        #expect(lines.dropFirst(2) == ["none 8"])
        #expect(log.entries.allSatisfy { $0.level == .warning && $0.metadata == ["client": "c"] })
    }

    @Test("Kinds do not take each other's turn, nor do two statuses or two modules")
    func kinds() {
        let kinds: [NoticeKind] = [
            .noDescriptors, .poolFull, .refused(status: 408), .refused(status: 431), .flood(module: 1),
            .flood(module: 2),
        ]
        for kind in kinds + kinds { say(kind, "\(kind)") }
        #expect(lines == kinds.map { "\($0)" })
    }

    @Test("The first ten faults of a module are told one by one, then one in ten seconds")
    func burst() {
        for number in 1...15 { say(.misuse(module: 1), "\(number)") }
        #expect(lines == (1...10).map { "\($0)" })
        clock.advance(10)
        for number in 16...20 { say(.misuse(module: 1), "\(number)") }
        #expect(lines.last == "16 (5 more like this since the line before)")
        #expect(lines.count == 11)
        // A module that has behaved for long may say as much as at first, and no more.
        clock.advance(10_000)
        for number in 21...40 { say(.misuse(module: 1), "\(number)") }
        #expect(lines.count == 21)
    }

    @Test("What the log does not take is not composed and does not count")
    func level() {
        var logger = log.logger
        logger.logLevel = .error
        let quiet = RepeatedNotices(logger: logger)
        var asked = 0
        func sentence() -> String {
            asked += 1
            return "said"
        }
        quiet.log(.poolFull, level: .warning, sentence)
        #expect(asked == 0)
        quiet.log(.poolFull, level: .error, sentence)
        #expect(asked == 1 && lines == ["said"])
    }

    @Test("Threads that say the same at once get one line through")
    func threads() throws {
        let started = try (0..<8).map { _ in
            try PosixThread.start(named: "notices") { [notices] in
                for _ in 0..<100 { notices.log(.slowClient, level: .info) { "slow" } }
            }
        }
        for thread in started { thread.join() }
        #expect(lines == ["slow"])
    }
}
