/// A program that has run to its end, and everything it printed, on both streams in the order in which it did.
package struct FinishedProcess: Sendable {
    package let end: RunningProcess.End
    package let output: String

    /// Runs a program, of that path or found by that name, with the arguments behind it. It may take ten minutes, because
    /// compilers do on a busy machine.
    package init(_ words: [String], environment: [String: String] = [:], in folder: String? = nil) throws {
        // The shell takes it to its folder, and one pipe for both streams.
        let shell = ["-c", "cd \"$0\" && exec \"$@\" 2>&1", folder ?? "."]
        let run = try RunningProcess("/bin/sh", shell + words, environment: environment, limit: 600)
        end = try run.end()
        output = run.output
    }

    /// Its exit code; nil if a signal has ended it.
    package var code: Int32? { if case .exited(let code) = end { code } else { nil } }

    /// Runs a program that must succeed; returns what it printed.
    @discardableResult
    package static func succeeding(_ words: [String], in folder: String? = nil) throws -> String {
        let run = try FinishedProcess(words, in: folder)
        guard run.code == 0 else { throw TestFailure("\(words.joined(separator: " "))\n\(run.end): \(run.output)") }
        return run.output
    }
}
