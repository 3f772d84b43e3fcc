import Testing

@testable import ModuleHost

@Suite("The memory of an exchange")
struct ArenaTests {
    private func isZero(_ memory: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        UnsafeRawBufferPointer(start: memory, count: count).allSatisfy { $0 == 0 }
    }

    @Test("It is zeroed with one zero behind it, also where earlier exchanges wrote")
    func zeroed() throws {
        let arena = Arena()
        for _ in 0..<3 {
            for size in [0, 1, 15, 16, 17, 4_096, 8_191, 8_192, 9_000, 131_071, 131_072, 1 << 20] {
                let memory = try #require(arena.allocate(size))
                #expect(UInt(bitPattern: memory) % 16 == 0)
                #expect(isZero(memory, size + 1))
                memory.initializeMemory(as: UInt8.self, repeating: 0xA5, count: size + 1)
            }
            arena.reset()
        }
    }

    @Test("Allocations do not overlap")
    func apart() throws {
        let arena = Arena()
        var blocks: [(UnsafeMutableRawPointer, UInt8, Int)] = []
        for index in 0..<500 {
            let size = index * 37 % 3_000
            let memory = try #require(arena.allocate(size))
            memory.initializeMemory(as: UInt8.self, repeating: UInt8(index % 251), count: size + 1)
            blocks.append((memory, UInt8(index % 251), size + 1))
        }
        for (memory, value, count) in blocks {
            #expect(UnsafeRawBufferPointer(start: memory, count: count).allSatisfy { $0 == value })
        }
    }

    @Test("What is much too large is refused or costs nothing until it is touched")
    func tooLarge() throws {
        let arena = Arena()
        let small = try #require(arena.allocate(10))
        for _ in 0..<2 { _ = arena.allocate(0xFFFF_FFFF) }
        // The chunk in use keeps its room.
        let next = try #require(arena.allocate(10))
        #expect(next == small + 16)
    }

    @Test("Copies end with a zero")
    func copies() throws {
        let arena = Arena()
        let bytes = Array("text".utf8)
        let copy = try #require(bytes.withUnsafeBytes { arena.copy($0) })
        #expect(String(cString: copy.assumingMemoryBound(to: CChar.self)) == "text")
        let text = try #require(arena.copy("größer"))
        #expect(String(cString: text) == "größer")
        let empty = try #require(arena.copy(""))
        #expect(empty.pointee == 0)
    }
}
