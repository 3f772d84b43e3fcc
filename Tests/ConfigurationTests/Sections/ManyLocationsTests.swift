import TestSupport
import Testing

@testable import Configuration

@Suite("Files with many locations")
struct ManyLocationsTests {
    private func file(
        _ locations: [String], at path: String = "", name: String = "web.config"
    ) throws
        -> ConfigurationFile
    {
        let text = "<configuration>\(locations.joined(separator: "\n"))</configuration>"
        let file = ConfigurationFile.read(name, Array(text.utf8), path: ConfigurationPath(path), schemas: .builtIn).file
        return try #require(file)
    }

    private func location(_ path: String, _ section: String, _ attributes: String = "") -> String {
        "<location path='\(path)' \(attributes)><system.webServer>\(section)</system.webServer></location>"
    }

    @Test("Each of nine thousand locations in the file of a folder is looked at, and each mistake told once")
    func each() throws {
        let said = (0..<9_000).map { number in
            let value = number % 1_000 == 7 ? "x\(number)" : "true"
            return location("a/b\(number / 10)/c\(number)", "<directoryBrowse enabled='\(value)'/>")
        }
        let file = try file(said, at: "s")
        let mistakes = ConfigurationTree.empty.mistakes(of: file, below: []) { _ in 1 }
        #expect(
            mistakes.map(\.text) == (0..<9).map { "enabled takes true or false, not \"x\($0 * 1_000 + 7)\"" })
        let path = ConfigurationPath("s/A/b8/C88/d")
        #expect(
            ConfigurationTree.empty.section("system.webServer/directoryBrowse", at: path, files: [file])?.element.bool(
                "enabled") == true)
        // The server's file and that of the folder have a top, and there is one location.
        #expect(ConfigurationTree.empty.steps(to: path, [file]).count == 3)
    }

    @Test("A mistake in a place is not told again of the places below, however deep they nest")
    func nested() throws {
        let paths = (1...255).map { Array(repeating: "a", count: $0).joined(separator: "/") }
        let said = paths.map { location($0, "<directoryBrowse enabled='no'/>") }
        let mistakes = ConfigurationTree.empty.mistakes(of: try file(said, at: "s"), below: []) { _ in 1 }
        #expect(mistakes.count == 255)
        #expect(mistakes.allSatisfy { $0.text == "enabled takes true or false, not \"no\"" })
    }

    @Test("A thousand locations that add to a long list, or take from it, share the rest of it")
    func longLists() throws {
        let items = (0..<2_000).map { "<add value='\($0)'/>" }.joined()
        let said = (0..<1_000).map { number in
            let change = number % 2 == 0 ? "<add value='x'/>" : "<remove value='\(number)'/>"
            return location("f\(number)", "<defaultDocument><files>\(change)</files></defaultDocument>")
        }
        let top =
            "<system.webServer><defaultDocument><files><clear/>\(items)</files></defaultDocument></system.webServer>"
        let file = try file([top] + said, at: "s")
        #expect(ConfigurationTree.empty.mistakes(of: file, below: []) { _ in 1 }.isEmpty)
        func values(_ path: String) -> [String] {
            ConfigurationTree.empty.section(
                "system.webServer/defaultDocument", at: ConfigurationPath(path), files: [file])?.element.child("files")?
                .items.map { $0.string("value") } ?? []
        }
        let all = (0..<2_000).map { "\($0)" }
        #expect(values("s") == all)
        #expect(Set(values("s/f2")) == Set(all + ["x"]))
        #expect(values("s/f7") == all.filter { $0 != "7" })
    }

    @Test("A path of more names than a URL has is a mistake, and is not gone along")
    func tooDeep() throws {
        let path = Array(repeating: "a", count: 256).joined(separator: "/")
        let file = try file([location(path, "<directoryBrowse/>")], at: "s")
        #expect(
            file.mistakes.map(\.text) == ["path has 256 names, and 255 are taken at most; say it of a place above"])
        #expect(file.deepestLocation == 1)
    }

    @Test("The names below a place are those of locations at it and further below, each once")
    func names() throws {
        let file = try file(
            ["a", "a/b/c", "A/d", "x/y", "."].map { location($0, "<caching/>") }, at: "s/shop")
        func below(_ path: String) -> [String] { file.locationNames(below: ConfigurationPath(path)).sorted() }
        #expect(below("s/shop") == ["a", "x"])
        #expect(below("s/shop/a") == ["b", "d"])
        #expect(below("s/shop/a/b") == ["c"])
        #expect(below("s/shop/a/b/c") == [])
        #expect(below("s/shop/z") == [])
        #expect(below("s") == [])
        #expect(below("t/shop/a") == [])
    }

    @Test("What is found going on from place to place is what each place has on its own", arguments: 0..<200)
    func asAlone(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tree = ConfigurationTree(
            try file(locations(in: ["", "s", "s/a", "s/a/b", "s/a/b/a"], &random), name: "a.config"),
            schemas: .builtIn)
        let above = try file(locations(in: ["", "a", "a/b", "a/b/a"], &random), at: "s", name: "s.config")
        let file = try file(locations(in: ["", "b", "b/a", "b/a/b", "a"], &random), at: "s/a")
        func application(_ path: ConfigurationPath) -> Int { path.segments.starts(with: ["s", "a", "b"]) ? 3 : 1 }
        let alone = ([file.top] + file.locations).flatMap { layer in
            layer.sections.keys.flatMap { name in
                tree.section(name, at: layer.path, files: [above, file], application: application(layer.path))?
                    .mistakes ?? []
            }
        }.filter { $0.place.file == file.name }
        let found = tree.mistakes(of: file, below: [above], application: application)
        #expect(
            ConfigurationMistakes(found).all == ConfigurationMistakes(file.mistakes + alone).all)
    }

    private func locations(in paths: [String], _ random: inout SplitMix64) -> [String] {
        let said = [
            "<directoryBrowse enabled='true'/>", "<directoryBrowse enabled='no'/>",
            "<directoryBrowse showFlags='Date' lockAttributes='enabled'/>",
            "<defaultDocument><files><add value='x'/></files></defaultDocument>",
            "<defaultDocument><files><remove value='x'/></files></defaultDocument>",
            "<defaultDocument><files lockElements='clear'><clear/></files></defaultDocument>",
            "<applicationInitialization/>", "<httpRedirect childOnly='1'/>",
        ]
        let how = ["", "overrideMode='Deny'", "overrideMode='Allow'", "inheritInChildApplications='false'"]
        var known: Set<String> = []
        return (0..<8).compactMap { _ in
            let path = paths[Int(random.next() % UInt64(paths.count))]
            let section = said[Int(random.next() % UInt64(said.count))]
            let mode = how[Int(random.next() % UInt64(how.count))]
            guard known.insert(path + section.prefix(10)).inserted else { return nil }
            return location(path, section, mode)
        }
    }
}
