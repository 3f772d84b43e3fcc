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
