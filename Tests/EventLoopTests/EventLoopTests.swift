import EventLoop
import Glibc
import OperatingSystem
import Synchronization
import Testing

@Suite("EventLoop")
struct EventLoopTests {
    /// Notes what it is told, and wakes who waits for that.
    private final class Source: EventSource, Sendable {
        let told = Lock<[Readiness]>([])
        let spot = ParkingSpot()

        func ready(_ readiness: Readiness) {
            told.withLock { $0.append(readiness) }
            spot.wake()
        }

        var count: Int { told.withLock { $0.count } }
    }

    private func withLoop(_ body: (EventLoop) throws -> Void) throws {
        let loop = try EventLoop(named: "test-loop")
        defer { loop.end() }
        try body(loop)
    }

    @Test("A source is told what its descriptor is ready for, and of output once it has asked")
    func told() throws {
        try withLoop { loop in
            let pair = SocketPair()
            let source = Source()
            let watch = loop.perform { loop.watch(pair.own, source) }
            pair.send("x")
            while !source.told.withLock({ $0.contains { $0.isReadable } }) { source.spot.sleep() }
            let before = source.told.withLock { $0 }
            #expect(before.allSatisfy { !$0.isWritable }, "\(before)")
            loop.perform { if let watch { loop.askAgain(watch, pair.own) } }
            while !source.told.withLock({ $0.contains { $0.isWritable } }) { source.spot.sleep() }
            close(pair.peer)
            while !source.told.withLock({ $0.contains { $0.isInputEnding } }) { source.spot.sleep() }
            loop.perform { if let watch { loop.unwatch(watch, pair.own) } }
            close(pair.own)
        }
    }

    /// A process that a module has forked may hold a duplicate of a socket that was closed here.
    @Test("No event reaches a source that is watched no longer, though its socket lives on elsewhere")
    func duplicate() throws {
        try withLoop { loop in
            let pair = SocketPair()
            let duplicate = dup(pair.own)
            let source = Source()
            loop.perform {
                guard let watch = loop.watch(pair.own, source) else { return }
                loop.unwatch(watch, pair.own)
                close(pair.own)
            }
            let before = source.count
            // The number and the place of the old source are taken by a new one.
            let other = SocketPair()
            let next = Source()
            let watch = loop.perform { loop.watch(other.own, next) }
            pair.send("late")
            other.send("now")
            while !next.told.withLock({ $0.contains { $0.isReadable } }) { next.spot.sleep() }
            #expect(source.count == before)
            loop.perform { if let watch { loop.unwatch(watch, other.own) } }
            for descriptor in [duplicate, pair.peer, other.own, other.peer] { close(descriptor) }
        }
    }

    /// Both become ready in one batch; the first takes the second off.
    @Test("An event that was already taken from the system does not reach a source that another has just taken off")
    func sameBatch() throws {
        final class Remover: EventSource, @unchecked Sendable {
            let loop: EventLoop
            var watches: [CInt: EventLoop.Watch] = [:]
            var calls = 0
            init(_ loop: EventLoop) { self.loop = loop }
            func ready(_ readiness: Readiness) {
                guard readiness.isReadable else { return }
                calls += 1
                // Whichever is told first takes all off.
                for (descriptor, watch) in watches { loop.unwatch(watch, descriptor) }
                watches = [:]
            }
        }
        try withLoop { loop in
            let pairs = (0..<8).map { _ in SocketPair() }
            let remover = Remover(loop)
            loop.perform {
                for pair in pairs { remover.watches[pair.own] = loop.watch(pair.own, remover) }
                // While the loop is here it takes nothing from the system, so all of them come in one batch.
                for pair in pairs { pair.send("x") }
            }
            loop.perform {}
            loop.perform {}
            #expect(loop.perform { remover.calls } == 1)
            for pair in pairs { close(pair.own); close(pair.peer) }
        }
    }

    @Test("A source that asks for another turn has one, however often it asks until that comes")
    func turns() throws {
        try withLoop { loop in
            let pair = SocketPair()
            let source = Source()
            let watch = try #require(loop.perform { loop.watch(pair.own, source) })
            for round in 1...3 {
                loop.perform { for _ in 0..<5 { loop.takeTurnLater(watch) } }
                while source.count < round { source.spot.sleep() }
                // What was executed after the turn is done after any other that there might be.
                loop.perform {}
                loop.perform {}
                #expect(source.told.withLock { $0 } == Array(repeating: .none, count: round))
            }
            loop.perform { loop.unwatch(watch, pair.own) }
            close(pair.own)
            close(pair.peer)
        }
    }

    @Test("Work of other threads is done in order, also what the loop gives itself")
    func mailbox() throws {
        try withLoop { loop in
            let order = Lock<[Int]>([])
            for number in 0..<1_000 {
                loop.execute {
                    order.withLock { $0.append(number) }
                    if number == 999 { loop.execute { order.withLock { $0.append(1_000) } } }
                }
            }
            loop.perform {}
            loop.perform {}
            #expect(order.withLock { $0 } == Array(0...1_000))
        }
    }

    @Test("What was executed before the end is done, and what comes later is dropped")
    func end() throws {
        let loop = try EventLoop(named: "test-loop")
        let count = Atomic<Int>(0)
        for _ in 0..<100 { loop.execute { _ = count.add(1, ordering: .relaxed) } }
        loop.end()
        loop.execute { _ = count.add(1, ordering: .relaxed) }
        #expect(count.load(ordering: .relaxed) == 100)
    }

    @Test("Timers run once, in the order in which they are due")
    func timers() throws {
        try withLoop { loop in
            let spot = ParkingSpot()
            let order = Lock<[Int]>([])
            loop.perform {
                loop.schedule(inMilliseconds: 60) {
                    order.withLock { $0.append(2) }
                    spot.wake()
                }
                loop.schedule(inMilliseconds: 10) { order.withLock { $0.append(1) } }
            }
            spot.sleep()
            #expect(order.withLock { $0 } == [1, 2])
        }
    }
}
