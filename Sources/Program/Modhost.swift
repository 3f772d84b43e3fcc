import ArgumentParser
import CProcess
import Configuration
import Glibc
import Supervision

/// The program. See `modhost --help`.
@main
struct Modhost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "modhost",
        abstract: "An HTTP server whose behaviour comes from shared libraries.",
        discussion: """
            A module is a .so that exports RegisterModule and follows the object model of native IIS modules. \
            Write one, build it with 'modhost build', and serve it with 'modhost serve'.
            """,
        version: "modhost 0.1.0",
        subcommands: [
            ServeCommand.self, CheckCommand.self, InspectCommand.self, BuildCommand.self, SchemaCommand.self,
            WorkerCommand.self,
        ])

    /// What exit codes mean: 0 success, 1 it failed and the reason is on standard error, 2 it was called wrongly.
    private static let wrongUse: Int32 = 2

    static func main() {
        LaunchState.setRight()
        do {
            var command = try parseAsRoot(BuildCommand.separated(LaunchState.arguments))
            try command.run()
            StandardError.flush()
        } catch {
            finish(error)
        }
    }

    /// Says why in one sentence, or in one for each mistake of a configuration, without a backtrace, and exits.
    private static func finish(_ error: any Error) -> Never {
        let code = exitCode(for: error)
        if code.isSuccess || error is ExitCode {
            StandardError.flush()
            exit(withError: error)
        }
        let isWrongUse = code == .validationFailure
        if let mistakes = error as? ConfigurationMistakes {
            for mistake in mistakes.all { StandardError.write(reason: "\(mistake)") }
        } else {
            StandardError.write(reason: isWrongUse ? pointingToHelp(message(for: error)) : "\(error)")
        }
        StandardError.flush()
        Glibc.exit(isWrongUse ? wrongUse : 1)
    }

    private static func pointingToHelp(_ message: String) -> String {
        let sentence = message.hasSuffix(".") ? String(message.dropLast()) : message
        guard let word = LaunchState.arguments.first else { return "\(sentence); see 'modhost --help'" }
        for subcommand in configuration.subcommands where subcommand.configuration.commandName == word {
            return "\(sentence); see 'modhost \(word) --help'"
        }
        return "\(sentence); see 'modhost --help'"
    }
}

/// Why a command cannot do what it was asked for, although it was called rightly: exit code 1.
struct StartFailure: Error, CustomStringConvertible {
    /// One sentence with the remedy.
    let description: String
}

/// The file of this program, from which it starts its workers and finds what was installed with it.
enum OwnExecutable {
    /// Its real path. Called at the start, while the working folder is that of the launcher.
    ///
    /// Where no /proc is mounted the system has noted under which name the program was started.
    static func path() throws(StartFailure) -> String {
        let name = ProcessCalls_ExecutedName().map { String(cString: $0) }
        for candidate in ["/proc/self/exe", name].compactMap({ $0 }) {
            guard let path = realpath(candidate, nil) else { continue }
            defer { free(path) }
            return String(cString: path)
        }
        throw StartFailure(
            description:
                "the program cannot find its own file, from which it starts its workers; mount /proc, or start it by its "
                + "whole path")
    }
}
