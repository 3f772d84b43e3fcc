import Glibc
import Testing

@testable import Program

@Suite("ToolRun")
struct ToolRunTests {
    private func run(_ line: String) throws -> ToolRun {
        try ToolRun(["/bin/sh", "-c", line], reading: .output)
    }

    @Test("The exit code and the whole output come back")
    func exits() throws {
        let run = try run("seq 1 20000; exit 3")
        #expect(run.end == .exited(code: 3))
        #expect(run.text.hasPrefix("1\n2\n") && run.text.hasSuffix("\n20000\n"))
    }

    @Test("A death by signal is told from an exit")
    func dies() throws {
        #expect(try run("kill -9 $$").end == .signalled(9))
    }

    @Test("Output beyond the limit is read and dropped, so that the process can go on")
    func limits() throws {
        let run = try run("head -c 3000000 /dev/zero; exit 5")
        #expect(run.end == .exited(code: 5))
        #expect(run.text.utf8.count == 1 << 20)
    }

    @Test("A process that the command leaves behind does not hold up its end")
    func leavesProcess() throws {
        let run = try run("sleep 600 & echo $!")
        #expect(run.end == .exited(code: 0))
        let left = run.text.split(separator: "\n").first.map(String.init) ?? ""
        #expect(try self.run("kill -9 \(left)").end == .exited(code: 0))
    }

    @Test("Signals reach the command, also when the thread that starts it holds them back")
    func signals() throws {
        var all = sigset_t()
        var former = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        // Not through a shell, which clears the set by itself.
        let run = try ToolRun(["/bin/cat", "/proc/self/status"], reading: .output)
        #expect(run.text.contains("SigBlk:\t0000000000000000\n"))
    }

    @Test("A program that is not there is named with the reason")
    func missing() {
        let error = #expect(throws: BuildError.self) { try ToolRun(["/nonexistent/cc"], reading: .output) }
        #expect(error == .notStarted(program: "/nonexistent/cc", reason: "No such file or directory"))
    }
}
