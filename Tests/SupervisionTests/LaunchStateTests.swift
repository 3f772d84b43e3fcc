import CProcess
import Glibc
import Supervision
import Testing

/// Each in a process of its own, since all of it belongs to the whole process.
@Suite("LaunchState")
struct LaunchStateTests {
    @Test("The soft limit of descriptors is raised to the hard one, and the stack's to 8 MiB or what is allowed")
    func raisesLimits() async {
        await #expect(processExitsWith: .exitCode(0)) {
            func set(_ resource: __rlimit_resource, _ soft: UInt, _ hard: UInt) {
                var limit = rlimit(rlim_cur: soft, rlim_max: hard)
                guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { exit(2) }
            }
            func soft(_ resource: __rlimit_resource) -> UInt {
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
                return limit.rlim_cur
            }
            set(RLIMIT_NOFILE, 256, 1024)
            set(RLIMIT_STACK, 1 << 20, 4 << 20)
            LaunchState.setRight()
            guard soft(RLIMIT_NOFILE) == 1024 else { exit(3) }
            exit(soft(RLIMIT_STACK) == 4 << 20 ? 0 : 4)
        }
    }

    @Test("No signal stays blocked, and none ignored but those by which shells and nohup protect a process")
    func resetsSignals() async {
        await #expect(processExitsWith: .exitCode(0)) {
            var all = sigset_t()
            sigfillset(&all)
            for number in Int32(1)...31 { signal(number, SIG_IGN) }
            pthread_sigmask(SIG_SETMASK, &all, nil)
            LaunchState.setRight()
            pthread_sigmask(SIG_BLOCK, nil, &all)
            let left: Set<Int32> = [SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU]
            for number in Int32(1)...31 where number != SIGKILL && number != SIGSTOP {
                guard sigismember(&all, number) == 0 else { exit(100 + number) }
                let isIgnored = Int(bitPattern: ProcessSignals_Handler(number)) == 1
                guard isIgnored == left.contains(number) else { exit(number) }
            }
            exit(0)
        }
    }

    @Test("Children are waited for again where the launcher had their ends ignored")
    func waitsForChildren() async {
        await #expect(processExitsWith: .exitCode(0)) {
            signal(SIGCHLD, SIG_IGN)
            LaunchState.setRight()
            let process = try SpawnedProcess(WorkerSpecification(executable: "/bin/sh", arguments: ["-c", "exit 5"]))
            var entry = [pollfd(fd: process.pidfd, events: Int16(POLLIN), revents: 0)]
            poll(&entry, 1, -1)
            exit(process.reap() == .exited(code: 5) ? 0 : 2)
        }
    }
}
