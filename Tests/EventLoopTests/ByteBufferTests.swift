import EventLoop
import Testing

@Suite("ByteBuffer")
struct ByteBufferTests {
    @Test("Bytes come out as they went in, wherever the buffer grows and is read from")
    func order() {
        var buffer = ByteBuffer()
        var written = 0
        var read = 0
        for round in 0..<2_000 {
            let piece = (0..<(round * 7 % 97)).map { UInt8(truncatingIfNeeded: written + $0) }
            buffer.write(piece.span.bytes)
            written += piece.count
            let count = min(buffer.count, round * 5 % 61)
            buffer.bytes.withUnsafeBytes { bytes in
                for index in 0..<count where bytes[index] != UInt8(truncatingIfNeeded: read + index) {
                    Issue.record("byte \(read + index) is \(bytes[index])")
                }
            }
            buffer.removeFirst(count)
            read += count
        }
        let count = buffer.count
        #expect(count == written - read)
    }

    @Test("It forgets at both ends, and keeps or gives back its memory as it is told")
    func forgets() {
        var buffer = ByteBuffer("abcdef")
        buffer.removeFirst(1)
        buffer.removeLast(2)
        let text = String(decoding: buffer)
        #expect(text == "bcd")
        buffer.clear(keeping: 1 << 20)
        let kept = (buffer.isEmpty, buffer.capacity > 0)
        #expect(kept == (true, true))
        buffer.clear(keeping: 0)
        let capacity = buffer.capacity
        #expect(capacity == 0)
        buffer.write("again" as StaticString)
        buffer.write(byte: 0x21)
        let again = String(decoding: buffer)
        #expect(again == "again!")
    }

    @Test("Room that is written in part holds only that part")
    func room() {
        var buffer = ByteBuffer("<")
        buffer.write(room: 1_000) { $0.append(0x78) }
        buffer.write(room: 1_000) { _ in }
        buffer.write(atMost: 1_000) { memory in
            memory.storeBytes(of: 0x79, as: UInt8.self)
            return 1
        }
        buffer.write(atMost: 1_000) { _ in 0 }
        buffer.write(">" as StaticString)
        let text = String(decoding: buffer)
        #expect(text == "<xy>")
    }
}
