import Supervision
import Testing

/// The machine behind a reference, so that a call that changes it can stand inside an expectation.
private final class MachineUnderTest {
    private var machine = WorkerStateMachine(policy: WorkerPolicy())

    var state: WorkerStateMachine.State { machine.state }
    var deadline: ContinuousClock.Instant? { machine.deadline }
    var expectation: DeathExpectation { machine.expectation }

    func start(at now: ContinuousClock.Instant) -> WorkerStateMachine.Action { machine.start(at: now) }
    func becameReady() -> Bool { machine.becameReady() }
    func reportedFailure(_ sentence: String, at now: ContinuousClock.Instant) -> WorkerStateMachine.Action {
        machine.reportedFailure(sentence, at: now)
    }
    func died(_ sentence: String, at now: ContinuousClock.Instant) -> WorkerStateMachine.Action {
        machine.died(sentence, at: now)
    }
    func timerFired(at now: ContinuousClock.Instant) -> WorkerStateMachine.Action { machine.timerFired(at: now) }
    func stop(at now: ContinuousClock.Instant) -> WorkerStateMachine.Action { machine.stop(at: now) }
    func kill() -> WorkerStateMachine.Action { machine.kill() }
}

@Suite("WorkerStateMachine")
struct WorkerStateMachineTests {
    private let start = ContinuousClock().now
    private let machine = MachineUnderTest()

    private func serve(from time: ContinuousClock.Instant) {
        _ = machine.start(at: time)
        _ = machine.becameReady()
    }

    @Test("A position starts a process once")
    func starts() {
        #expect(machine.start(at: start) == .spawn)
        #expect(machine.start(at: start) == .none)
        #expect(machine.state == .starting)
        #expect(machine.becameReady())
        #expect(machine.state == .serving)
        #expect(!machine.becameReady())
        #expect(machine.deadline == nil)
    }

    @Test("The first process that dies before it is ready ends the attempt, with how it died")
    func firstDeathGivesUp() {
        _ = machine.start(at: start)
        #expect(machine.died("it died of SIGSEGV", at: start) == .giveUp("it died of SIGSEGV"))
        #expect(machine.state == .stopped)
    }

    @Test("The first process that reports a failure ends the attempt with its own sentence")
    func firstFailureGivesUp() {
        _ = machine.start(at: start)
        #expect(machine.reportedFailure("no such module", at: start) == .none)
        #expect(machine.expectation == .failure("no such module"))
        #expect(machine.died("it exited with code 1", at: start) == .giveUp("no such module"))
    }

    @Test("A process that failed but does not exit is killed after the grace")
    func failedProcessIsKilled() {
        _ = machine.start(at: start)
        _ = machine.reportedFailure("no such module", at: start)
        #expect(machine.deadline == start + .seconds(2))
        #expect(machine.timerFired(at: start + .seconds(1)) == .none)
        #expect(machine.timerFired(at: start + .seconds(2)) == .kill)
        #expect(machine.deadline == nil)
        #expect(machine.died("killed", at: start + .seconds(2)) == .giveUp("no such module"))
    }

    @Test("A process that does not report within the limit is killed, and that is the reason")
    func overdueProcessIsKilled() {
        _ = machine.start(at: start)
        #expect(machine.timerFired(at: start + .seconds(59)) == .none)
        #expect(machine.timerFired(at: start + .seconds(60)) == .kill)
        #expect(machine.expectation == .overdue(.seconds(60)))
        #expect(machine.died("it was too slow", at: start + .seconds(61)) == .giveUp("it was too slow"))
    }

    @Test("A process that served is replaced at once")
    func replacesAtOnce() {
        serve(from: start)
        #expect(machine.died("crash", at: start + .seconds(100)) == .spawn)
        #expect(machine.state == .starting)
    }

    @Test("A successor that cannot start is tried again: the position had served before")
    func successorMayFail() {
        serve(from: start)
        _ = machine.died("crash", at: start + .seconds(100))
        _ = machine.reportedFailure("no memory", at: start + .seconds(101))
        #expect(machine.died("exit", at: start + .seconds(101)) == .spawn)
    }

    @Test("Processes that served are replaced ten times a second at most, and never wait longer")
    func pace() {
        var now = start
        serve(from: now)
        for _ in 1...50 {
            #expect(machine.died("crash", at: now + .milliseconds(30)) == .none)
            #expect(machine.deadline == now + .milliseconds(100))
            #expect(machine.timerFired(at: now + .milliseconds(99)) == .none)
            now += .milliseconds(100)
            #expect(machine.timerFired(at: now) == .spawn)
            _ = machine.becameReady()
        }
        #expect(machine.died("crash", at: now + .milliseconds(100)) == .spawn)
    }

    @Test("From the fifth process in a row on that was never ready, starts wait 100 ms, doubling to 5 s")
    func backsOff() {
        serve(from: start)
        var now = start + .seconds(1)
        #expect(machine.died("crash", at: now) == .spawn)
        for _ in 1...4 {
            now += .seconds(1)
            #expect(machine.died("crash", at: now) == .spawn)
        }
        for milliseconds in [100, 200, 400, 800, 1600, 3200, 5000, 5000] {
            let delay = Duration.milliseconds(milliseconds)
            now += .seconds(1)
            #expect(machine.died("crash", at: now) == .wait(delay))
            #expect(machine.deadline == now + delay)
            #expect(machine.timerFired(at: now + delay - .milliseconds(1)) == .none)
            now += delay
            #expect(machine.timerFired(at: now) == .spawn)
        }
    }

    @Test("A process that became ready ends the row of those that were not")
    func readinessForgives() {
        serve(from: start)
        var now = start + .seconds(1)
        #expect(machine.died("crash", at: now) == .spawn)
        for _ in 1...8 {
            now += .seconds(10)
            _ = machine.died("crash", at: now)
            now += .seconds(10)
            _ = machine.timerFired(at: now)
        }
        _ = machine.becameReady()
        #expect(machine.died("crash", at: now + .seconds(1)) == .spawn)
        #expect(machine.died("crash", at: now + .seconds(2)) == .spawn)
    }

    @Test("Stopping asks the process to end, and kills it after the drain limit")
    func stops() {
        serve(from: start)
        #expect(machine.stop(at: start) == .terminate)
        #expect(machine.stop(at: start) == .none)
        #expect(machine.expectation == .asked)
        #expect(machine.timerFired(at: start + .seconds(29)) == .none)
        #expect(machine.timerFired(at: start + .seconds(30)) == .kill)
        #expect(machine.died("killed", at: start + .seconds(30)) == .finish)
        #expect(machine.state == .stopped)
    }

    @Test("A process that dies while it drains is not replaced")
    func drainingIsNotReplaced() {
        serve(from: start)
        _ = machine.stop(at: start)
        #expect(machine.died("crash", at: start) == .finish)
        #expect(machine.start(at: start) == .none)
    }

    @Test("A report that arrives after the stop changes nothing")
    func lateReports() {
        _ = machine.start(at: start)
        _ = machine.stop(at: start)
        #expect(!machine.becameReady())
        #expect(machine.reportedFailure("late", at: start) == .none)
        #expect(machine.died("exit", at: start) == .finish)
    }

    @Test("Without a process, stopping is done at once")
    func stopsWithoutProcess() {
        #expect(machine.stop(at: start) == .finish)
        #expect(machine.state == .stopped)
        #expect(machine.kill() == .none)
    }

    @Test("A waiting position stops at once and starts nothing later")
    func stopsWhileWaiting() {
        serve(from: start)
        #expect(machine.died("crash", at: start) == .none)
        #expect(machine.stop(at: start) == .finish)
        #expect(machine.timerFired(at: start + .seconds(100)) == .none)
    }

    @Test("Killing works from each state with a process")
    func kills() {
        serve(from: start)
        _ = machine.stop(at: start)
        #expect(machine.kill() == .kill)
        #expect(machine.kill() == .none)
        #expect(machine.died("killed", at: start) == .finish)
    }
}
