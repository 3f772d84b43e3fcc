import ModuleInterfaces
import OperatingSystem
import Testing

@testable import ModuleHost

@Suite("The body of a request on its way to the module")
struct EntityBufferTests {
    private func read(_ buffer: EntityBuffer, _ count: Int) -> String? {
        var target = [UInt8](repeating: 0, count: count)
        let result = target.withUnsafeMutableBytes { buffer.read(into: $0.baseAddress!, count: count) }
        guard case .bytes(let taken) = result else { return nil }
        return String(decoding: target[..<taken], as: UTF8.self)
    }

    private func append(_ buffer: EntityBuffer, _ text: String) -> Bool {
        buffer.append(Array(text.utf8).span.bytes)
    }

    @Test("Bytes come out in the order in which they went in")
    func order() {
        let buffer = EntityBuffer()
        #expect(append(buffer, "one two "))
        #expect(read(buffer, 4) == "one ")
        #expect(append(buffer, "three"))
        #expect(read(buffer, 100) == "two three")
        #expect(read(buffer, 100) == nil)
    }

    @Test("It asks for no more when it is full, and for more when it has been read")
    func bounded() {
        let buffer = EntityBuffer()
        var hasRoom = true
        for _ in 0..<64 { hasRoom = append(buffer, String(repeating: "x", count: 1_024)) }
        #expect(!hasRoom)
        #expect(!buffer.hasRoom)
        #expect(read(buffer, 1)?.count == 1)
        #expect(buffer.hasRoom)
    }

    @Test("The end comes after the last byte, and stays")
    func end() {
        let buffer = EntityBuffer()
        _ = append(buffer, "all")
        buffer.finish()
        #expect(buffer.isComplete)
        #expect(!buffer.isAtEnd)
        #expect(read(buffer, 10) == "all")
        #expect(buffer.isAtEnd)
        buffer.breakOff()
        var byte: UInt8 = 0
        for _ in 0..<2 {
            guard case .ended(let reason) = buffer.read(into: &byte, count: 1) else {
                Issue.record("no end")
                return
            }
            #expect(reason == HResult.handleEOF)
        }
    }

    @Test("A read that waits is served by the next bytes, once")
    func waiting() throws {
        let buffer = EntityBuffer()
        let target = UnsafeMutableRawPointer.allocate(byteCount: 3, alignment: 1)
        defer { target.deallocate() }
        let heard = Lock<[Int]>([])
        let first = buffer.read(into: target, count: 3) { _, count in heard.withLock { $0.append(count) } }
        guard case .empty? = first else {
            Issue.record("something is there")
            return
        }
        let second = buffer.read(into: target, count: 3) { _, _ in }
        #expect(second == nil)
        _ = append(buffer, "abcd")
        #expect(heard.withLock { $0 } == [3])
        #expect(target.loadUnaligned(as: UInt8.self) == UInt8(ascii: "a"))
        #expect(read(buffer, 10) == "d")
    }

    @Test("A thread that waits gets the pieces in one, and goes on when no more is to be had just now, or at the end")
    func waitingThread() throws {
        let buffer = EntityBuffer()
        let heard = Lock<[String]>([])
        let spot = ParkingSpot()
        let reader = try PosixThread.start(named: "reader") {
            let target = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 1)
            defer { target.deallocate() }
            while case .bytes(let count) = buffer.readWaiting(into: target, count: 8) {
                let text = String(decoding: UnsafeRawBufferPointer(start: target, count: count), as: UTF8.self)
                heard.withLock { $0.append(text) }
                spot.wake()
            }
        }
        while !buffer.isAwaited {}
        for piece in ["ab", "cd"] { #expect(append(buffer, piece)) }
        #expect(heard.withLock { $0 }.isEmpty)
        buffer.endPiece()
        spot.sleep()
        #expect(heard.withLock { $0 } == ["abcd"])
        while !buffer.isAwaited {}
        // What it has no room for is kept for the next read.
        #expect(append(buffer, "efghijklmn"))
        buffer.endPiece()
        for _ in 0..<2 { spot.sleep() }
        while !buffer.isAwaited {}
        #expect(append(buffer, "op"))
        buffer.finish()
        reader.join()
        #expect(heard.withLock { $0 } == ["abcd", "efghijkl", "mn", "op"])
        #expect(buffer.isAtEnd)
    }

    @Test("The connection that finds no room is asked for more when there is some, and not before it has stopped")
    func holdsBack() {
        let buffer = EntityBuffer()
        #expect(append(buffer, String(repeating: "x", count: 1 << 16)) == false)
        #expect(!buffer.isHoldingBack)
        #expect(!buffer.hasRoom)
        #expect(buffer.isHoldingBack)
        #expect(read(buffer, 1) == "x")
        #expect(buffer.hasRoom)
        #expect(!buffer.isHoldingBack)
    }

    @Test("A cancelled read gets no completion, and its memory is left alone")
    func cancelled() {
        let buffer = EntityBuffer()
        let target = UnsafeMutableRawPointer.allocate(byteCount: 3, alignment: 1)
        defer { target.deallocate() }
        target.initializeMemory(as: UInt8.self, repeating: 7, count: 3)
        let heard = Lock(0)
        _ = buffer.read(into: target, count: 3) { _, _ in heard.withLock { $0 += 1 } }
        #expect(buffer.cancel() != nil)
        #expect(buffer.cancel() == nil)
        _ = append(buffer, "abc")
        buffer.finish()
        #expect(heard.withLock { $0 } == 0)
        #expect(target.loadUnaligned(as: UInt8.self) == 7)
        #expect(read(buffer, 10) == "abc")
    }

    @Test("A broken connection ends a read that waits")
    func broken() {
        let buffer = EntityBuffer()
        var byte: UInt8 = 0
        let heard = Lock<[Int32]>([])
        withUnsafeMutableBytes(of: &byte) { target in
            _ = buffer.read(into: target.baseAddress!, count: 1) { result, _ in heard.withLock { $0.append(result) } }
        }
        buffer.breakOff()
        #expect(heard.withLock { $0 } == [HResult.networkNameDeleted])
    }

    @Test("After a reset it is as new")
    func reset() {
        let buffer = EntityBuffer()
        _ = append(buffer, String(repeating: "x", count: 10_000))
        buffer.finish()
        buffer.reset()
        #expect(!buffer.isComplete)
        #expect(append(buffer, "new"))
        #expect(read(buffer, 10) == "new")
    }
}
