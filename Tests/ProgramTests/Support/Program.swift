import Glibc
import ModuleFiles
import ModuleHost
import TestSupport

/// The program under test.
enum Program {
    /// The program that was built together with this test.
    static func path() throws -> String {
        guard let test = realpath("/proc/self/exe", nil) else { throw TestFailure("/proc/self/exe is not readable") }
        defer { free(test) }
        let path = Repository.folder(of: String(cString: test)) + "/modhost"
        guard FileTree.exists(path) else { throw TestFailure("\(path) is missing: 'swift build' makes it") }
        return path
    }

    /// Starts it with run directory and record in `folder`, and with further variables.
    static func start(
        _ arguments: [String], in folder: TemporaryFolder, variables: [String: String] = [:]
    ) throws -> RunningProcess {
        try RunningProcess(path(), arguments, environment: environment(folder).merging(variables) { $1 })
    }

    /// The variables with which the program, and the modules in it, keep to `folder`.
    static func environment(_ folder: TemporaryFolder) throws -> [String: String] {
        ["XDG_RUNTIME_DIR": try folder.makeFolder("run"), "MODHOST_TEST_RECORD": folder.file("record")]
    }
}

/// `modhost serve`, ready to answer.
final class RunningServer {
    let process: RunningProcess
    /// Where it listens, in the order given.
    let addresses: [Address]

    /// Starts a server; without --listen among the arguments on a port that the kernel chooses, unless its sites say where.
    init(
        _ arguments: [String], in folder: TemporaryFolder, hasSites: Bool = false, variables: [String: String] = [:]
    ) throws {
        let listen = hasSites || arguments.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"]
        process = try Program.start(["serve"] + arguments + listen, in: folder, variables: variables)
        _ = try process.wait(for: "the end of the greeting") { $0.output.contains("Ctrl-C ends it.\n") ? true : nil }
        addresses = try process.output.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("modhost listens on ") else { return nil }
            return try Address(parsing: line.dropFirst("modhost listens on ".count))
        }
    }

    /// Sends one request to the first address and reads the whole answer.
    func get(_ path: String) throws -> Answer { try Client(addresses[0]).get(path) }

    /// The process numbers of workers that have reported ready, the first one first.
    var workers: [pid_t] {
        process.errors.split(separator: "\n").compactMap { line in
            guard line.hasSuffix(") is ready"), let start = line.firstRange(of: "(pid ") else { return nil }
            return pid_t(line[start.upperBound...].prefix { $0.isNumber })
        }
    }

    /// Waits until that many workers, dead ones counted, have reported ready.
    func waitForWorkers(_ count: Int) throws {
        _ = try process.wait(for: "\(count) workers that are ready") { _ in workers.count >= count ? true : nil }
    }

    /// Ends it as an operator does, and waits until no process of it is left.
    func stop(_ signal: Int32 = SIGTERM) throws -> RunningProcess.End {
        process.send(signal)
        return try process.end()
    }
}
