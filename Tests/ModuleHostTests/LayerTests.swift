import TestSupport
import Testing

@Suite("The graph of the layers")
struct LayerTests {
    /// Looks at layers with one file each.
    private func graph(_ layers: [String: String]) throws -> FinishedProcess {
        let folder = try TemporaryFolder()
        let files = try layers.sorted { $0.key < $1.key }.map { layer, text in
            let file = "Sources/ModuleHost/\(layer)/\(layer)File.swift"
            try folder.write(text + "\n", to: file)
            return file
        }
        let script = "\(Repository.root)/Tests/Rules/graph.awk"
        return try FinishedProcess(["awk", "-f", script, "pass=1"] + files + ["pass=2"] + files, in: folder.path)
    }

    private let low = "struct Exchange {\n    var position = 0\n}"
    private let high = "extension Exchange {\n    func walk() { position += 1 }\n    enum Verdict { case pending }\n}"

    @Test("Layers that refer to lower ones are printed with a place for each reference")
    func withoutCycle() throws {
        let run = try graph(["Low": low, "High": high])
        #expect(run.code == 0)
        #expect(run.output.contains("-> Low           1  High/HighFile.swift:1 has Exchange"))
    }

    @Test(
        "A type, a function or a member from above makes a cycle, which is named with its places",
        arguments: [
            "    func fail() { walk() }", "    func fail() -> String { \"\\(self.walk())\" }", "    var last: Verdict?",
            "    static func make() -> Exchange.Verdict? { nil }",
        ])
    func cycle(line: String) throws {
        let run = try graph(["Low": low + "\nextension Exchange {\n\(line)\n}", "High": high])
        #expect(run.code == 1)
        #expect(run.output.contains("in a cycle: High -> Low (High/HighFile.swift:1 has Exchange)"))
        #expect(run.output.contains("-> High (Low/LowFile.swift:5 has "))
    }

    @Test(
        "Comments, texts, private names, cases and names that several layers have are no references",
        arguments: [
            "    // walk()", "    /* walk() */", "    let text = \"walk() and Verdict\"", "    private func walk() {}",
            "    enum Step { case walk }", "    func fail(walk: Int) -> Int { walk }",
        ])
    func noReference(line: String) throws {
        let run = try graph(["Low": low + "\nextension Exchange {\n\(line)\n}", "High": high])
        #expect(run.code == 0, "\(run.output)")
    }

    @Test("What is generated for a layer belongs to it, and what lies outside of all layers stands above them")
    func layers() throws {
        let folder = try TemporaryFolder()
        let files = ["Low/Low.swift", "Low/Generated/Table.swift", "Start.swift"].map { "Sources/ModuleHost/\($0)" }
        try folder.write(low + "\nlet table = Table()\n", to: files[0])
        try folder.write("struct Table {\n    let exchange: Exchange?\n}\n", to: files[1])
        try folder.write("func start() -> Exchange { Exchange() }\n", to: files[2])
        let script = "\(Repository.root)/Tests/Rules/graph.awk"
        let run = try FinishedProcess(
            ["awk", "-f", script, "pass=1"] + files + ["pass=2"] + files, in: folder.path)
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("  root\n    -> Low           2  Start.swift:1 has Exchange"))
    }
}
