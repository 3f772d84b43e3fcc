import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("Reading whole files")
struct FileBytesTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("A file comes back byte for byte, with its device and inode", arguments: [0, 1, 4095, 4096, 4097, 100_000])
    func whole(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = try folder.write(bytes, to: "file")
        let file = try FileBytes.read(path)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(file.bytes == bytes)
        #expect(file.identity == FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
    }

    @Test("No more is read than was asked for")
    func beginning() throws {
        let path = try folder.write([UInt8](repeating: 7, count: 10_000), to: "file")
        #expect(try FileBytes.read(path, atMost: 64).bytes.count == 64)
        #expect(try FileBytes.read(path, atMost: 5_000).bytes.count == 5_000)
    }

    @Test("A file that announces no size is read to its end")
    func unannounced() throws {
        #expect(try FileBytes.read("/proc/self/maps").bytes.count > 1000)
    }

    @Test("A missing file, a directory, a pipe and a device are told apart, and none is waited for")
    func faults() throws {
        #expect(throws: FileFault.missing) { try FileBytes.read(folder.file("none")) }
        #expect(throws: FileFault.directory) { try FileBytes.read(folder.path) }
        #expect(throws: FileFault.notRegular) { try FileBytes.read("/dev/null") }
        #expect(mkfifo(folder.file("pipe"), 0o644) == 0)
        #expect(throws: FileFault.notRegular) { try FileBytes.read(folder.file("pipe")) }
        let tooLong = FileFault.system(call: "open", errno: ENAMETOOLONG)
        #expect(throws: tooLong) { try FileBytes.read("/\(String(repeating: "x", count: 5000))") }
    }

    @Test("A file beyond the limit is refused before it is read")
    func tooLarge() throws {
        let path = try folder.write([1], to: "file")
        #expect(truncate(path, FileBytes.limit + 1) == 0)
        #expect(throws: FileFault.tooLarge(limit: FileBytes.limit)) { try FileBytes.read(path) }
    }
}
