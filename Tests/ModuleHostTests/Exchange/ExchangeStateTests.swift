import Configuration
import Glibc
import Logging
import Synchronization
import Testing

@testable import ModuleHost

@Suite("The state of an exchange")
struct ExchangeStateTests {
    private let host: ModuleHost
    private let exchange: Exchange

    init() throws {
        host = try ModuleHost(
            ServerConfiguration(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        exchange = try #require(Exchange(host: host))
    }

    private final class Answer: Sendable {
        /// -1 until there is one.
        let value = Atomic<Int>(-1)
    }

    /// What a thread of the pool is to do.
    private func mayWriteOnPool() -> Bool {
        let answer = Answer()
        let exchange = self.exchange
        let isTaken = host.pool.submit { answer.value.store(exchange.mayWrite ? 1 : 0, ordering: .releasing) }
        #expect(isTaken)
        while isTaken, answer.value.load(ordering: .acquiring) < 0 { sched_yield() }
        return answer.value.load(ordering: .relaxed) == 1
    }

    @Test("The loop may write an exchange that no thread runs, to fill or to empty it")
    func atRest() {
        defer { host.unload() }
        #expect(exchange.mayWrite)
        exchange.state.memory.setLive(true)
        #expect(exchange.mayWrite)
        #expect(mayWriteOnPool())
    }

    @Test("While a thread has it, no other one may write it")
    func taken() {
        defer { host.unload() }
        exchange.state.memory.setLive(true)
        #expect(exchange.state.memory.take())
        exchange.state.hasBegun = true
        #expect(exchange.mayWrite)
        #expect(!mayWriteOnPool())
        exchange.state.memory.yield()
    }

    @Test("While it is PENDING, and no thread has borrowed it, no thread may write it")
    func parked() {
        defer { host.unload() }
        exchange.state.hasBegun = true
        exchange.state.memory.setLive(true)
        #expect(!exchange.mayWrite)
        exchange.state.memory.setLive(false)
        #expect(exchange.mayWrite)
    }
}
