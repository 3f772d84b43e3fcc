import ModuleFiles
import TestSupport
import Testing

@Suite("Foreseeing what the loader will say")
struct LinkForecastTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func forecast(_ path: String, onlyHarm: Bool = false) throws -> LinkForecast {
        LinkForecast(
            try ELFImage(bytes: try FileBytes.read(path).bytes), path: path, search: .host(), onlyHarm: onlyHarm)
    }

    @Test("A module that loads lacks nothing")
    func nothing() throws {
        for source in ["well_formed.c", "text_relocation.c", "unique_symbol.cpp"] {
            let path = try folder.library("faults/\(source)", to: "\(source).so")
            let forecast = try forecast(path)
            #expect(forecast.undefined == [] && forecast.missing == [] && forecast.refusal(path: path) == nil)
            #expect(linkerComplaint(path) == nil)
        }
    }

    @Test("All undefined symbols are named, not only the first")
    func undefined() throws {
        let path = try folder.library("faults/undefined_symbol.c")
        let names = try #require(try forecast(path).undefined)
        #expect(Set(names) == ["nobody_defines_this", "nor_this"])
        #expect(try forecast(path).refusal(path: path) == .undefinedSymbols(path: path, names: names))
        #expect(linkerComplaint(path) != nil)
    }

    @Test("A library of a library is found by its own RUNPATH, and missed by the name of who needs it")
    func further() throws {
        let further = try folder.library("faults/further.c", to: "libfurther.so", ["-Wl,-soname,libfurther.so"])
        try folder.library(
            "faults/neighbour.c", to: "libneighbour.so",
            ["-DNEEDS_FURTHER", "-Wl,-soname,libneighbour.so", further, "-Wl,-rpath,$ORIGIN"])
        let path = try folder.library(
            "faults/needs_library.c", to: "module.so", [folder.file("libneighbour.so"), "-Wl,-rpath,$ORIGIN"])
        #expect(try forecast(path).refusal(path: path) == nil)
        try folder.remove("libfurther.so")
        let missing = try #require(try forecast(path).missing.first)
        #expect(missing.library == "libfurther.so" && missing.requiredBy == "libneighbour.so")
        #expect(try forecast(path).undefined == nil, "Nothing is claimed of symbols when a library is missing")
        let error = try refusal { throw try #require(try forecast(path).refusal(path: path)) }
        #expect(error.reason.hasPrefix("libneighbour.so, which it needs, needs the library libfurther.so"))
    }

    @Test(
        "A library that would harm the process is refused, though the loader would open it",
        arguments: [
            ("executable_stack.c", LoadError.Harm.executableStack), ("static_swift_runtime.c", .staticSwiftRuntime),
        ])
    func harm(source: String, harm: LoadError.Harm) throws {
        let soname = "-Wl,-soname,libneighbour.so"
        try folder.library("faults/\(source)", to: "libneighbour.so", [soname])
        let path = try folder.library(
            "faults/well_formed.c", to: "module.so",
            ["-Wl,--no-as-needed", folder.file("libneighbour.so"), "-Wl,-rpath,$ORIGIN"])
        let expected = LoadError.harmfulLibrary(path: path, library: "libneighbour.so", harm: harm)
        #expect(try forecast(path).harm(path: path) == expected)
        #expect(try forecast(path, onlyHarm: true).harm(path: path) == expected)
        #expect(try forecast(path).refusal(path: path) == expected)
        try folder.library("faults/neighbour.c", to: "libneighbour.so", [soname])
        #expect(try forecast(path).harm(path: path) == nil)
        #expect(try forecast(path, onlyHarm: true).harm(path: path) == nil)
    }

    @Test("Who asks for harm only is told nothing of symbols")
    func onlyHarm() throws {
        let path = try folder.library("faults/undefined_symbol.c")
        #expect(try forecast(path, onlyHarm: true).undefined == nil)
        #expect(try forecast(path, onlyHarm: true).refusal(path: path) == nil)
    }

    @Test("A version that the library here does not have is named")
    func version() throws {
        func library(_ map: String) throws {
            let script = "-Wl,--version-script=\(Repository.modules)/faults/\(map)"
            try folder.library("faults/neighbour.c", to: "libneighbour.so", ["-Wl,-soname,libneighbour.so", script])
        }
        try library("version_2.map")
        let path = try folder.library(
            "faults/needs_library.c", to: "module.so", [folder.file("libneighbour.so"), "-Wl,-rpath,$ORIGIN"])
        #expect(try forecast(path).refusal(path: path) == nil)
        try library("version_1.map")
        #expect(
            try forecast(path).refusal(path: path)
                == .missingVersion(path: path, library: "libneighbour.so", version: "LIB_2.0"))
    }
}
