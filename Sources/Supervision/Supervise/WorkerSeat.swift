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
    private var reader = ReadinessReader()

    init(position: Int, policy: WorkerPolicy) {
        self.position = position
        machine = WorkerStateMachine(policy: policy)
    }

    deinit { closeReadiness() }

    /// Starts a process. `lifeline` is the read end that all workers share.
    func spawn(_ specification: WorkerSpecification, lifeline: Int32) throws(SystemCallError) {
        let page = try WorkerPage()
        let pipe = try PipeEnds(for: "the ready pipe of worker \(position)")
        defer { close(pipe.writeEnd) }
        let numbers = ControlDescriptors.inWorker
        let own =
            specification.ownDescriptors.indices.contains(position - 1)
            ? specification.ownDescriptors[position - 1] : []
        do throws(SystemCallError) {
            process = try SpawnedProcess(
                specification,
                control: [
                    InheritedDescriptor(parent: pipe.writeEnd, child: numbers.readiness),
                    InheritedDescriptor(parent: lifeline, child: numbers.lifeline),
                    InheritedDescriptor(parent: page.descriptor, child: numbers.page),
                ] + own,
                variables: [ControlDescriptors.positionVariable: "\(position)"]
            )
        } catch {
            close(pipe.readEnd)
            throw error
        }
        self.page = page
        readiness = pipe.readEnd
        reader = ReadinessReader()
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
        closeReadiness()
        page = nil
        self.process = nil
        return report
    }

    private func closeReadiness() {
        guard readiness >= 0 else { return }
        close(readiness)
        readiness = -1
    }
}
