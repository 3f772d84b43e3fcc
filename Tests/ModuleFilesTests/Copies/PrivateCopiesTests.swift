import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("Private copies")
struct PrivateCopiesTests {
    private let folder: TemporaryFolder
    private let copies: PrivateCopies
    init() throws {
        folder = try TemporaryFolder()
        copies = try PrivateCopies.create(in: folder.path)
    }

    private func status(_ path: String) -> stat {
        var status = stat()
        #expect(stat(path, &status) == 0, "\(path)")
        return status
    }

    /// `app/modules/module.so` needs a neighbour in `app/lib`, which needs a further library in `app/lib/deep`.
    private func family() throws -> ModuleFile {
        for place in ["app", "app/modules", "app/lib", "app/lib/deep"] { try folder.makeFolder(place) }
        let further = try folder.library(
            "faults/further.c", to: "app/lib/deep/\(folder.further)", ["-Wl,-soname,\(folder.further)"])
        let neighbour = try folder.library(
            "faults/neighbour.c", to: "app/lib/\(folder.neighbour)",
            ["-DNEEDS_FURTHER", "-Wl,-soname,\(folder.neighbour)", further, "-Wl,-rpath,$ORIGIN/deep"])
        let path = try folder.library(
            "faults/needs_library.c", to: "app/modules/module.so",
            [neighbour, "-Wl,-rpath,$ORIGIN/../lib", "-Wl,-rpath-link,\(folder.file("app/lib/deep"))"])
        return try ModuleFile.examine(path: path)
    }

    @Test("The run directory and images are closed to others, and images to everyone's writing")
    func modes() throws {
        let file = try folder.examine("faults/well_formed.c")
        let copy = try copies.copy(file)
        #expect(status(copies.directory).st_mode & 0o7777 == 0o750)
        #expect(status(copy.path).st_mode & 0o7777 == 0o440)
        #expect(try FileBytes.read(copy.path).bytes == file.image.bytes)
        #expect(copy.originals == [copy.path: file.path])
    }

    @Test("The same content is copied once, a changed one to another place")
    func idempotent() throws {
        let file = try folder.examine("faults/well_formed.c")
        let copy = try copies.copy(file)
        let before = status(copy.path)
        let again = try copies.copy(try ModuleFile.examine(path: file.path))
        let after = status(again.path)
        #expect(again == copy && before.st_ino == after.st_ino)
        let changed = try copies.copy(try folder.examine("faults/without_note.c"))
        #expect(changed.path != copy.path)
        #expect(FileTree.exists(copy.path) && FileTree.exists(changed.path))
    }

    @Test("What was examined is copied, though the file has changed since")
    func examined() throws {
        let file = try folder.examine("faults/well_formed.c")
        try folder.library("faults/no_entry.c", to: "module.so")
        let copy = try copies.copy(file)
        #expect(try FileBytes.read(copy.path).bytes == file.image.bytes)
    }

    @Test("Neighbours that $ORIGIN leads to move along, so the copy opens when the originals are gone")
    func neighbours() throws {
        let file = try family()
        let copy = try copies.copy(file)
        #expect(copy.path.hasSuffix("/modules/module.so"))
        let root = copy.path.dropLast("/modules/module.so".count)
        #expect(
            Set(copy.originals.keys) == [
                "\(root)/lib/\(folder.neighbour)", "\(root)/lib/deep/\(folder.further)", "\(root)/modules/module.so",
            ])
        try FileTree.remove(folder.file("app"))
        #expect(linkerComplaint(copy.path) == nil)
    }

    @Test("A changed neighbour gives the unchanged module a new place")
    func changedNeighbour() throws {
        let file = try family()
        let first = try copies.copy(file)
        try folder.library(
            "faults/neighbour.c", to: "app/lib/\(folder.neighbour)", ["-DVALUE=7", "-Wl,-soname,\(folder.neighbour)"])
        let second = try copies.copy(file)
        #expect(first.path != second.path)
        #expect(second.originals.count == 2)
    }

    @Test("Two modules that bring different libraries of one name are refused, with the same one they are not")
    func conflict() throws {
        func module(_ place: String, _ flags: [String]) throws -> (file: ModuleFile, copy: PrivateCopies.Copy) {
            try folder.makeFolder(place)
            let library = try folder.library(
                "faults/neighbour.c", to: "\(place)/real.so", flags + ["-Wl,-soname,\(folder.neighbour)"])
            #expect(symlink("real.so", folder.file("\(place)/\(folder.neighbour)")) == 0)
            let path = try folder.library(
                "faults/needs_library.c", to: "\(place)/module.so", [library, "-Wl,-rpath,$ORIGIN"])
            let file = try ModuleFile.examine(path: path)
            return (file, try copies.copy(file))
        }
        let first = try module("first", [])
        #expect(first.copy.libraries.keys.contains(folder.neighbour))
        try PrivateCopies.refuseConflicts([first, try module("same", [])])
        let other = try module("other", ["-DVALUE=7"])
        #expect(
            try refusal { try PrivateCopies.refuseConflicts([first, other]) }
                == .libraryConflict(path: other.file.path, library: folder.neighbour, otherPath: first.file.path))
    }

    @Test("Libraries that the process has, and those of the system, stay where they are")
    func system() throws {
        let file = try folder.examine("faults/well_formed.c", ["-Wl,-rpath,$ORIGIN,--no-as-needed,-lc"])
        #expect(file.image.dynamic?.needed.contains("libc.so.6") == true)
        #expect(try copies.copy(file).originals.count == 1)
    }

    @Test("Sixteen tasks that copy one module at once get one place and leave nothing behind")
    func concurrent() async throws {
        let file = try family()
        let paths = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<16 { group.addTask { [copies] in try copies.copy(file).path } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(paths.count == 1)
        let list = "ls -A '\(copies.directory)' | grep -v '^[.]modhost-run-folder$'"
        try FinishedProcess.succeeding(["sh", "-c", "test $(\(list) | wc -l) = 1"])
    }

    @Test("Two run directories are two, and removing one takes all of it and nothing else")
    func remove() throws {
        let other = try PrivateCopies.create(in: folder.path)
        #expect(other.directory != copies.directory)
        let copy = try copies.copy(try family())
        try copies.remove()
        #expect(!FileTree.exists(copy.path) && !FileTree.exists(copies.directory))
        #expect(FileTree.exists(other.directory))
    }

    @Test("Copies that were removed are made again, also after something was in the way, and stay locked")
    func restore() throws {
        let copy = try copies.copy(try family())
        let bytes = try FileBytes.read(copy.path).bytes
        let kept = try KeptCopies([copy], of: copies)
        #expect(try !kept.restore())
        try FileTree.remove(copies.directory)
        try FileTree.write([1], to: copies.directory, mode: 0o600, group: nil)
        #expect(throws: LoadError.self) { try kept.restore() }
        unlink(copies.directory)
        #expect(try kept.restore())
        #expect(try !kept.restore())
        #expect(try FileBytes.read(copy.path).bytes == bytes)
        // What looks for folders of servers that are gone leaves this one.
        _ = try PrivateCopies.create(in: folder.path)
        #expect(FileTree.exists(copy.path))
    }

    @Test("A place that does not exist is refused with its name")
    func noPlace() throws {
        let error = try refusal { try PrivateCopies.create(in: folder.file("nowhere")) }
        #expect(error.description.contains(folder.file("nowhere")))
    }

    @Test("A run directory that is gone is a refusal of the module")
    func gone() throws {
        let file = try folder.examine("faults/well_formed.c")
        try copies.remove()
        guard case .notCopied(file.path, _, _) = try refusal({ try copies.copy(file) }) else {
            Issue.record("The copy succeeded")
            return
        }
    }
}
