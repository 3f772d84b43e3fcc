import TestSupport

extension TemporaryFolder {
    /// Runs a line of shell in this folder, in which $modhost is the program; both streams as one text, and the status.
    /// Temporary files go to the folder tmp in it.
    func run(_ line: String) throws -> (text: String, status: Int32) {
        let variables = ["modhost": try Program.path(), "TMPDIR": try makeFolder("tmp")]
        let run = try FinishedProcess(["/bin/sh", "-c", line], environment: variables, in: path)
        guard let status = run.code else { throw TestFailure("\(line): \(run.end)\n\(run.output)") }
        return (run.output, status)
    }

    /// The names of what a build has left behind in its place for temporary files.
    func buildLeftovers() throws -> String { try run("ls tmp").text }
}
