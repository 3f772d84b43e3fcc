import ModuleInterfaces
import Testing

@testable import ModuleHost

@Suite("The messages of an exchange")
struct CompletionQueueTests {
    private func indicated(_ serial: UInt64) -> Completion { .indicated(status: 0, serial: serial) }

    @Test("While an executor runs the exchange, messages wait")
    func running() {
        var queue = CompletionQueue()
        let mustTell = queue.add(indicated(1))
        #expect(!mustTell)
        let message = queue.next(for: 1)
        #expect(message?.serial == 1)
    }

    @Test("The first message for a parked exchange tells its executor, and only the first")
    func parked() {
        var queue = CompletionQueue()
        let nothing = queue.nextOrPark(for: 1)
        #expect(nothing == nil)
        let first = queue.add(indicated(1))
        let second = queue.add(indicated(1))
        #expect(first)
        #expect(!second)
    }

    @Test("A message that is there keeps the exchange from being parked")
    func notParked() {
        var queue = CompletionQueue()
        _ = queue.add(indicated(3))
        let message = queue.nextOrPark(for: 3)
        #expect(message?.serial == 3)
        let mustTell = queue.add(indicated(4))
        #expect(!mustTell)
    }

    @Test("Messages for notifications that have ended are dropped and counted")
    func late() {
        var queue = CompletionQueue()
        for serial: UInt64 in [1, 2, 3, 3] { _ = queue.add(indicated(serial)) }
        let message = queue.next(for: 3)
        #expect(message?.serial == 3)
        // Two of earlier notifications, and one that came once too often.
        let dropped = queue.end()
        #expect(dropped == 3)
    }

    @Test("A message that was put back comes first")
    func putBack() throws {
        var queue = CompletionQueue()
        _ = queue.nextOrPark(for: 1)
        _ = queue.add(.indicated(status: 7, serial: 1))
        _ = queue.add(indicated(1))
        let message = queue.next(for: 1)
        queue.putBack(try #require(message))
        guard case .indicated(let status, _)? = queue.next(for: 1) else {
            Issue.record("the message is gone")
            return
        }
        #expect(status == 7)
    }

    @Test("After the end nothing is taken until the queue is opened again")
    func ended() {
        var queue = CompletionQueue()
        _ = queue.end()
        let mustTell = queue.add(indicated(1))
        #expect(!mustTell)
        let message = queue.next(for: 1)
        #expect(message == nil)
        queue.begin()
        _ = queue.add(indicated(2))
        let another = queue.next(for: 2)
        #expect(another?.serial == 2)
        let dropped = queue.end()
        #expect(dropped == 0)
    }
}
