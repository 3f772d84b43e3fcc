import CSharedPage
import Glibc
import OperatingSystem
import Supervision
import Testing

@Suite("SpawnedProcess")
struct SpawnedProcessTests {
    private func end(of process: SpawnedProcess) -> WorkerDeath? {
        var entry = [pollfd(fd: process.pidfd, events: Int16(POLLIN), revents: 0)]
        poll(&entry, 1, -1)
        return process.reap()
    }

    private func contents(of descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    @Test(
        "A child has the descriptors it was given and no others, default signals of which SIGUSR1 waits, and a group of its own"
    )
    func startsClean() throws {
        let output = try PipeEnds(for: "output")
        defer { for end in [output.readEnd, output.writeEnd] { close(end) } }
        // One that is open in this process without close-on-exec, as a careless library leaves it.
        let leak = dup(STDERR_FILENO)
        defer { close(leak) }
        // A child would go on ignoring the one and blocking the other.
        signal(SIGUSR2, SIG_IGN)
        var blocked = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGWINCH)
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
        defer { pthread_sigmask(SIG_UNBLOCK, &blocked, nil) }
        var specification = WorkerProgram.specification("describe")
        specification.environment = ["COLOUR": "blue = green"]
        specification.descriptors = [
            InheritedDescriptor(parent: output.writeEnd, child: 6),
            InheritedDescriptor(parent: STDERR_FILENO, child: 9),
        ]
        let process = try SpawnedProcess(specification, variables: ["MODHOST_WORKER_POSITION": "4"])
        #expect(end(of: process) == .exited(code: 0))
        let lines = contents(of: output.readEnd).split(separator: "\n").map(String.init)
        #expect(
            lines == ["descriptor 0", "descriptor 1", "descriptor 2", "descriptor 6", "descriptor 9"]
                + [
                    "blocked \(SIGUSR1)", "leads 1", "backtrace enable=no", "position 4", "colour blue = green",
                    "path 1",
                ])
    }

    @Test("Descriptors can trade numbers with each other")
    func crossesDescriptors() throws {
        let first = try PipeEnds(for: "output")
        let second = try PipeEnds(for: "output")
        defer { for end in [first.readEnd, first.writeEnd, second.readEnd, second.writeEnd] { close(end) } }
        var specification = WorkerProgram.specification("echo")
        specification.arguments += ["\(first.writeEnd)", "\(second.writeEnd)"]
        specification.descriptors = [
            InheritedDescriptor(parent: first.writeEnd, child: second.writeEnd),
            InheritedDescriptor(parent: second.writeEnd, child: first.writeEnd),
        ]
        let process = try SpawnedProcess(specification)
        #expect(end(of: process) == .exited(code: 0))
        #expect(contents(of: first.readEnd) == "to the second argument")
        #expect(contents(of: second.readEnd) == "to the first argument")
    }

    @Test("Descriptors can have numbers that are free in the parent, in any order")
    func usesFreeNumbers() throws {
        let first = try PipeEnds(for: "output")
        let second = try PipeEnds(for: "output")
        defer { for end in [first.readEnd, first.writeEnd, second.readEnd, second.writeEnd] { close(end) } }
        let free = (dup(first.writeEnd), dup(second.writeEnd))
        close(free.0)
        close(free.1)
        var specification = WorkerProgram.specification("echo")
        specification.arguments += ["\(free.1)", "\(free.0)"]
        specification.descriptors = [
            InheritedDescriptor(parent: first.writeEnd, child: free.1),
            InheritedDescriptor(parent: second.writeEnd, child: free.0),
        ]
        let process = try SpawnedProcess(specification)
        #expect(end(of: process) == .exited(code: 0))
        #expect(contents(of: first.readEnd) == "to the first argument")
        #expect(contents(of: second.readEnd) == "to the second argument")
    }

    @Test("An executable that does not exist is named in the error")
    func missingExecutable() {
        let error = #expect(throws: SystemCallError.self) {
            try SpawnedProcess(WorkerSpecification(executable: "/nonexistent/modhost"))
        }
        #expect(
            error?.description == "starting the worker process /nonexistent/modhost failed: No such file or directory")
    }

    @Test("Two descriptors on one number are refused")
    func refusesDoubledNumbers() {
        var specification = WorkerSpecification(executable: "/bin/true")
        specification.descriptors = [
            InheritedDescriptor(parent: 2, child: 6), InheritedDescriptor(parent: 1, child: 6),
        ]
        #expect(throws: SystemCallError.self) { try SpawnedProcess(specification) }
    }

    @Test("A signal that is sent ends the child, and the death says so")
    func reportsSignals() throws {
        let process = try SpawnedProcess(WorkerSpecification(executable: "/bin/sleep", arguments: ["60"]))
        #expect(process.reap() == nil)
        process.send(SIGKILL)
        #expect(end(of: process) == .signalled(SIGKILL))
        process.send(SIGKILL)
        #expect(process.reap() == .signalled(SIGKILL))
    }
}
