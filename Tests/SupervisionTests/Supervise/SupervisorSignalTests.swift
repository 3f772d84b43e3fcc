import CSharedPage
import Glibc
import OperatingSystem
import Supervision
import TestSupport
import Testing

/// Real signals and the real end of a supervisor, each in a process of its own.
@Suite("Supervisor and signals")
struct SupervisorSignalTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("SIGTERM drains the workers, and the supervisor ends with code 0", arguments: [SIGTERM, SIGINT])
    func terminates(signal: Int32) async {
        let program = WorkerProgram.path
        await #expect(processExitsWith: .exitCode(0)) { [signal, program = program as String] in
            let signals = try SignalPipe(catching: [SIGTERM, SIGINT])
            let supervisor = try RunningSupervisor("serve", program: program, workers: 2, signals: signals)
            guard await supervisor.next({ if case .allReady = $0 { true } else { nil } }) == true else { exit(20) }
            kill(getpid(), signal)
            exit(await supervisor.result() ?? 21)
        }
    }

    @Test("As process 1 it takes the exits of processes that it has not started")
    func reapsStrangers() async {
        let program = WorkerProgram.path
        await #expect(processExitsWith: .exitCode(0)) { [program = program as String] in
            let signals = try SignalPipe(catching: [SIGCHLD])
            let supervisor = try RunningSupervisor("serve", program: program, signals: signals)
            guard await supervisor.nextReady() != nil else { exit(20) }
            for _ in 1...3 {
                var stranger: pid_t = 0
                var words: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
                guard posix_spawn(&stranger, "/bin/true", nil, nil, &words, environ) == 0 else { exit(22) }
                // A process that has ended but was not waited for can still be sent signals.
                while kill(stranger, 0) == 0 { sched_yield() }
            }
            exit(await supervisor.stop() == 0 ? 0 : 21)
        }
    }

    @Test("Workers end when their supervisor is killed")
    func supervisorKilled() async throws {
        let witness = folder.file("witness")
        guard mkfifo(witness, 0o600) == 0 else { throw SystemCallError("making a fifo") }
        let reader = open(witness, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let program = WorkerProgram.path
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [witness = witness as String, program = program as String] in
            // The worker is the only one that holds the write end when this process is dead.
            let writer = open(witness, O_WRONLY | O_CLOEXEC)
            var specification = WorkerProgram.specification("stubborn", program: program)
            specification.descriptors = [InheritedDescriptor(parent: writer, child: ControlDescriptors.firstFree + 1)]
            let supervisor = Supervisor(
                specification: specification, workers: 1, signals: try SignalPipe(), logger: CapturedLog().logger,
                observer: { event in
                    guard case .ready = event else { return }
                    var byte: UInt8 = 1
                    write(writer, &byte, 1)
                    kill(getpid(), SIGKILL)
                })
            exit(supervisor.run())
        }
        var byte: UInt8 = 0
        try #require(read(reader, &byte, 1) == 1, "the worker was ready")
        var entry = [pollfd(fd: reader, events: Int16(POLLIN), revents: 0)]
        poll(&entry, 1, 30_000)
        #expect(entry[0].revents & Int16(POLLHUP) != 0, "the worker is gone")
    }
}
