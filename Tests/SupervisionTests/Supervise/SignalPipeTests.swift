import Glibc
import Supervision
import Testing

@Suite("SignalPipe")
struct SignalPipeTests {
    @Test("Signals come out in the order in which they were sent, and then none")
    func ordered() throws {
        let pipe = try SignalPipe()
        pipe.send(SIGTERM)
        pipe.send(SIGINT)
        #expect(pipe.wait() == SIGTERM)
        #expect(pipe.next() == SIGINT)
        #expect(pipe.next() == nil)
    }

    @Test("A signal of the process is caught")
    func catches() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let pipe = try SignalPipe(catching: [SIGUSR1])
            kill(getpid(), SIGUSR1)
            exit(pipe.wait() == SIGUSR1 ? 0 : 1)
        }
    }

    @Test("A flood of signals never blocks the sender")
    func flood() throws {
        let pipe = try SignalPipe()
        for _ in 0..<100_000 { pipe.send(SIGTERM) }
        #expect(pipe.next() == SIGTERM)
    }
}
