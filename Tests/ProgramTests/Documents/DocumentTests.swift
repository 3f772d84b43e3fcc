import Glibc
import ModuleFiles
import ModuleHost
import TestSupport
import Testing

@Suite("What documents say", .serialized)
struct DocumentTests {
    private static let guides =
        [
            "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "Documentation/decisions.md", "Documentation/http.md",
            "Documentation/configuration.md",
            "Documentation/processes.md", "Documentation/running.md", "Documentation/swift-package.md",
            "Documentation/testing.md",
        ] + examples
    private static let examples =
        [
            "echo-async-c", "echo-async-cpp", "echo-async-swift", "events-swift", "global-cpp", "hello-c", "hello-cpp",
            "hello-swift", "json-api-swift", "package-swift", "rate-limit-c", "request-id-c", "request-timer-cpp",
            "rewrite-body-cpp", "settings-c", "settings-cpp", "settings-swift", "shout-c", "shout-cpp", "shout-swift",
            "visits-c", "visits-cpp", "visits-swift", "welcome-c",
        ].map { "Examples/\($0)/README.md" }
    /// Its commands are tried in PackageExampleTests.
    private static let package = "Examples/package-swift/README.md"

    @Test("Each example has a README")
    func everyExample() throws {
        let folder = try TemporaryFolder()
        let found = try folder.shell("cd \(Repository.root) && ls -d Examples/*/ | sed 's|$|README.md|'")
        #expect(found.split(separator: "\n").map(String.init).sorted() == Self.examples.sorted())
    }

    @Test("Files that are named are there", arguments: guides)
    func files(path: String) throws {
        let document = try Document(path)
        let folder = path.contains("/") ? Repository.folder(of: path) + "/" : ""
        for target in document.linkTargets {
            #expect(FileTree.exists("\(Repository.root)/\(folder)\(target)"), "\(path) links to \(target)")
        }
        let roots = [
            "Sources/", "Tests/", "Examples/", "CModuleHeaders/", "Documentation/", "Benchmarks/",
            ".ci/",
        ]
        for word in document.quotedWords where roots.contains(where: { word.hasPrefix($0) }) {
            #expect(FileTree.exists("\(Repository.root)/\(word)"), "\(path) names \(word)")
        }
    }

    @Test("Sources that are quoted are those of the examples, line by line")
    func quotes() throws {
        let blocks = try Document("README.md").blocks.filter { $0.language != "sh" }
        #expect(blocks.map(\.language) == ["c", "swift"])
        for block in blocks {
            let file = try #require(Self.source(block.lead), "a quote says where it comes from: \(block.lead)")
            let source = try Document(file).lines
            let isQuoted = source.indices.contains { source[$0...].starts(with: block.lines) }
            #expect(isQuoted && !block.lines.isEmpty, "the quote from \(file) is not what the file says")
        }
    }

    private static func source(_ lead: String) -> String? {
        guard lead.hasPrefix("<!-- from "), lead.hasSuffix(" -->") else { return nil }
        return String(lead.dropFirst("<!-- from ".count).dropLast(" -->".count))
    }

    @Test("ARCHITECTURE.md stays short enough to be read")
    func length() throws {
        #expect(try Document("ARCHITECTURE.md").lines.count <= 250)
    }

    @Test(
        "The commands in a document do what it says",
        arguments: ["README.md", "Documentation/testing.md"] + examples.filter { $0 != package })
    func commands(path: String) throws {
        let document = try Document(path)
        let shell = document.blocks.filter { $0.language == "sh" }
        #expect(!shell.isEmpty)
        #expect(document.blocks.allSatisfy { ["sh", "c", "swift"].contains($0.language) }, "a block of another kind")
        let tree = try WorkingTree()
        for block in shell { try tree.run(block, of: path) }
    }
}
