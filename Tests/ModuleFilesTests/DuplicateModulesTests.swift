import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("The same module twice")
struct DuplicateModulesTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("One file under two names is refused, by link and by content")
    func sameFile() throws {
        let path = try folder.library("faults/well_formed.c", to: "first.so")
        #expect(symlink("first.so", folder.file("link.so")) == 0)
        let copy = try folder.write(try FileBytes.read(path).bytes, to: "copy.so")
        for other in [path, folder.file("link.so"), copy] {
            let files = [
                try ModuleFile.examine(path: path, name: "one"), try ModuleFile.examine(path: other, name: "two"),
            ]
            let error = try refusal { try ModuleFile.refuseDuplicates(files) }
            #expect(error == .sameFileTwice(path: other, name: "two", otherPath: path, otherName: "one"))
        }
    }

    @Test("Two files under one name are refused, and two under two names are not")
    func sameName() throws {
        let first = try folder.library("faults/well_formed.c", to: "first.so")
        let second = try folder.library("faults/without_note.c", to: "second.so")
        let files = [try ModuleFile.examine(path: first), try ModuleFile.examine(path: second)]
        try ModuleFile.refuseDuplicates(files)
        let same = [files[0], try ModuleFile.examine(path: second, name: "first")]
        #expect(
            try refusal { try ModuleFile.refuseDuplicates(same) }
                == .sameNameTwice(name: "first", path: second, otherPath: first))
    }
}
