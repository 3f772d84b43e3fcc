import ModuleFiles
import TestSupport
import Testing

@Suite("Damaged files", .timeLimit(.minutes(10)))
struct DamagedFilesTests {
    private let folder: TemporaryFolder
    private let nowhere = LibrarySearch(images: .none, libraryPath: "", cache: LibraryCache(bytes: []))
    init() throws { folder = try TemporaryFolder() }

    private func sound(_ source: String = "well_formed.c", _ flags: [String] = []) throws -> [UInt8] {
        try FileBytes.read(try folder.library("faults/\(source)", to: "sound.so", flags)).bytes
    }

    private func examine(_ bytes: [UInt8]) throws -> ModuleFile {
        try ModuleFile(path: "m.so", name: nil, bytes: bytes, identity: FileIdentity(device: 1, inode: 1))
    }

    @Test("A file cut off at any 64-byte boundary is refused, once its machine is known as truncated")
    func truncated() throws {
        let bytes = try sound()
        _ = try examine(bytes)
        for size in stride(from: 64, to: bytes.count, by: 64) {
            let error = try refusal { try examine(Array(bytes[..<size])) }
            guard case .truncated("m.so", let needed, size) = error else {
                Issue.record("\(size) bytes: \(error)")
                continue
            }
            #expect(needed > size)
        }
        for size in 0..<64 { _ = try refusal { try examine(Array(bytes[..<size])) } }
    }

    @Test(
        "2,000 files with bytes changed at random are read or refused, and neither crash nor hang",
        arguments: [
            "well_formed.c", "unique_symbol.cpp",
        ])
    func flipped(source: String) throws {
        let bytes = try sound(source, ["-Wl,--hash-style=both", "-Wl,-soname,sound.so"])
        let meaningful = bytes.indices.filter { bytes[$0] != 0 || $0 < 1024 }
        var numbers = SplitMix64(seed: 20)
        var refused = 0
        for _ in 0..<1000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...8, using: &numbers) {
                let anywhere = Bool.random(using: &numbers) ? bytes.indices.randomElement(using: &numbers) : nil
                let place = anywhere ?? meaningful.randomElement(using: &numbers) ?? 0
                damaged[place] = UInt8.random(in: 0...255, using: &numbers)
            }
            guard let image = try? ELFImage(bytes: damaged) else {
                refused += 1
                continue
            }
            _ = LinkForecast(image, path: "m.so", search: nowhere).refusal(path: "m.so")
            _ = (image.isProgram, image.wantsExecutableStack, image.buildID, image.defines(anyOf: ["x"]))
            if (try? examine(damaged)) == nil { refused += 1 }
        }
        #expect(refused > 50 && refused < 1000)
    }

    @Test("Every field of the first kilobyte set to its largest value is survived")
    func extremes() throws {
        let bytes = try sound()
        for width in [2, 4, 8] {
            for position in stride(from: 16, to: 1024, by: width) {
                var damaged = bytes
                for index in position..<position + width { damaged[index] = 0xff }
                if let image = try? ELFImage(bytes: damaged) {
                    _ = LinkForecast(image, path: "m.so", search: nowhere)
                    _ = image.defines(anyOf: ["x"])
                }
                damaged[position + width - 1] = 0x3f
                _ = try? ELFImage(bytes: damaged)
            }
        }
    }

    @Test("A file for another machine, width or byte order is refused by what it is")
    func otherMachine() throws {
        var bytes = try sound()
        bytes[18] = 243
        bytes[19] = 0
        #expect(
            try refusal { try examine(bytes) }
                == .wrongMachine(path: "m.so", machine: "RISC-V, 64 bits, little-endian"))
        bytes[4] = 1
        bytes[18] = 3
        #expect(
            try refusal { try examine(bytes) } == .wrongMachine(path: "m.so", machine: "x86, 32 bits, little-endian"))
        bytes[4] = 2
        bytes[5] = 2
        bytes[18] = 0
        bytes[19] = 22
        #expect(
            try refusal { try examine(bytes) } == .wrongMachine(path: "m.so", machine: "S/390, 64 bits, big-endian"))
        #expect(try refusal { try examine(bytes) }.description.contains("this host is for \(HostMachine.name)"))
    }
}
