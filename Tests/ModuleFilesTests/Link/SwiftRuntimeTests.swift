import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("The Swift runtime of the host")
struct SwiftRuntimeTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    /// A name that passes for one of Swift's, and that no other test uses.
    private var library: String { "libswift_\(folder.path.suffix(6)).so" }

    /// A host whose runtime lies in the folder `host`.
    private var search: LibrarySearch {
        LibrarySearch(
            images: HostImages(paths: [folder.file("host/libswiftCore.so")]), libraryPath: "",
            cache: LibraryCache(bytes: []))
    }

    /// A module that was linked with a library of Swift, which lies in each of `places`.
    private func module(_ places: [String], source: String = "needs_library.c", _ flags: [String] = []) throws -> String
    {
        for place in ["built"] + places {
            try folder.makeFolder(place)
            try folder.library("faults/neighbour.c", to: "\(place)/\(library)", ["-Wl,-soname,\(library)"])
        }
        let path = try folder.library(
            "faults/\(source)", ["-Wl,--no-as-needed", folder.file("built/\(library)")] + flags)
        try folder.remove("built")
        return path
    }

    @Test("A library of it lies beside the host's own, before the place that the module names")
    func place() throws {
        let path = try module(["host", "other"], ["-Wl,-rpath,\(folder.file("other"))"])
        let requester = LibrarySearch.Requester(try ELFImage(bytes: try FileBytes.read(path).bytes), path: path)
        let found = search.find(library, for: requester)
        #expect(found == LibrarySearch.Found(path: folder.file("host/\(library)"), source: .runtime))
        try folder.remove("host/\(library)")
        #expect(search.find(library, for: requester)?.source == .runPath)
    }

    @Test("It is opened before a module that names a place which is not on this machine")
    func opened() throws {
        let path = try module(["host"], ["-Wl,-rpath,/nowhere"])
        #expect(linkerComplaint(path) != nil)
        SwiftRuntime.open(for: path, search: search)
        #expect(linkerComplaint(path) == nil)
    }

    @Test("A library of it that is nowhere is named, with the release that has it")
    func missing() throws {
        let path = try module([])
        let report = ImageReport(path: path, search: search)
        #expect(report.text.contains("\n  runtime     incomplete here: this host lacks \(library)\n"))
        let error = try refusal { throw try #require(report.refusal) }
        #expect(error.reason.hasPrefix("it needs \(library) of the Swift runtime, which is neither beside "))
        #expect(error.reason.contains("put that of Swift \(HostToolchain.swiftVersion) there"))
    }

    @Test("inspect says which release a module needs, and whether the host has it")
    func release() throws {
        let other = ImageReport(path: try module(["host"], source: "other_swift.c"), search: search).text
        let own = HostToolchain.swiftVersion
        #expect(
            other.contains(
                "\n  runtime     not here: it needs that of Swift 5.10.1, and this host has that of \(own)\n"))
        let silent = ImageReport(path: try module(["host"], source: "well_formed.c"), search: search).text
        #expect(silent.contains("\n  runtime     here, of Swift \(own); which one the module needs it does not say\n"))
        let none = ImageReport(path: try folder.library("faults/well_formed.c", to: "c.so")).text
        #expect(!none.contains("\n  runtime "))
    }

    @Test("inspect names the compilers that had a hand in a file, as far as it was not stripped")
    func compilers() throws {
        let path = try folder.library("faults/well_formed.c", ["-g"])
        let image = try ELFImage(bytes: try FileBytes.read(path).bytes)
        #expect(image.compilers.contains { $0.hasPrefix("GCC: ") })
        #expect(image.swiftCompiler == nil)
        _ = try folder.shell("strip --strip-all --remove-section=.comment module.so")
        #expect(try ELFImage(bytes: try FileBytes.read(path).bytes).compilers == [])
    }
}
