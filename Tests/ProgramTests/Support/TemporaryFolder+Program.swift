import TestSupport

extension TemporaryFolder {
    /// Where the program makes its run directory: empty again when it has cleaned up.
    var runPath: String { file("run") }

    /// What the program has left of its run directory.
    func leftovers() throws -> String { try shell("ls -A \(runPath)") }

    /// Builds `Tests/Modules/swift/<name>.swift` as an author does, once in a test run; returns the path of the module.
    func swiftModule(_ name: String) throws -> String {
        let source = "\(Repository.modules)/swift/\(name).swift"
        try BuildCache.copy(source, to: file("\(name).so")) { output in
            try FinishedProcess.succeeding([Program.path(), "build", source, "-o", output])
        }
        return file("\(name).so")
    }
}

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
