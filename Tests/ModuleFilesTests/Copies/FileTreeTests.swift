import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("Changing the file system")
struct FileTreeTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("A tree is removed with everything in it, and a link in it is not followed")
    func remove() throws {
        let kept = try folder.write([1], to: "kept")
        try folder.makeFolder("kept-too")
        try folder.makeFolder("tree")
        try folder.makeFolder("tree/branch")
        _ = try folder.write([1], to: "tree/branch/leaf")
        #expect(symlink(kept, folder.file("tree/link")) == 0)
        #expect(symlink(folder.file("kept-too"), folder.file("tree/branch/link")) == 0)
        try FileTree.remove(folder.file("tree"))
        #expect(!FileTree.exists(folder.file("tree")))
        #expect(FileTree.exists(kept) && FileTree.exists(folder.file("kept-too")))
        try FileTree.remove(folder.file("tree"))
    }

    @Test("A file that exists is not written over")
    func exclusive() throws {
        let path = try folder.write([1, 2], to: "file")
        let exists = FileFault.system(call: "open", errno: EEXIST)
        #expect(throws: exists) { try FileTree.write([3], to: path, mode: 0o644, group: nil) }
        #expect(try FileBytes.read(path).bytes == [1, 2])
    }

    @Test("Modes are those asked for, whatever the umask")
    func modes() throws {
        try FileTree.makeDirectory(folder.file("open"), mode: 0o775, group: getgid())
        try FileTree.write([1], to: folder.file("shut"), mode: 0o440, group: getgid())
        var status = stat()
        #expect(stat(folder.file("open"), &status) == 0 && status.st_mode & 0o7777 == 0o775)
        #expect(stat(folder.file("shut"), &status) == 0 && status.st_mode & 0o7777 == 0o440)
    }

    @Test("A directory does not take the place of one with something in it")
    func move() throws {
        try folder.makeFolder("one")
        try folder.makeFolder("two")
        _ = try folder.write([1], to: "two/file")
        #expect(try !FileTree.move(folder.file("one"), to: folder.file("two")))
        #expect(try FileTree.move(folder.file("two"), to: folder.file("three")))
        #expect(FileTree.exists(folder.file("three/file")))
    }
}
