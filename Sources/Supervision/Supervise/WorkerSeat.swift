import Glibc

/// One worker position of a supervisor: the state machine and the process that sits there now.
///
/// Owned by the supervisor, used on its thread only.
final class WorkerSeat {
    /// 1 the first.
    let position: Int

    var machine: WorkerStateMachine
    private(set) var process: SpawnedProcess?
    private(set) var page: WorkerPage?

    /// Read end of the ready pipe; -1 once it is at its end.
    private(set) var readiness: Int32 = -1
    /// Both ends of the lifeline, while there is a process. The end to read is kept too: to write into a pipe without a reader
    /// would be a signal.
    private var lifeline: PipeEnds?
    private var reader = ReadinessReader()
    /// From the moment on at which the process was asked to end.
    private var held: HeldCalls?

    init(position: Int, policy: WorkerPolicy) {
        self.position = position
        machine = WorkerStateMachine(policy: policy)
    }

    deinit { closeControl() }

    /// Starts a process.
    func spawn(_ specification: WorkerSpecification) throws(SystemCallError) {
        let page = try WorkerPage()
        let pipe = try PipeEnds(for: "the ready pipe of worker \(position)")
        defer { close(pipe.writeEnd) }
        let line: PipeEnds
        do throws(SystemCallError) {
            line = try PipeEnds(for: "the lifeline of worker \(position)")
        } catch {
            close(pipe.readEnd)
            throw error
        }
        let numbers = ControlDescriptors.inWorker
        let own =
            specification.ownDescriptors.indices.contains(position - 1)
            ? specification.ownDescriptors[position - 1] : []
        do throws(SystemCallError) {
            process = try SpawnedProcess(
                specification,
                control: [
                    InheritedDescriptor(parent: pipe.writeEnd, child: numbers.readiness),
                    InheritedDescriptor(parent: line.readEnd, child: numbers.lifeline),
                    InheritedDescriptor(parent: page.descriptor, child: numbers.page),
                ] + own,
                variables: [ControlDescriptors.positionVariable: "\(position)"]
            )
        } catch {
            close(pipe.readEnd)
            for end in [line.readEnd, line.writeEnd] { close(end) }
            throw error
        }
        self.page = page
        readiness = pipe.readEnd
        lifeline = line
        reader = ReadinessReader()
    }

    /// Asks the process to finish what it has and to end. Not by a signal: a module may have blocked or taken it.
    func askToEnd(at now: ContinuousClock.Instant) {
        guard let lifeline else { return }
        held = HeldCalls(askedAt: now)
        var byte: UInt8 = 1
        write(lifeline.writeEnd, &byte, 1)
    }

    /// Whether the process was asked to end and has not ended yet, so that its calls are looked at.
    var isHeldUp: Bool { held != nil && process != nil }

    /// Looks which calls keep the process from its end; true if the log is to be told now.
    func lookAtHeldCalls(now: ContinuousClock.Instant) -> Bool {
        guard let page, process != nil else { return false }
        held?.look(at: page, now: now)
        return held?.isToBeTold(now: now) ?? false
    }

    /// Who keeps the process from its end; nil if it was not asked to end.
    func holders(moduleNames: [String], now: ContinuousClock.Instant) -> String? {
        guard let page, let held, process != nil else { return nil }
        return held.sentence(page, moduleNames: moduleNames, now: now)
    }

    /// Reads what the ready pipe holds now; returns the report if it is complete.
    func readReport() -> ReadinessReader.Report? {
        guard readiness >= 0 else { return nil }
        var report: ReadinessReader.Report?
        var bytes = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(readiness, &bytes, bytes.count)
            if count > 0 {
                report = reader.append(bytes[..<count]) ?? report
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN {
                return report
            } else {
                closeReadiness()
                return report ?? reader.end()
            }
        }
    }

    /// The account of the process's end; nil while it runs. Frees what belonged to it.
    func takeDeath(moduleNames: [String]) -> DeathReport? {
        guard let process, let death = process.reap() else { return nil }
        let report = DeathReport(
            position: position,
            pid: process.pid,
            death: death,
            crash: page?.crash(),
            inside: page?.threadsInsideModules() ?? [],
            moduleNames: moduleNames,
            expectation: machine.expectation,
            hadFinished: page?.state == .stopped
        )
        closeControl()
        page = nil
        held = nil
        self.process = nil
        return report
    }

    private func closeControl() {
        closeReadiness()
        if let lifeline { for end in [lifeline.readEnd, lifeline.writeEnd] { close(end) } }
        lifeline = nil
    }

    private func closeReadiness() {
        guard readiness >= 0 else { return }
        close(readiness)
        readiness = -1
    }
}
