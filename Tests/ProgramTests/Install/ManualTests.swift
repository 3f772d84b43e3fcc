import FoundationEssentials
import TestSupport
import Testing

@testable import Program

@Suite("The manual page")
struct ManualTests {
    /// What the parser of arguments tells of the program, as far as it is compared.
    private struct Tool: Decodable {
        struct Command: Decodable {
            let commandName: String
            let shouldDisplay: Bool?
            let subcommands: [Command]?
            let arguments: [Argument]?
        }
        struct Argument: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
                var text: String { (kind == "long" ? "--" : "-") + name }
            }
            let shouldDisplay: Bool?
            let names: [Name]?
        }
        let command: Command
    }

    private static func page() throws -> String {
        // In the source a hyphen that is to stay one has a backslash before it.
        try Installation.shared().text("share/man/man1/modhost.1")
            .split(separator: "\\-", omittingEmptySubsequences: false).joined(separator: "-")
    }

    @Test("Each command has its part, with each of its options")
    func options() throws {
        let page = try Self.page()
        let tool = try JSONDecoder().decode(Tool.self, from: Data(Modhost._dumpHelp().utf8))
        let commands = (tool.command.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
        #expect(commands.count > 4)
        for command in commands {
            let title = "\n.SS modhost \(command.commandName)\n"
            let start = try #require(page.firstRange(of: title), "\(command.commandName)").upperBound
            let own = page[start...].prefix(upTo: page[start...].firstRange(of: "\n.S")?.lowerBound ?? page.endIndex)
            // `check` has the options of `serve`, which stand there.
            let text = command.commandName == "check" ? page[...] : own
            for argument in command.arguments ?? [] where argument.shouldDisplay != false {
                for name in argument.names ?? [] where !["--help", "-h", "--version"].contains(name.text) {
                    let isThere = [
                        "\n.B \(name.text)\n", "\n.B \(name.text) ", "\n.B \(name.text),", ", \(name.text) ",
                        ", \(name.text)\n",
                    ]
                    .contains { text.firstRange(of: $0) != nil }
                    #expect(isThere, "\(command.commandName) \(name.text)")
                }
            }
        }
    }

    @Test("It has signals, exit codes, variables and files")
    func topics() throws {
        let page = try Self.page()
        for word in [
            "SIGTERM", "SIGINT", "SIGUSR1", "MODHOST_LOG_LEVEL", "XDG_RUNTIME_DIR", "SWIFTC", "MODHOST_HEADERS",
            "MODHOST_KIT", "TMPDIR", "modhost.yaml", "include/modhost", "lib/modhost", "share/modhost",
        ] { #expect(page.firstRange(of: word) != nil, "\(word)") }
        for code in 0...2 { #expect(page.firstRange(of: "\n.B \(code)\n") != nil, "exit code \(code)") }
        #expect(page.firstRange(of: "@") == nil, "something was not filled in")
    }

    @Test("The formatter has nothing to say against it", .enabled(if: Installation.hasTool("groff"), "no groff"))
    func format() throws {
        let page = "\(try Installation.shared().prefix)/share/man/man1/modhost.1"
        let run = try FinishedProcess(["/bin/sh", "-c", "groff -man -ww -Tutf8 \(page) > /dev/null"])
        #expect(run.code == 0 && run.output == "")
    }
}
