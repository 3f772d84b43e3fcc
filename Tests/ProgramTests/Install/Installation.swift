import Glibc
import ModuleFiles
import ModuleHost
import TestSupport

/// modhost as `make install` leaves it, out of the program under test.
struct Installation {
    /// The folder that it was installed under, by its real path.
    let prefix: String

    /// The one installation that tests share which do not change it.
    static func shared() throws -> Installation {
        let path = try BuildCache.file("installation", named: "prefix") { try Installation.install(["PREFIX=\($0)"]) }
        return Installation(prefix: path)
    }

    /// Runs the script with these variables.
    @discardableResult
    static func install(_ variables: [String]) throws -> String {
        try run("install.sh", variables + ["PROGRAM=\(Program.path())"])
    }

    /// Takes it away again; what the script said, and its exit code.
    static func uninstall(_ variables: [String]) throws -> (text: String, code: Int32?) {
        let words = ["env"] + variables + ["sh", "\(Repository.root)/Sources/Installation/uninstall.sh"]
        let run = try FinishedProcess(words)
        return (run.output, run.code)
    }

    private static func run(_ script: String, _ variables: [String]) throws -> String {
        try FinishedProcess.succeeding(
            ["env"] + variables + ["sh", "\(Repository.root)/Sources/Installation/\(script)"])
    }

    /// The program, under the name that a user calls.
    var program: String { "\(prefix)/bin/modhost" }

    /// The text of an installed file.
    func text(_ name: String) throws -> String {
        String(decoding: try FileBytes.read("\(prefix)/\(name)").bytes, as: UTF8.self)
    }

    /// Whether a program is on this machine; tests that need another one are left out.
    static func hasTool(_ name: String) -> Bool {
        (try? FinishedProcess(["/bin/sh", "-c", "command -v \(name)"]).code) == 0
    }
}
