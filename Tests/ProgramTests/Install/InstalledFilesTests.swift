import ModuleHost
import TestSupport
import Testing

@Suite("Installing and removing")
struct InstalledFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("What was installed is removed, folders too, and what others have put there stays")
    func uninstall() throws {
        let variables = ["PREFIX=\(folder.path)/prefix"]
        try Installation.install(variables)
        try folder.write("", to: "prefix/bin/other")
        try folder.write("", to: "prefix/share/modhost/mine")
        #expect(try Installation.uninstall(variables).code == 0)
        #expect(try folder.shell("find prefix -not -type d | sort") == "prefix/bin/other\nprefix/share/modhost/mine\n")
        try folder.remove("prefix/bin/other")
        try folder.remove("prefix/share/modhost/mine")
        #expect(try folder.shell("find prefix | sort") == "prefix\nprefix/bin\nprefix/share\nprefix/share/modhost\n")
        let again = try Installation.uninstall(variables)
        #expect(again.code == 1)
        #expect(again.text.hasPrefix("uninstall: modhost is not installed in \(folder.path)/prefix: "))
    }

    @Test("A package is made below DESTDIR, speaks of the place where it will be, and is removed without a trace")
    func destination() throws {
        let variables = ["PREFIX=/opt/there", "DESTDIR=\(folder.path)/root"]
        try folder.makeFolder("root")
        try Installation.install(variables)
        let here = Installation(prefix: "\(folder.path)/root/opt/there")
        let unit = try here.text("lib/systemd/system/modhost.service")
        #expect(unit.contains("\nExecStart=\"/opt/there/bin/modhost\" serve --config \"/etc/modhost/modhost.yaml\"\n"))
        for name in ["lib/systemd/system/modhost.service", "share/man/man1/modhost.1", "lib/pkgconfig/modhost.pc"] {
            let text = try here.text(name)
            #expect(!text.contains(folder.path) && text.firstRange(of: "@PREFIX@") == nil, "\(name)")
        }
        #expect(try FinishedProcess.succeeding([here.program, "--version"]).hasPrefix("modhost "))
        #expect(try Installation.uninstall(variables).code == 0)
        #expect(try folder.shell("find root -mindepth 1 -not -type d") == "")
        #expect(!folder.has("root/opt/there"))
    }

    @Test("An installation that breaks off can be removed all the same")
    func brokenOff() throws {
        // The manual page is made by awk, when most has been written.
        try folder.write("#!/bin/sh\nexit 3\n", to: "tools/awk", mode: 0o755)
        let script = "\(Repository.root)/Sources/Installation/install.sh"
        let run = try folder.run(
            "PATH=\(folder.path)/tools:$PATH PREFIX=\(folder.path)/prefix PROGRAM=$modhost sh \(script)")
        #expect(run.status != 0 && folder.has("prefix/lib/modhost/modhost"))
        #expect(try Installation.uninstall(["PREFIX=\(folder.path)/prefix"]).code == 0)
        #expect(!folder.has("prefix"))
    }

    @Test("What cannot be removed is told, and removed by the next call")
    func inTheWay() throws {
        let variables = ["PREFIX=\(folder.path)/prefix"]
        try Installation.install(variables)
        _ = try folder.shell("cd prefix/share/man/man1 && rm modhost.1 && mkdir -p modhost.1/mine")
        let run = try Installation.uninstall(variables)
        #expect(run.code == 1 && run.text.contains("could not be removed") && folder.has("prefix/lib/modhost/manifest"))
        _ = try folder.shell("rm -r prefix/share/man/man1/modhost.1")
        #expect(try Installation.uninstall(variables).code == 0)
        #expect(!folder.has("prefix"))
    }

    @Test("A newer version takes the place of an older one, and leaves nothing of it")
    func upgrade() throws {
        let variables = ["PREFIX=\(folder.path)/prefix"]
        try Installation.install(variables)
        try folder.write("", to: "prefix/lib/modhost/old/former")
        _ = try folder.shell("printf 'd lib/modhost/old\\nf lib/modhost/old/former\\n' >> prefix/lib/modhost/manifest")
        try Installation.install(variables)
        #expect(!folder.has("prefix/lib/modhost/old"))
        #expect(try Installation.uninstall(variables).code == 0)
        #expect(try folder.shell("ls -A") == "", "the folders of the first installation are known to the second")
    }

    @Test(
        "What cannot be installed is one sentence",
        arguments: [
            ("PREFIX=here", "install: PREFIX is 'here', which does not begin at /; give the whole path.\n"),
            (
                "PREFIX=/a&b",
                "install: PREFIX and SYSCONFDIR may not have & | \\ % \" ' $ or ` in them: /a&b, /etc; choose other folders.\n"
            ),
            ("PROGRAM=/nonexistent", "install: there is no program /nonexistent; build it with 'make build'.\n"),
            (
                "PROGRAM=/bin/sh",
                "install: the kit is not beside the program: /bin/libModuleKit.a is missing; build it with 'make build'.\n"
            ),
        ])
    func refused(variable: String, sentence: String) throws {
        let words = ["env", "PREFIX=\(folder.path)/prefix", "PROGRAM=\(try Program.path())", variable]
        let run = try FinishedProcess(words + ["sh", "\(Repository.root)/Sources/Installation/install.sh"])
        #expect(run.code == 1 && run.output == sentence)
        #expect(!folder.has("prefix"))
    }

    @Test("make install and uninstall call the scripts for the place that they are given")
    func make() throws {
        let text = try folder.shell("make -C \(Repository.root) --dry-run uninstall PREFIX=/there DESTDIR=/here")
        #expect(text.contains("PREFIX='/there' DESTDIR='/here' "))
        let install = try folder.shell("make -C \(Repository.root) --dry-run install PREFIX=/there")
        #expect(install.contains("PREFIX='/there' ") && install.contains("Sources/Installation/install.sh"))
    }

    @Test(
        "The unit is one that systemd understands", .enabled(if: Installation.hasTool("systemd-analyze"), "no systemd"))
    func unit() throws {
        let unit = "\(try Installation.shared().prefix)/lib/systemd/system/modhost.service"
        let run = try FinishedProcess(["systemd-analyze", "verify", "--man=no", unit])
        let findings = run.output.split(separator: "\n").filter { $0.contains("modhost.service") }
        #expect(findings == [], "\(run.output)")
    }
}
