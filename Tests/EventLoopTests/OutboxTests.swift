import EventLoop
import Glibc
import TestSupport
import Testing

@Suite("Outbox")
struct OutboxTests {
    /// Numbered bytes, so that what is lost or out of order shows.
    private static func bytes(_ count: Int, from start: Int = 0) -> [UInt8] {
        (start..<start + count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
    }

    private static func file(_ content: [UInt8], in folder: TemporaryFolder) throws -> CInt {
        try folder.write(content, to: "content")
        return open(folder.file("content"), O_RDONLY | O_CLOEXEC)
    }

    @Test("What the socket does not take waits and goes out in order, whatever the calls do", arguments: 0..<20)
    func order(seed: Int) throws {
        let folder = try TemporaryFolder()
        let content = Self.bytes(300_000, from: 7)
        let file = try Self.file(content, in: folder)
        defer { close(file) }
        let pair = SocketPair()
        let socket = Socket(pair.own, faults: SeededFaults(seed: UInt64(seed)))
        let outbox = Outbox()
        var expected: [UInt8] = []
        var received: [UInt8] = []
        for round in 0..<6 {
            let plain = Self.bytes(1_000 * round, from: round)
            let lent = Self.bytes(200_000, from: round + 1)
            var batch = OutputBatch()
            batch.bytes.write(plain.span.bytes)
            batch.lend(lent.span.bytes)
            batch.bytes.write("|" as StaticString)
            batch.lend(FileRange(descriptor: file, offset: 3, count: content.count - 3))
            batch.lend(FileRange(descriptor: file, offset: 0, count: 1))
            batch.bytes.write("." as StaticString)
            expected += plain + lent + Array("|".utf8) + content[3...] + content[..<1] + Array(".".utf8)
            let outcome = outbox.send(batch, to: socket)
            #expect(outcome == .sent || outcome == .queued)
            received += pair.received()
        }
        while outbox.backlog > 0 {
            let outcome = outbox.flush(to: socket)
            guard outcome != .failed(.lost(EPIPE)) else { break }
            received += pair.received()
        }
        received += pair.received()
        #expect(received == expected)
        close(pair.own)
        close(pair.peer)
    }

    @Test("A thread that may wait sends all of a batch from where it is")
    func waiting() throws {
        let pair = SocketPair()
        let outbox = Outbox()
        let lent = Self.bytes(4 << 20)
        let reader = try PosixThreadReader(pair, count: lent.count + 1)
        var batch = OutputBatch()
        batch.bytes.write("<" as StaticString)
        batch.lend(lent.span.bytes)
        var waits = 0
        let outcome = outbox.sendWaiting(batch, to: Socket(pair.own), isConnected: { true }, willWait: { waits += 1 })
        #expect(outcome == .sent)
        #expect(waits > 0)
        let backlog = outbox.backlog
        #expect(backlog == 0)
        #expect(reader.result() == Array("<".utf8) + lent)
        close(pair.own)
        close(pair.peer)
    }

    @Test("A client that is gone, and a file that became shorter, end the output with their own reasons")
    func failures() throws {
        let folder = try TemporaryFolder()
        let file = try Self.file(Self.bytes(100), in: folder)
        defer { close(file) }
        let pair = SocketPair()
        var batch = OutputBatch()
        batch.lend(FileRange(descriptor: file, offset: 0, count: 200))
        // A part of a file may also mean that the socket is full: it shows when the loop goes on.
        let shortened = Outbox()
        let sent = shortened.send(batch, to: Socket(pair.own))
        #expect(sent == .queued)
        let outcome1 = shortened.flush(to: Socket(pair.own))
        #expect(outcome1 == .failed(.shortenedFile))
        batch.clear(keeping: 0)
        batch.bytes.write("late" as StaticString)
        close(pair.peer)
        let outcome2 = Outbox().send(batch, to: Socket(pair.own))
        #expect(outcome2 == .failed(.lost(EPIPE)))
        close(pair.own)
    }

    @Test("Nothing of a batch is kept that cannot be queued as a whole: its owner frees what it has lent")
    func unqueued() {
        let pair = SocketPair()
        let outbox = Outbox()
        var batch = OutputBatch()
        let lent = Self.bytes(4 << 20)
        batch.lend(lent.span.bytes)
        batch.lend(FileRange(descriptor: -1, offset: 0, count: 1))
        let outcome = outbox.send(batch, to: Socket(pair.own), mayKeep: true)
        #expect(outcome == .failed(.noDescriptor))
        _ = pair.received()
        let rest = outbox.flush(to: Socket(pair.own))
        #expect(rest == .sent)
        #expect(pair.received().isEmpty)
        close(pair.own)
        close(pair.peer)
    }

    @Test("A file that became shorter is noticed while its client takes nothing")
    func shortened() throws {
        let folder = try TemporaryFolder()
        let file = try Self.file(Self.bytes(4 << 20), in: folder)
        defer { close(file) }
        let pair = SocketPair()
        let outbox = Outbox()
        var batch = OutputBatch()
        batch.lend(FileRange(descriptor: file, offset: 0, count: 4 << 20))
        let outcome3 = outbox.send(batch, to: Socket(pair.own))
        #expect(outcome3 == .queued)
        let isShortAlready = outbox.hasShortenedFile()
        #expect(!isShortAlready)
        #expect(truncate(folder.file("content"), 1) == 0)
        let isShort = outbox.hasShortenedFile()
        #expect(isShort)
        close(pair.own)
        close(pair.peer)
    }

    @Test("A sign of life changes whenever the client takes something, and is there only while something waits")
    func mark() {
        let pair = SocketPair()
        let outbox = Outbox()
        let before = outbox.waitingMark
        #expect(before == nil)
        var batch = OutputBatch()
        let lent = Self.bytes(4 << 20)
        batch.lend(lent.span.bytes)
        let outcome4 = outbox.send(batch, to: Socket(pair.own))
        #expect(outcome4 == .queued)
        let first = outbox.waitingMark
        #expect(first != nil)
        let second = outbox.waitingMark
        #expect(second == first)
        _ = pair.received()
        _ = outbox.flush(to: Socket(pair.own))
        let third = outbox.waitingMark
        #expect(third != first)
        outbox.removeAll()
        let last = outbox.waitingMark
        #expect(last == nil)
        close(pair.own)
        close(pair.peer)
    }

    /// A file of `mebibytes`, and a place that takes all of it at once as the fastest client would.
    private static func largeFile(_ mebibytes: Int, in folder: TemporaryFolder) throws -> (file: CInt, sink: CInt) {
        let file = try file([], in: folder)
        #expect(truncate(folder.file("content"), mebibytes << 20) == 0)
        return (file, open("/dev/null", O_WRONLY | O_CLOEXEC))
    }

    @Test("A client that takes all at once gets its share of a turn, and the rest when the others have had theirs")
    func share() throws {
        let folder = try TemporaryFolder()
        let (file, sink) = try Self.largeFile(10, in: folder)
        defer { close(file) }
        defer { close(sink) }
        let outbox = Outbox()
        var batch = OutputBatch()
        batch.lend(FileRange(descriptor: file, offset: 0, count: 10 << 20))
        var outcome = outbox.send(batch, to: Socket(sink))
        var backlogs: [Int] = []
        while outcome == .hadShare, backlogs.count < 10 {
            backlogs.append(outbox.backlog >> 20)
            outcome = outbox.flush(to: Socket(sink))
        }
        #expect(outcome == .sent)
        #expect(backlogs == [8, 6, 4, 2])
        // A thread that waits has nobody else to serve.
        #expect(outbox.sendWaiting(batch, to: Socket(sink), isConnected: { true }, willWait: {}) == .sent)
    }

    @Test("What one call of a file does not send is left to the loop from the start, if another thread has it")
    func leftToLoop() throws {
        let folder = try TemporaryFolder()
        let (file, sink) = try Self.largeFile(3, in: folder)
        defer { close(file) }
        defer { close(sink) }
        for (mebibytes, outcome, backlog) in [(1, Outbox.Outcome.sent, 0), (2, .sent, 0), (3, .queued, 3)] {
            let outbox = Outbox()
            var batch = OutputBatch()
            batch.lend(FileRange(descriptor: file, offset: 0, count: mebibytes << 20))
            let seen = outbox.send(batch, to: Socket(sink), leavesLargeFiles: true)
            #expect(seen == outcome)
            #expect(outbox.backlog >> 20 == backlog)
        }
    }
}
