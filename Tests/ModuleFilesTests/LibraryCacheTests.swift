import ModuleFiles
import Testing

@Suite("The system's list of libraries")
struct LibraryCacheTests {
    /// A cache file with entries of (flags, name, path, hardware capabilities).
    private func cache(_ entries: [(Int32, String, String, UInt64)], old: Int? = nil) -> [UInt8] {
        func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
        }
        var strings: [UInt8] = []
        var table: [UInt8] = []
        let start = 48 + entries.count * 24
        for (flags, name, path, capabilities) in entries {
            let nameAt = start + strings.count
            strings += Array(name.utf8) + [0]
            let pathAt = start + strings.count
            strings += Array(path.utf8) + [0]
            table += little(flags) + little(UInt32(nameAt)) + little(UInt32(pathAt)) + little(UInt32(0))
            table += little(capabilities)
        }
        var bytes: [UInt8] = []
        if let old {
            bytes = Array("ld.so-1.7.0".utf8) + [0] + little(UInt32(old)) + [UInt8](repeating: 9, count: old * 12)
            bytes += [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
        }
        bytes += Array("glibc-ld.so.cache1.1".utf8) + little(UInt32(entries.count)) + little(UInt32(strings.count))
        return bytes + [UInt8](repeating: 0, count: 20) + table + strings
    }

    #if arch(x86_64)
    private let flags: Int32 = 0x0303
    #else
    private let flags: Int32 = 0x0a03
    #endif

    @Test(
        "The entry of this machine for every processor is taken, in the new format and behind the old",
        arguments: [
            nil, 0, 1, 2,
        ] as [Int?])
    func entries(old: Int?) {
        let entries: [(Int32, String, String, UInt64)] = [
            (0x0003, "libone.so", "/lib32/libone.so", 0),
            (flags, "libone.so", "/lib/v3/libone.so", 1 << 62),
            (flags, "libone.so", "/lib/libone.so", 0),
            (flags, "libone.so", "/usr/lib/libone.so", 0),
        ]
        let list = LibraryCache(bytes: cache(entries, old: old))
        #expect(list.path(of: "libone.so") == "/lib/libone.so")
        #expect(list.path(of: "libtwo.so") == nil)
    }

    @Test("A damaged list is an empty one")
    func damaged() {
        let bytes = cache([(flags, "libone.so", "/lib/libone.so", 0)])
        for size in 0..<bytes.count { #expect(LibraryCache(bytes: Array(bytes[..<size])).path(of: "libone.so") == nil) }
        var endless = bytes
        for position in 20..<24 { endless[position] = 0xff }
        #expect(LibraryCache(bytes: endless).path(of: "libone.so") == nil)
        #expect(LibraryCache(path: "/no/such/file").path(of: "libc.so.6") == nil)
    }
}
