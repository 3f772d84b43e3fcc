import Glibc
import ModuleFiles
import ModuleHost
import TestSupport
import Testing

@Suite("What documents say", .serialized)
struct DocumentTests {
    private static let guides: [String] =
        [
            "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "Documentation/decisions.md", "Documentation/http.md",
            "Documentation/configuration.md",
            "Documentation/processes.md", "Documentation/running.md", "Documentation/swift-package.md",
            "Documentation/testing.md",
        ] + examples + guide + ["\(guideFolder)/README.md"]
    private static let guideFolder = "Documentation/guide"
    /// The pages, in their order.
    private static let guide: [String] =
        [
            "01-hello", "02-request-and-response", "03-async", "04-state", "05-global-modules", "06-log",
            "07-settings", "08-testing", "09-building", "10-debugging",
        ].map { "\(guideFolder)/\($0).md" }
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

    @Test("The folder of the guide has its pages, and its contents name them in their order")
    func pages() throws {
        let folder = try TemporaryFolder()
        let found = try folder.shell("cd \(Repository.root) && ls \(Self.guideFolder)/[0-9]*.md")
        #expect(found.split(separator: "\n").map(String.init) == Self.guide)
        let targets = try Document("\(Self.guideFolder)/README.md").linkTargets.filter { !$0.contains("/") }
        #expect(targets.map { "\(Self.guideFolder)/\($0)" } == Self.guide)
    }

    /// What a program prints is `text`. All else but commands is quoted.
    @Test("Sources that are quoted are those of the examples, line by line", arguments: ["README.md"] + guide)
    func quotes(path: String) throws {
        let blocks = try Document(path).blocks.filter { !["sh", "text"].contains($0.language) }
        if path == "README.md" { #expect(blocks.map(\.language) == ["c", "swift"]) }
        for block in blocks {
            let file = try #require(Self.source(block.lead), "a quote says where it comes from: \(block.lead)")
            #expect(file.hasPrefix("Examples/"), "\(path) quotes \(file)")
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
        arguments: ["README.md", "Documentation/testing.md"] + examples.filter { $0 != package } + guide)
    func commands(path: String) throws {
        let document = try Document(path)
        let shell = document.blocks.filter { $0.language == "sh" }
        #expect(!shell.isEmpty)
        let kinds = ["sh", "text", "c", "cpp", "swift", "yaml", "make", "cmake"]
        #expect(document.blocks.allSatisfy { kinds.contains($0.language) }, "a block of another kind")
        let tree = try WorkingTree()
        for block in shell { try tree.run(block, of: path) }
    }
}
