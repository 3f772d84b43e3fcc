import Glibc
import ModuleFiles
import Testing

@Suite("Changing the file system")
struct FileTreeTests {
    private let fixture: FaultFixture
    init() throws { fixture = try FaultFixture() }

    @Test("A tree is removed with everything in it, and a link in it is not followed")
    func remove() throws {
        let kept = try fixture.write([1], to: "kept")
        try fixture.makeDirectory("kept-too")
        try fixture.makeDirectory("tree")
        try fixture.makeDirectory("tree/branch")
        _ = try fixture.write([1], to: "tree/branch/leaf")
        #expect(symlink(kept, fixture.path("tree/link")) == 0)
        #expect(symlink(fixture.path("kept-too"), fixture.path("tree/branch/link")) == 0)
        try FileTree.remove(fixture.path("tree"))
        #expect(!FileTree.exists(fixture.path("tree")))
        #expect(FileTree.exists(kept) && FileTree.exists(fixture.path("kept-too")))
        try FileTree.remove(fixture.path("tree"))
    }

    @Test("A file that exists is not written over")
    func exclusive() throws {
        let path = try fixture.write([1, 2], to: "file")
        let exists = FileFault.system(call: "open", errno: EEXIST)
        #expect(throws: exists) { try FileTree.write([3], to: path, mode: 0o644, group: nil) }
        #expect(try FileBytes.read(path).bytes == [1, 2])
    }

    @Test("Modes are those asked for, whatever the umask")
    func modes() throws {
        try FileTree.makeDirectory(fixture.path("open"), mode: 0o775, group: getgid())
        try FileTree.write([1], to: fixture.path("shut"), mode: 0o440, group: getgid())
        var status = stat()
        #expect(stat(fixture.path("open"), &status) == 0 && status.st_mode & 0o7777 == 0o775)
        #expect(stat(fixture.path("shut"), &status) == 0 && status.st_mode & 0o7777 == 0o440)
    }

    @Test("A directory does not take the place of one with something in it")
    func move() throws {
        try fixture.makeDirectory("one")
        try fixture.makeDirectory("two")
        _ = try fixture.write([1], to: "two/file")
        #expect(try !FileTree.move(fixture.path("one"), to: fixture.path("two")))
        #expect(try FileTree.move(fixture.path("two"), to: fixture.path("three")))
        #expect(FileTree.exists(fixture.path("three/file")))
    }
}
