import ModuleFiles
import TestSupport
import Testing

@Suite("Reading ELF files")
struct ELFImageTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func image(_ source: String, _ flags: [String] = []) throws -> ELFImage {
        try ELFImage(bytes: try FileBytes.read(try folder.library("faults/\(source)", to: "image.so", flags)).bytes)
    }

    @Test("Names, paths and the fingerprint are those given to the linker")
    func dynamicSection() throws {
        try folder.library("faults/neighbour.c", to: "libneighbour.so", ["-Wl,-soname,libneighbour.so.7"])
        let flags = [
            folder.file("libneighbour.so"), "-Wl,--enable-new-dtags,-rpath,$ORIGIN/lib:/opt/x",
            "-Wl,--build-id=0x00ff10", "-Wl,-soname,mine.so",
        ]
        let image = try image("needs_library.c", flags)
        #expect(image.dynamic?.needed.first == "libneighbour.so.7")
        #expect(image.dynamic?.runpath == "$ORIGIN/lib:/opt/x" && image.dynamic?.rpath == nil)
        #expect(image.dynamic?.soname == "mine.so")
        #expect(image.buildID == "00ff10")
        #expect(!image.wantsExecutableStack && !image.isProgram)
        let old = try self.image("needs_library.c", [flags[0], "-Wl,--disable-new-dtags,-rpath,/opt/y"])
        #expect(old.dynamic?.rpath == "/opt/y" && old.dynamic?.runpath == nil)
    }

    @Test("Exported and undefined symbols are found by either hash table", arguments: ["gnu", "sysv", "both"])
    func symbols(hash: String) throws {
        let image = try image("undefined_symbol.c", ["-Wl,--hash-style=\(hash)"])
        #expect(image.exported("RegisterModule")?.isCode == true)
        #expect(image.exported("nobody_defines_this") == nil)
        #expect(Set(image.undefinedNames) == ["nobody_defines_this", "nor_this"])
    }

    @Test("A file that exports nothing still tells what it wants")
    func onlyUndefined() throws {
        let hidden = ["-fvisibility=hidden", "-Wl,--hash-style=gnu"]
        let image = try image("undefined_symbol.c", hidden)
        #expect(image.exported("RegisterModule") == nil)
        #expect(Set(image.undefinedNames) == ["nobody_defines_this", "nor_this"])
        #expect(image.defines(anyOf: ["RegisterModule"]))
    }

    @Test("Unique symbols, static TLS and relocated text are seen")
    func flags() throws {
        #expect(try image("unique_symbol.cpp").uniqueNames.contains("_ZZN7CounterIiE6sharedEvE5value"))
        #expect(try image("unique_symbol.cpp", ["-fno-gnu-unique"]).uniqueNames == [])
        #expect(try image("static_tls.c").dynamic?.usesStaticTLS == true)
        #expect(try image("text_relocation.c").dynamic?.relocatesText == true)
        #expect(try image("well_formed.c").dynamic?.relocatesText == false)
    }

    @Test("Versions wanted and offered are read")
    func versions() throws {
        let map = ["-Wl,--version-script=\(Repository.modules)/faults/version_2.map"]
        try folder.library("faults/neighbour.c", to: "libneighbour.so", map)
        let library = try ELFImage(bytes: try FileBytes.read(folder.file("libneighbour.so")).bytes)
        #expect(library.versions?.offers.suffix(2) == ["LIB_1.0", "LIB_2.0"])
        let module = try image("needs_library.c", [folder.file("libneighbour.so")])
        let need = try #require(module.versions?.needs.first { $0.version == "LIB_2.0" })
        #expect(need.library.hasSuffix("libneighbour.so"))
    }

    @Test("A stripped file is read from its segments alone")
    func stripped() throws {
        let path = try folder.library("faults/well_formed.c", to: "image.so", ["-s"])
        var bytes = try FileBytes.read(path).bytes
        for position in 40..<48 { bytes[position] = 0 }
        for position in 58..<64 { bytes[position] = 0 }
        let image = try ELFImage(bytes: bytes)
        #expect(image.sections.isEmpty)
        #expect(image.exported("RegisterModule") != nil)
        #expect(ModuleNote.all(in: image).notes.count == 1)
    }

    @Test("Names from the file cannot write to the terminal")
    func printable() throws {
        let image = try image("well_formed.c", ["-Wl,-soname,evil\u{1b}[2Jname\n\u{202e}x"])
        #expect(image.dynamic?.soname == "evil\\u{1b}[2Jname\\u{a}\\u{202e}x")
    }

    @Test("The library that carries the tests' own runtime can be read")
    func large() throws {
        let path = try #require(HostImages.current().path(of: "libc.so.6"))
        let image = try ELFImage(bytes: try FileBytes.read(path).bytes)
        #expect(image.symbols.count > 2000)
        #expect(image.exported("malloc")?.isCode == true)
        #expect(image.versions?.offers.contains("GLIBC_2.34") == true)
        #expect(!image.isProgram)
    }
}
