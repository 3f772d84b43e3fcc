import CSharedPage
import Glibc
import Supervision
import TestSupport
import Testing

@Suite("Supervisor")
struct SupervisorTests {
    @Test("Workers report ready, and stop with code 0 when asked")
    func startsAndStops() async throws {
        let supervisor = try RunningSupervisor("serve", workers: 3)
        #expect(await supervisor.next { if case .allReady = $0 { true } else { nil } } == true)
        #expect(await supervisor.stop() == 0)
        let log = supervisor.log.lines
        #expect(log.filter { $0.hasSuffix("is ready") }.count == 3)
        #expect(log.filter { $0.hasPrefix("info: worker") && $0.hasSuffix("ended as asked") }.count == 3)
        #expect(!log.contains { $0.hasPrefix("error") })
    }

    @Test("A worker killed from outside is replaced, and nobody is blamed, though a module was running")
    func replacesKilledWorker() async throws {
        let supervisor = try RunningSupervisor("serve")
        let first = try #require(await supervisor.nextReady())
        supervisor.command("w")
        var entry = [pollfd(fd: supervisor.answers.readEnd, events: Int16(POLLIN), revents: 0)]
        poll(&entry, 1, 60_000)
        kill(first, SIGKILL)
        let death = try #require(await supervisor.nextDeath())
        #expect(death.cause == .outside(signal: SIGKILL, sender: nil))
        #expect(death.suspect == nil)
        let second = try #require(await supervisor.nextReady())
        #expect(second != first)
        #expect(await supervisor.stop() == 0)
        #expect(
            supervisor.log.lines.contains(
                "error: worker 1 (pid \(first)) was killed from outside (SIGKILL); no module is blamed"))
    }

    @Test("A crash signal sent by another process blames nobody")
    func crashSignalFromOutside() async throws {
        let supervisor = try RunningSupervisor("serve")
        let first = try #require(await supervisor.nextReady())
        supervisor.command("w")
        var entry = [pollfd(fd: supervisor.answers.readEnd, events: Int16(POLLIN), revents: 0)]
        poll(&entry, 1, 60_000)
        kill(first, SIGSEGV)
        let death = try #require(await supervisor.nextDeath())
        #expect(death.cause == .outside(signal: SIGSEGV, sender: getpid()))
        #expect(death.suspect == nil)
        #expect(await supervisor.stop() == 0)
    }

    @Test(
        "A crash inside a module is put down to it, and the next worker serves",
        arguments: [
            ("s", "died of SIGSEGV at address 0x10 inside module \"stamp\", OnBeginRequest, exchange 17, request "),
            ("n", "died of SIGABRT inside module \"stamp\", OnSendResponse, exchange 17, request "),
            ("a", "died of SIGABRT inside module \"auth\", GetHttpModule; thread "),
            ("i", "died of SIGILL at address 0x"),
            ("z", "died of SIGFPE at address 0x"),
            ("o", "died of SIGSEGV at address 0x"),
        ] as [(Character, String)])
    func blamesModule(command: Character, text: String) async throws {
        let supervisor = try RunningSupervisor("serve")
        let first = try #require(await supervisor.nextReady())
        supervisor.command(command)
        let death = try #require(await supervisor.nextDeath())
        #expect(death.description.hasPrefix("worker 1 (pid \(first)) \(text)"))
        let suspect = try #require(death.suspect)
        guard case .crash(let crash) = death.cause else {
            Issue.record("no crash: \(death)")
            return
        }
        #expect(crash.threadID == UInt32(first))
        #expect(crash.programCounters.first != 0)
        #expect(await supervisor.nextReady() != nil)
        #expect(await supervisor.stop() == 0)
        switch command {
        case "s":
            #expect(suspect.requestText == #"GET /fall?\u{22}over\u{22} HTTP/1.1"#)
            #expect(crash.programCounters.count > 2, "the frames above the crash")
            #expect(death.places.first?.hasPrefix("worker+0x") == true)
            #expect(death.places.contains { $0.hasPrefix("libc.so.6+0x") })
            #expect(crash.faultAddress == 0x10)
        case "i": #expect(suspect.call.methodName == "OnGlobalPreBeginRequest")
        case "z": #expect(suspect.moduleName == "module 3")
        case "o": #expect(suspect.call.methodName == "OnPostBeginRequest")
        default: break
        }
    }

    @Test(
        "A crash that cannot be put down to a module blames nobody",
        arguments: [
            ("x", "; no module was running on the thread that crashed; thread "),
            ("t", "; no module was running on the thread that crashed; thread "),
            ("d", "; calls were nested 11 deep, too deep to know the module; thread "),
            ("q", "exited with code 3 without being asked"),
        ] as [(Character, String)])
    func blamesNobody(command: Character, text: String) async throws {
        let supervisor = try RunningSupervisor("serve")
        #expect(await supervisor.nextReady() != nil)
        supervisor.command(command)
        let death = try #require(await supervisor.nextDeath())
        #expect(death.suspect == nil)
        #expect(death.description.contains(text))
        #expect(await supervisor.nextReady() != nil)
        #expect(await supervisor.stop() == 0)
    }

    @Test("A module that calls exit() is named")
    func namesExitingModule() async throws {
        let supervisor = try RunningSupervisor("serve")
        #expect(await supervisor.nextReady() != nil)
        supervisor.command("e")
        let death = try #require(await supervisor.nextDeath())
        #expect(death.cause == .exit(code: 3))
        #expect(death.suspect?.moduleName == "stamp")
        #expect(await supervisor.stop() == 0)
    }

    @Test("The crash of a process that a module forked is not recorded as the worker's")
    func ignoresForkedProcess() async throws {
        let supervisor = try RunningSupervisor("serve")
        #expect(await supervisor.nextReady() != nil)
        supervisor.command("f")
        let death = try #require(await supervisor.nextDeath())
        #expect(death.cause == .outside(signal: SIGKILL, sender: nil))
        #expect(await supervisor.stop() == 0)
    }

    @Test(
        "If the first worker cannot start, the supervisor ends with code 1 and says why",
        arguments: [
            ("fail", "module \"a\": a.so has no RegisterModule"),
            ("fail-and-stay", "module \"a\": waits for ever"),
            ("silent", "The worker was not ready within 0.3 seconds, and no module was being called; "),
            ("mute-exit", "The worker ended with exit code 5 before it was ready"),
            ("crash-at-start", "Module \"auth\" crashed (SIGABRT) in RegisterModule; mend the module"),
        ])
    func firstStartFails(mode: String, reason: String) async throws {
        var policy = WorkerPolicy()
        policy.failureGrace = .milliseconds(100)
        if mode == "silent" { policy.readyLimit = .milliseconds(300) }
        let supervisor = try RunningSupervisor(mode, workers: 2, policy: policy)
        let told = await supervisor.next { if case .failed(_, let reason) = $0 { reason } else { nil } }
        #expect(told?.contains(reason) == true)
        #expect(await supervisor.result() == 1)
        #expect(!supervisor.log.lines.contains { !$0.hasPrefix("debug: ") }, "the log is for a server that has begun")
    }

    @Test("An executable that is missing ends the supervisor with code 1")
    func missingExecutable() throws {
        var reasons: [String] = []
        let supervisor = Supervisor(
            specification: WorkerSpecification(executable: "/nonexistent/modhost"), workers: 2,
            signals: try SignalPipe(), logger: CapturedLog().logger,
            observer: { if case .failed(_, let reason) = $0 { reasons.append(reason) } })
        #expect(supervisor.run() == 1)
        #expect(reasons == ["starting the worker process /nonexistent/modhost failed: No such file or directory"])
    }

    @Test("A worker that could not be prepared is not started, and the reason is told")
    func preparationFails() throws {
        var reasons: [String] = []
        let supervisor = Supervisor(
            specification: WorkerSpecification(executable: "/bin/true"), workers: 1, signals: try SignalPipe(),
            logger: CapturedLog().logger, prepare: { "a.so is gone" },
            observer: { event in
                if case .failed(_, let reason) = event { reasons.append(reason) }
                if case .started = event { reasons.append("started") }
            })
        #expect(supervisor.run() == 1)
        #expect(reasons == ["a.so is gone"])
    }

    @Test("A worker that dies each time it has become ready is replaced without growing delays")
    func replacesAtOnce() async throws {
        let supervisor = try RunningSupervisor("ready-and-die")
        var deaths = 0
        while deaths < 12, await supervisor.nextDeath() != nil { deaths += 1 }
        #expect(deaths == 12)
        // The code depends on whether the last one was just about to die.
        _ = await supervisor.stop()
        #expect(!supervisor.log.lines.contains { $0.contains("the next start waits") })
    }

    @Test(
        "A worker that crashes with a signal of which its handler was robbed is told with the only call that was open")
    func namesTheOnlyCall() async throws {
        let supervisor = try RunningSupervisor("serve")
        #expect(await supervisor.nextReady() != nil)
        supervisor.command("u")
        let death = try #require(await supervisor.nextDeath())
        #expect(death.cause == .unaccounted(signal: SIGSEGV))
        #expect(death.suspect?.moduleName == "stamp")
        #expect(await supervisor.nextReady() != nil)
        #expect(await supervisor.stop() == 0)
    }

    @Test(
        "A process that a module forked ends when it comes back into the host, holds none of its descriptors, and has signals of its own",
        arguments: ["b", "c", "T", "I"] as [Character])
    func confinesForkedProcesses(command: Character) async throws {
        let supervisor = try RunningSupervisor("serve")
        #expect(await supervisor.nextReady() != nil)
        supervisor.command(command)
        let death = try #require(await supervisor.nextDeath())
        #expect(death.cause == .outside(signal: SIGKILL, sender: nil), "the worker's way to say that all was right")
        #expect(await supervisor.stop() == 0)
    }

    @Test("A worker that does not finish in time is killed, and the exit code says so")
    func drainLimit() async throws {
        var policy = WorkerPolicy()
        policy.drainLimit = .milliseconds(50)
        let supervisor = try RunningSupervisor("stubborn", policy: policy)
        #expect(await supervisor.nextReady() != nil)
        #expect(await supervisor.stop() == 1)
        #expect(
            supervisor.log.lines.contains {
                $0.hasPrefix("error: worker 1 had not finished in time and is killed: no module is being called")
            })
    }

    @Test("Who holds up the end of a worker is named with method, request and time when it is killed")
    func namesWhoHoldsUp() async throws {
        var policy = WorkerPolicy()
        policy.drainLimit = .milliseconds(50)
        let supervisor = try RunningSupervisor("serve", policy: policy)
        #expect(await supervisor.nextReady() != nil)
        supervisor.command("w")
        var entry = pollfd(fd: supervisor.answers.readEnd, events: Int16(POLLIN), revents: 0)
        #expect(poll(&entry, 1, 30_000) == 1, "the worker is inside the module")
        #expect(await supervisor.stop() == 1)
        let line = try #require(supervisor.log.lines.first { $0.contains("is killed") })
        #expect(line.contains("module \"stamp\" has been in OnBeginRequest for 0 s, exchange 17, request \"GET /fall?"))
    }

    @Test("A second signal kills at once")
    func secondSignal() async throws {
        var policy = WorkerPolicy()
        policy.drainLimit = .seconds(3600)
        let supervisor = try RunningSupervisor("stubborn", workers: 2, policy: policy)
        #expect(await supervisor.next { if case .allReady = $0 { true } else { nil } } == true)
        supervisor.signals.send(SIGINT)
        supervisor.signals.send(SIGINT)
        #expect(await supervisor.result() == 1)
        #expect(supervisor.log.lines.contains { $0.hasPrefix("warning: SIGINT again") })
        #expect(supervisor.log.lines.filter { $0.hasSuffix("was killed before it had finished") }.count == 2)
    }
}
