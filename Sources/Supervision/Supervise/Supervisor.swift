import CProcess
import Glibc
package import Logging
import OperatingSystem

/// Starts workers, replaces those that die, and stops them: one thread, one loop over poll(2).
///
/// Made and run on one thread, normally the main one. It owns the workers and their control descriptors; the listening
/// sockets in the specification stay the caller's, and must stay open while it runs.
package final class Supervisor {
    private let specification: WorkerSpecification
    private let moduleNames: [String]
    private let signals: SignalPipe
    private let logger: Logger
    private let prepare: () -> String?
    private let observer: (SupervisorEvent) -> Void
    private let seats: [WorkerSeat]
    private let clock = ContinuousClock()

    private var isStopping = false
    private var wasAllReady = false
    private var hasFailed = false
    /// The log begins when all are ready: a start that fails has one reason, and that is not for the log.
    private var firstLines: [Logger.Message] = []
    private var exitCode: Int32 = 0

    /// Prepares a supervisor of `workers` workers; starts nothing.
    ///
    /// - Parameters:
    ///   - moduleNames: the names for module numbers in breadcrumbs; module 1 first.
    ///   - signals: SIGUSR1 has the workers open their logs anew; SIGCHLD has the exits of processes taken that are no workers;
    ///     SIGTERM or SIGINT drains and stops; a second one kills.
    ///   - prepare: called before each start of a worker, on the thread of `run`; a sentence why it cannot be started, or nil.
    ///   - observer: called for each event, on the thread of `run`.
    package init(
        specification: WorkerSpecification,
        workers: Int,
        moduleNames: [String] = [],
        policy: WorkerPolicy = WorkerPolicy(),
        signals: SignalPipe,
        logger: Logger,
        prepare: @escaping () -> String? = { nil },
        observer: @escaping (SupervisorEvent) -> Void = { _ in }
    ) {
        self.specification = specification
        self.moduleNames = moduleNames
        self.signals = signals
        self.logger = logger
        self.prepare = prepare
        self.observer = observer
        seats = (1...max(workers, 1)).map { WorkerSeat(position: $0, policy: policy) }
    }

    /// Runs until the workers were stopped, and returns the exit code of the process.
    ///
    /// 0: stopped by a signal, all workers drained. 1: the first workers could not start (nothing is logged; the reason
    /// is in the observer's event), or workers crashed or had to be killed before they had drained.
    package func run() -> Int32 {
        for seat in seats { perform(seat.machine.start(at: clock.now), on: seat) }
        while seats.contains(where: { $0.machine.state != .stopped }) {
            waitForEvents()
            while let signal = signals.next() { handle(signal) }
            for seat in seats {
                readMessages(of: seat)
                reap(seat)
                checkTime(of: seat)
                checkHeldCalls(of: seat)
            }
        }
        return exitCode
    }

    private func waitForEvents() {
        var entries = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
        for seat in seats {
            // poll(2) ignores negative numbers.
            entries.append(pollfd(fd: seat.receivingDescriptor, events: Int16(POLLIN), revents: 0))
            entries.append(pollfd(fd: seat.process?.pidfd ?? -1, events: Int16(POLLIN), revents: 0))
        }
        poll(&entries, nfds_t(entries.count), timeout())
    }

    /// Milliseconds until the next deadline, rounded up so that it has passed when poll(2) returns; -1 for none.
    private func timeout() -> Int32 {
        let look = seats.contains(where: \.isHeldUp) ? clock.now + Self.lookInterval : nil
        guard let deadline = (seats.map(\.machine.deadline) + [look]).compactMap({ $0 }).min() else { return -1 }
        let left = deadline - clock.now
        guard left > .zero else { return 0 }
        return Int32(min(left / .milliseconds(1), 1e9).rounded(.up))
    }

    /// Files that were moved away are opened anew by the processes that write them.
    private func reopenLogs() {
        observer(.reopeningLogs)
        for seat in seats { seat.reopenLogs() }
    }

    /// How often the calls of workers that are to end are looked at.
    private static let lookInterval = Duration.seconds(1)

    /// The exit of a worker is taken by its seat, which polls; all others are children of processes that have died, which the
    /// system gives to process 1.
    private func reapStrangers() {
        for seat in seats { _ = seat.process?.reap() }
        let workers = seats.compactMap { $0.process?.pid }
        while ProcessCalls_ReapStranger(workers, Int32(workers.count)) > 0 {}
    }

    private func handle(_ signal: Int32) {
        if signal == SIGUSR1 { return reopenLogs() }
        if signal == SIGCHLD { return reapStrangers() }
        let name = WorkerDeath.name(ofSignal: signal)
        if isStopping {
            logger.warning("\(name) again: killing the workers that have not finished")
            exitCode = 1
            for seat in seats {
                logHolders(of: seat, "is killed")
                perform(seat.machine.kill(), on: seat)
            }
        } else {
            logger.info("\(name): no new connections; waiting for the workers to finish")
            stopAll()
        }
    }

    private func stopAll() {
        isStopping = true
        for seat in seats { perform(seat.machine.stop(at: clock.now), on: seat) }
    }

    /// Messages of one worker between two looks at the others, so that none can keep this thread.
    private static let messagesPerTurn = 16

    private func readMessages(of seat: WorkerSeat) {
        do throws(ChannelError) {
            for _ in 0..<Self.messagesPerTurn {
                guard let message = try seat.nextMessage() else { return }
                handle(message, of: seat)
            }
        } catch {
            refuse(error, of: seat)
        }
    }

    private func handle(_ message: ChannelMessage, of seat: WorkerSeat) {
        guard let process = seat.process else { return }
        switch message {
        case .ready:
            guard seat.machine.becameReady() else { return }
            noteReady("worker \(seat.position) (pid \(process.pid)) is ready")
            observer(.ready(position: seat.position, pid: process.pid))
            noteAllReady()
        case .failed(let sentence):
            perform(seat.machine.reportedFailure(sentence, at: clock.now), on: seat)
        case .configuration, .reopenLogs, .end:
            break  // these are for workers, and are refused before they come here
        }
    }

    /// A worker that sends nonsense cannot say that it is ready. One that serves goes on, but is not listened to.
    private func refuse(_ error: ChannelError, of seat: WorkerSeat) {
        if seat.machine.state == .starting {
            let sentence = "what the worker said was not understood: \(error)"
            perform(seat.machine.reportedFailure(sentence, at: clock.now), on: seat)
        } else {
            logger.warning("worker \(seat.position) is not listened to any more: \(error)")
        }
    }

    private func noteReady(_ line: Logger.Message) {
        if wasAllReady { logger.info(line) } else { firstLines.append(line) }
    }

    private func noteAllReady() {
        guard !wasAllReady, seats.allSatisfy({ $0.machine.state == .serving }) else { return }
        wasAllReady = true
        for line in firstLines { logger.info(line) }
        firstLines = []
        observer(.allReady)
    }

    private func reap(_ seat: WorkerSeat) {
        // What it has sent was sent before it ended, so it is read first.
        guard let process = seat.process, hasEnded(process) else { return }
        readMessages(of: seat)
        guard let report = seat.takeDeath(moduleNames: moduleNames) else { return }
        observer(.died(report))
        if isStopping, report.cause != .asked, !report.hadFinished { exitCode = 1 }
        let wasKilled = if case .outside = report.cause { true } else { false }
        let action = seat.machine.died(report.reasonForNoStart, at: clock.now, wasKilled: wasKilled)
        log(report, before: action)
        perform(action, on: seat)
    }

    private func hasEnded(_ process: SpawnedProcess) -> Bool {
        process.reap() != nil
    }

    private func log(_ report: DeathReport, before action: WorkerStateMachine.Action) {
        guard !hasFailed else { return }
        switch (action, report.cause) {
        case (.giveUp, _): break  // the observer is told
        case (_, .asked): logger.info("\(report.description)")
        default: logger.error("\(report.description)", metadata: Self.metadata(of: report))
        }
    }

    /// The places go with the line, not into it: they are for addr2line, not for reading.
    private static func metadata(of report: DeathReport) -> Logger.Metadata? {
        report.places.isEmpty ? nil : ["at": .array(report.places.map { .string($0) })]
    }

    private func checkTime(of seat: WorkerSeat) {
        let action = seat.machine.timerFired(at: clock.now)
        if isStopping, !hasFailed, action == .kill {
            logHolders(of: seat, "had not finished in time and is killed")
            exitCode = 1
        }
        perform(action, on: seat)
    }

    private func checkHeldCalls(of seat: WorkerSeat) {
        guard seat.lookAtHeldCalls(now: clock.now), !hasFailed else { return }
        logHolders(of: seat, "has not finished yet", level: .warning)
    }

    private func logHolders(of seat: WorkerSeat, _ what: String, level: Logger.Level = .error) {
        guard let holders = seat.holders(moduleNames: moduleNames, now: clock.now) else { return }
        logger.log(level: level, "worker \(seat.position) \(what): \(holders)")
    }

    private func perform(_ action: WorkerStateMachine.Action, on seat: WorkerSeat) {
        switch action {
        case .none, .finish:
            break
        case .spawn:
            spawn(seat)
        case .wait(let delay):
            logger.warning("worker \(seat.position) keeps dying; the next start waits \(delay)")
            observer(.delayed(position: seat.position, delay))
        case .terminate:
            seat.askToEnd(at: clock.now)
        case .kill:
            seat.process?.send(SIGKILL)
        case .giveUp(let reason):
            hasFailed = true
            observer(.failed(position: seat.position, reason: reason))
            exitCode = 1
            stopAll()
        }
    }

    private func spawn(_ seat: WorkerSeat) {
        if let reason = prepare() { return spawnFailed(seat, reason) }
        do throws(SystemCallError) {
            try seat.spawn(specification)
            guard let pid = seat.process?.pid else { return }
            logger.debug("worker \(seat.position) started as process \(pid)")
            observer(.started(position: seat.position, pid: pid))
        } catch {
            spawnFailed(seat, "\(error)")
        }
    }

    private func spawnFailed(_ seat: WorkerSeat, _ reason: String) {
        let action = seat.machine.died(reason, at: clock.now)
        if case .giveUp = action {} else { logger.error("worker \(seat.position) could not be started: \(reason)") }
        perform(action, on: seat)
    }
}
