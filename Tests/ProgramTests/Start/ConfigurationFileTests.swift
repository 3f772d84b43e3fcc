import Configuration
import Glibc
import TestSupport
import Testing

@testable import Program

@Suite("A configuration file", .serialized)
struct ConfigurationFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ text: String, to name: String) throws -> String {
        try folder.write(Array(text.utf8), to: name)
        return folder.file(name)
    }

    @Test(
        "serve takes modules, address and folder from it, paths from its own folder on",
        arguments: ["site.yaml", "site.config"])
    func serve(name: String) throws {
        _ = try folder.module("crashes/tells_path.c", as: "teller")
        _ = try folder.shell("mkdir -p etc www && touch www/a && ln -s ../teller.so etc/t.so")
        let yaml = "listen: [\"127.0.0.1:0\"]\nroot: ../www\nmodules: [{name: told, image: t.so}]\n"
        let xml = """
            <configuration>
              <modhost><listen><add address="127.0.0.1:0"/></listen><site root="../www"/></modhost>
              <system.webServer>
                <globalModules><add name="told" image="t.so"/></globalModules><modules><add name="told"/></modules>
              </system.webServer>
            </configuration>
            """
        let file = try write(name.hasSuffix("yaml") ? yaml : xml, to: "etc/\(name)")
        let server = try RunningServer(["--config", file], in: folder)
        #expect(try server.get("/a").text == folder.file("etc/../www/a"))
        #expect(server.process.output.contains("module \"told\" from \(folder.file("etc/t.so"))\n"))
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A flag overrides what it names, and modules of the command line come behind those of the file")
    func flags() throws {
        let one = try folder.module("crashes/healthy.c", as: "one")
        let two = try folder.module("crashes/healthy.c", as: "two")
        let file = try write("workers: 0x2\nthreads: 2\nmodules: [{image: \(one), execution: pool}]\n", to: "a.yaml")
        let check = try Program.start(
            ["check", "--config", file, "--workers", "1", "--execution", "one=inline", two], in: folder)
        #expect(try check.end() == .exited(code: 0), "\(check.errors)")
        #expect(check.output.hasPrefix("module 1 \"one\" from \(one)\nmodule 2 \"two\" from \(two)\n"))
    }

    @Test("check and serve name once what nothing reads")
    func notices() throws {
        let file = try write("webServer: {caching: {enabled: true}}\n", to: "a.yaml")
        let notice =
            "\(file):1:13: no module of this server reads the section system.webServer/caching; it has no effect"
        let check = try Program.start(["check", "--config", file], in: folder)
        #expect(try check.end() == .exited(code: 0))
        #expect(check.output.hasPrefix(notice + "\n"))
        let server = try RunningServer(["--config", file], in: folder)
        #expect(try server.stop() == .exited(code: 0))
        #expect(server.process.errors.ranges(of: notice).count == 1)
    }

    @Test(
        "Every mistake is a line of its own on standard error, and nothing is started", arguments: ["serve", "check"])
    func mistakes(command: String) throws {
        let file = try write(
            "workers: 0\nlisten: [nowhere]\nroot: gone\nproxies: {trusted: [10.0.0.0/99]}\n", to: "a.yaml")
        let process = try Program.start([command, "--config", file], in: folder)
        #expect(try process.end() == .exited(code: 1))
        let lines = process.errors.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines.first == "modhost: \(file):1:1: workers takes a number from 1 to 1024, not 0.")
        #expect(
            lines.contains(
                "modhost: \(file):3:1: root \(folder.file("gone")): No such file or directory; name a folder that modhost may read."
            ))
        #expect(process.output.isEmpty)
    }

    @Test("A file that cannot be read is told of by one sentence")
    func unreadable() throws {
        let missing = try Refusal(["serve", "--config", folder.file("none.yaml")], in: folder).sentence
        #expect(
            missing
                == "--config \(folder.file("none.yaml")): No such file or directory; name a file that modhost may read."
        )
        _ = try folder.shell("mkfifo pipe.yaml")
        for path in [folder.file("pipe.yaml"), "/", "/dev/zero"] {
            let sentence = try Refusal(["check", "--config", path], in: folder).sentence
            #expect(sentence == "--config \(path): this is no file; name one in YAML or in the XML of IIS.")
        }
        let image = try write("modules: [nothere.so]\n", to: "a.yaml")
        let module = try Refusal(["check", "--config", image], in: folder).sentence
        #expect(module.contains(folder.file("nothere.so")))
    }

    @Test("The example in the documentation loads, and its values are the defaults")
    func example() throws {
        let path = Repository.root + "/Documentation/modhost.yaml"
        let check = try Program.start(["check", "--config", path], in: folder)
        #expect(try check.end() == .exited(code: 0), "\(check.errors)")
        let configuration = try ServeOptions.parse(["--config", path]).settings().configuration
        var expected = try ServeOptions.parse(["--listen", "127.0.0.1:8080", "--listen", "[::1]:8080"]).settings()
            .configuration
        expected.site.root = Repository.root + "/Documentation/."
        #expect(configuration == expected)
    }

    @Test("What its comments show can be written as it stands there")
    func examplesInComments() throws {
        let text = try folder.shell("cat '\(Repository.root)/Documentation/modhost.yaml'")
        var lines: [String] = []
        var isListen = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            // Where sites are there is neither of these.
            isListen = line.hasPrefix("listen:") || isListen && line.hasPrefix("  ")
            guard !isListen, !line.hasPrefix("root:") else { continue }
            let isExample = line.hasPrefix("#") && !(line.hasPrefix("# ") && !line.hasPrefix("#  "))
            lines.append(line == "modules: []" ? "modules:" : String(isExample ? line.dropFirst() : line))
        }
        let schema =
            "<configSchema><sectionSchema name='gate'><attribute name='realm' type='string'/></sectionSchema></configSchema>"
        let files = ConfigurationFiles(
            read: { _ in .success(Array(schema.utf8)) },
            list: { _ in [] }, exists: { _ in false })
        let file = try ServerFile("modhost.yaml", Array(lines.joined(separator: "\n").utf8), files: files)
        let told = file.mistakes.map(\.text).filter { !$0.hasPrefix("sites are not served yet") }
        #expect(told.isEmpty, "\(told)")
        #expect(file.modules().map(\.name) == ["hello", "gate"])
        let sites = try #require(file.tree.section("system.applicationHost/sites", at: .server))
        #expect(sites.element.items.count == 2)
        #expect(file.ownSection(ofModule: "gate") == "gate")
    }

    @Test("A section is printed as it is in force at a place, each value with the place that set it")
    func section() throws {
        let file = try write(
            "webServer:\n  defaultDocument:\n    files: [a.html]\nlocations:\n  - path: Default Web Site/Docs\n    webServer:\n"
                + "      defaultDocument: {enabled: false, files: [b.html]}\n", to: "a.yaml")
        let check = try Program.start(
            [
                "check", "--config", file, "--section", "system.webServer/defaultDocument", "--at",
                "default web site/docs/deep",
            ],
            in: folder)
        #expect(try check.end() == .exited(code: 0), "\(check.errors)")
        let lines = check.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines == [
                "system.webServer/defaultDocument", "enabled = false \(file):7:25", "files", "add b.html \(file):7:49",
                "add a.html \(file):3:13",
            ])
        let other = try Refusal(["check", "--config", file, "--section", "defaultDocument"], in: folder).sentence
        #expect(
            other
                == "--section: there is no section \"defaultDocument\"; did you mean \"system.webServer/defaultDocument\"?"
        )
        let flags = try Program.start(
            ["check", "--section", "modhost/server", "--workers", "3", "--start-limit", "90"], in: folder)
        #expect(try flags.end() == .exited(code: 0))
        let values = flags.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(values.contains("workers = 3 command line") && values.contains("startLimit = 00:01:30 command line"))
        #expect(values.contains("threads = 0 default"))
    }

    @Test("A section is read from a file of its own beside the first, and variables are those of the environment")
    func sources() throws {
        _ = try folder.shell("mkdir etc")
        let other = try write(
            #"<httpCompression directory="%Path%\cache"><clear/></httpCompression>"#, to: "etc/other.config")
        func main(_ source: String) throws -> String {
            try write(
                "<configuration><system.webServer><httpCompression configSource=\"\(source)\"/></system.webServer></configuration>",
                to: "etc/main.config")
        }
        let file = try main("other.config")
        let check = try Program.start(
            ["check", "--config", file, "--section", "system.webServer/httpCompression"], in: folder)
        #expect(try check.end() == .exited(code: 0), "\(check.errors)")
        let path = try #require(getenv("PATH").map { String(cString: $0) })
        #expect(check.output.contains("directory = \(path)\\cache"))
        #expect(check.output.contains("\(other):1:18\n"))
        let missing = try Refusal(["check", "--config", try main("none.config")], in: folder).sentence
        #expect(
            missing
                == "\(file):1:51: configSource none.config: No such file or directory; name a file that modhost may read."
        )
    }
}
