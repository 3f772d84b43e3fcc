import Glibc
import ModuleFiles
import TestSupport
import Testing

@Suite("What a server's launcher leaves behind", .serialized)
struct LauncherTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Starts a server by a line of shell, `$modhost` in it the program with its arguments. It listens on a socket file.
    private func start(_ line: String, module: String = "crashes/null_pointer.c") throws -> (RunningProcess, Address) {
        try start(line, path: folder.module(module))
    }

    private func start(_ line: String, path: String) throws -> (RunningProcess, Address) {
        let socket = folder.file("server.sock")
        let command = "\(try Program.path()) serve \(path) --listen unix:\(socket)"
        let process = try RunningProcess(
            "/bin/sh", ["-c", line.replacing("$modhost", with: command)], environment: Program.environment(folder))
        return (process, .unix(path: socket))
    }

    /// The answer of a server that has just been started and may not be able to say that it is there.
    private func get(_ path: String, _ address: Address) throws -> String {
        var failure: any Error = TestFailure("not asked")
        for _ in 0..<3000 {
            do { return try Client(address).get(path).text } catch { failure = error }
            poll(nil, 0, 10)
        }
        throw failure
    }

    /// What the system says that a descriptor of a process is: "/dev/null".
    private static func file(behind descriptor: Int, of process: pid_t) -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        readlink("/proc/\(process)/fd/\(descriptor)", &bytes, bytes.count - 1)
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test(
        "Each standard descriptor that is closed becomes /dev/null, the open ones stay, and the server serves and ends",
        arguments: [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
    func closedDescriptors(closed: [Int]) throws {
        try folder.write([], to: "input")
        let redirections = closed.map { "\($0)>&-" }.joined(separator: " ")
        let (process, address) = try start("exec $modhost <\(folder.file("input")) \(redirections)")
        #expect(try get("/", address) == "alive")
        for number in 0...2 {
            let isNull = Self.file(behind: number, of: process.pid) == "/dev/null"
            #expect(isNull == closed.contains(number), "descriptor \(number)")
        }
        process.send(SIGTERM)
        #expect(try process.reap() == .exited(code: 0))
        #expect(try folder.leftovers() == "")
    }

    @Test(
        "A worker that dies is replaced, and SIGTERM ends the server, whatever signals were ignored or blocked",
        arguments: [
            "--ignore-signal=CHLD", "--ignore-signal=TERM --ignore-signal=PIPE --ignore-signal=USR1",
            "--block-signal=TERM --block-signal=INT", "--block-signal",
        ])
    func signals(option: String) throws {
        let (process, address) = try start("exec env \(option) $modhost")
        #expect(try get("/", address) == "alive")
        let client = try Client(address)
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "")
        #expect(try get("/", address) == "alive")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
    }

    @Test("A worker is the program that its server is, also when another lies under its name by now")
    func replacedProgram() throws {
        let program = folder.file("modhost")
        try FinishedProcess.succeeding(["cp", try Program.path(), program], in: folder.path)
        let module = try folder.module("crashes/null_pointer.c")
        let socket = folder.file("server.sock")
        let process = try RunningProcess(
            program, ["serve", module, "--listen", "unix:\(socket)"], environment: Program.environment(folder))
        let address = Address.unix(path: socket)
        #expect(try get("/", address) == "alive")
        try FinishedProcess.succeeding(["cp", "--remove-destination", "/bin/false", program], in: folder.path)
        let client = try Client(address)
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "")
        #expect(try get("/", address) == "alive")
        let children = try FileBytes.read("/proc/\(process.pid)/task/\(process.pid)/children").bytes
        for child in String(decoding: children, as: UTF8.self).split(separator: " ") {
            #expect(try FileBytes.read("/proc/\(child)/comm").bytes == Array("modhost\n".utf8))
        }
        process.send(SIGTERM)
        #expect(try process.reap() == .exited(code: 0))
    }

    @Test("A signal that nohup has ignored stays so: the end of the terminal does not end the server")
    func nohup() throws {
        let (process, address) = try start("exec env --ignore-signal=HUP $modhost")
        #expect(try get("/", address) == "alive")
        process.send(SIGHUP)
        #expect(try get("/", address) == "alive")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
    }

    @Test("SIGUSR1 that comes before a process catches it ends nothing")
    func earlySignal() throws {
        let (process, address) = try start("exec env --block-signal=USR1 sh -c 'kill -USR1 $$; exec $modhost'")
        #expect(try get("/", address) == "alive")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
    }

    @Test("A file that reaches its limit of size loses lines and ends nothing")
    func fileSizeLimit() throws {
        let log = folder.file("access.log")
        try folder.write([UInt8](repeating: UInt8(ascii: "x"), count: 2_048_000 - 100) + [10], to: "access.log")
        let (process, address) = try start("ulimit -f 4000; exec $modhost --access-log \(log)")
        for _ in 0..<4 { #expect(try get("/", address) == "alive") }
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
        #expect(process.errors.contains("the access log \(log) lost "), "\(process.errors)")
        #expect(!process.errors.contains("SIGXFSZ"))
    }

    @Test("A small limit of the stack is no limit for requests")
    func smallStack() throws {
        let (process, address) = try start("ulimit -S -s 64; exec $modhost")
        #expect(try get("/", address) == "alive")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0))
    }

    @Test("'check' works where the ends of children are ignored and signals are blocked")
    func check() throws {
        let module = try folder.module("crashes/healthy.c")
        let run = try RunningProcess(
            "/bin/sh", ["-c", "exec env --ignore-signal=CHLD --block-signal=TERM \(Program.path()) check \(module)"],
            environment: Program.environment(folder))
        #expect(try run.end() == .exited(code: 0))
        #expect(run.output.contains("healthy"))
    }

    @Test(
        "A limit that is too small for a start is told in one sentence with its name",
        arguments: [("-n 5", "ulimit -n"), ("-n 10", "ulimit -n"), ("-n 16", "ulimit -n"), ("-f 0", "ulimit -f")])
    func smallLimit(limit: String, name: String) throws {
        let (process, _) = try start("ulimit \(limit); exec $modhost")
        #expect(try process.end() == .exited(code: 1))
        #expect(process.errors.hasPrefix("modhost: ") && process.errors.contains(name), "\(process.errors)")
        #expect(process.errors.split(separator: "\n").count == 1)
    }

    /// More than once, because what looks into /proc may do so now and then.
    @Test("It serves where no /proc is mounted", .enabled(if: canUnmount), arguments: 1...4)
    func withoutProc(round: Int) throws {
        let log = folder.file("access.log")
        let (process, address) = try start(
            "exec unshare -m sh -c 'umount -l /proc && exec $modhost --access-log \(log)'")
        #expect(try get("/", address) == "alive")
        let client = try Client(address)
        try client.send("GET /boom HTTP/1.1\r\nHost: test\r\n\r\n")
        #expect(try client.readToEnd() == "")
        #expect(try get("/", address) == "alive")
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0), "\(process.errors)")
    }

    @Test("A Swift module that can run tasks is told of where no /proc is mounted", .enabled(if: canUnmount))
    func swiftWithoutProc() throws {
        let (process, _) = try start(
            "exec unshare -m sh -c 'umount -l /proc && exec $modhost'", path: folder.swiftModule("throws"))
        let notice = "the first task can end the worker; mount /proc"
        _ = try process.wait(for: "the notice") {
            $0.errors.contains(notice) && $0.errors.contains("ready") ? true : nil
        }
        process.send(SIGTERM)
        #expect(try process.end() == .exited(code: 0), "\(process.errors)")
    }

    @Test("As process 1 of a container it serves, keeps no dead processes, and ends", .enabled(if: canUnmount))
    func processOne() throws {
        let (process, address) = try start(
            "exec unshare --pid --fork --kill-child --mount-proc $modhost", module: "process/leaves_orphans.c")
        for _ in 1...3 { #expect(try get("/", address) == "alive") }
        #expect(try get("/boom", address) == "alive")
        let deadline =
            "for n in $(seq 3000); do ps -eo stat,comm | grep -q '^Z.*orphan' || exit 0; sleep 0.01; done; exit 1"
        _ = try folder.shell(deadline)
        _ = try folder.shell("kill -TERM $(ps -o pid= --ppid \(process.pid))")
        #expect(try process.end() == .exited(code: 0))
    }

    /// Whether this user may make namespaces, as root may on a machine and mostly may not in a container.
    private static let canUnmount: Bool = {
        let run = try? RunningProcess(
            "/bin/sh",
            ["-c", "unshare -m true && unshare -m umount -l /proc && unshare --pid --fork --mount-proc true"])
        return (try? run?.end()) == .exited(code: 0)
    }()
}
