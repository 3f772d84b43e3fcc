import ModuleFiles
import TestSupport
import Testing

@Suite("Looking for libraries")
struct LibrarySearchTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func search(libraryPath: String = "", images: HostImages = .none) -> LibrarySearch {
        LibrarySearch(images: images, libraryPath: libraryPath, cache: LibraryCache(bytes: []))
    }

    /// A module in `<directory>/module.so` that wants `libneighbour.so`, which lies in each of `places`.
    private func module(_ places: [String], _ flags: [String]) throws -> LibrarySearch.Requester {
        for place in places {
            try folder.makeFolder(place)
            try folder.library("faults/neighbour.c", to: "\(place)/libneighbour.so", ["-Wl,-soname,libneighbour.so"])
        }
        let path = try folder.library("faults/needs_library.c", to: "module.so", flags)
        return LibrarySearch.Requester(try ELFImage(bytes: try FileBytes.read(path).bytes), path: path)
    }

    @Test("$ORIGIN is the directory of the image, in either spelling", arguments: ["$ORIGIN/lib", "${ORIGIN}/lib"])
    func origin(entry: String) throws {
        let module = try module(["lib"], ["-Wl,-rpath,/nowhere:\(entry)"])
        let found = search().find("libneighbour.so", for: module)
        #expect(found?.path == folder.file("lib/libneighbour.so"))
        #expect(found?.source == .origin)
    }

    @Test("LD_LIBRARY_PATH comes before RUNPATH and after RPATH")
    func order() throws {
        let path = "-rpath,\(folder.file("own"))"
        let environment = "/nowhere:\(folder.file("set"))"
        let new = try module(["own", "set"], ["-Wl,--enable-new-dtags,\(path)"])
        #expect(search(libraryPath: environment).find("libneighbour.so", for: new)?.source == .environment)
        #expect(search().find("libneighbour.so", for: new)?.source == .runPath)
        let old = try module([], ["-Wl,--disable-new-dtags,\(path)"])
        #expect(search(libraryPath: environment).find("libneighbour.so", for: old)?.source == .runPath)
    }

    @Test("RPATH is passed on to the libraries of an image, RUNPATH is not")
    func inheritance() throws {
        for (tag, source) in [("--disable-new-dtags", LibrarySearch.Source.origin), ("--enable-new-dtags", nil)] {
            let module = try module(tag.hasPrefix("--d") ? ["lib"] : [], ["-Wl,\(tag),-rpath,$ORIGIN/lib"])
            let path = folder.file("lib/libneighbour.so")
            let library = try ELFImage(bytes: try FileBytes.read(path).bytes)
            let neighbour = LibrarySearch.Requester(library, path: path, loader: module)
            #expect(search().find("libneighbour.so", for: neighbour)?.source == source)
        }
    }

    @Test("What the process has comes before every file")
    func process() throws {
        let module = try module(["lib"], ["-Wl,-rpath,$ORIGIN/lib"])
        try folder.library("faults/neighbour.c", to: "libneighbour.so.3", ["-Wl,-soname,libneighbour.so"])
        let images = HostImages(paths: [folder.file("libneighbour.so.3")])
        let found = search(images: images).find("libneighbour.so", for: module)
        #expect(found == LibrarySearch.Found(path: folder.file("libneighbour.so.3"), source: .process))
    }

    @Test("A file that is no library for this machine is passed over")
    func ignored() throws {
        try folder.makeFolder("bad")
        _ = try folder.write(Array("not a library".utf8), to: "bad/libneighbour.so")
        let module = try module(["good"], ["-Wl,-rpath,$ORIGIN/bad:$ORIGIN/good"])
        #expect(search().find("libneighbour.so", for: module)?.path == folder.file("good/libneighbour.so"))
        #expect(search().find("libabsent.so", for: module) == nil)
    }

    @Test("The system's libraries are found by its list and without it")
    func system() throws {
        let module = try module([], [])
        let listed = LibrarySearch(images: .none, libraryPath: "", cache: LibraryCache())
        #expect(listed.find("libm.so.6", for: module) != nil)
        #expect(search().find("libm.so.6", for: module)?.source == .system)
    }
}

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
