import Glibc
import OperatingSystem

/// One worker position of a supervisor: the state machine and the process that sits there now.
///
/// Owned by the supervisor, used on its thread only.
final class WorkerSeat {
    /// 1 the first.
    let position: Int

    var machine: WorkerStateMachine
    private(set) var process: SpawnedProcess?
    private(set) var page: WorkerPage?

    /// The supervisor's end of the channel, while there is a process.
    private var channel: ChannelEnd?
    /// Whether nothing more is received: the worker has closed its end, or sent what no worker sends.
    private var isDeaf = false
    /// Whether the process has said that it is ready, or why it is not.
    private var hasReported = false
    /// From the moment on at which the process was asked to end.
    private var held: HeldCalls?

    init(position: Int, policy: WorkerPolicy) {
        self.position = position
        machine = WorkerStateMachine(policy: policy)
    }

    deinit { closeChannel() }

    /// Starts a process, and sends it what it is to be.
    func spawn(_ specification: WorkerSpecification) throws(SystemCallError) {
        let page = try WorkerPage()
        let ends = try ChannelEnd.pair(for: "the channel to worker \(position)")
        // The worker has it alone, so that its end is seen.
        defer { close(ends.worker.descriptor) }
        do throws(SystemCallError) {
            let all = specification.ownConfigurations
            let configuration = all.indices.contains(position - 1) ? all[position - 1] : specification.configuration
            try Self.send(configuration, over: ends.supervisor)
            let numbers = ControlDescriptors.inWorker
            let own =
                specification.ownDescriptors.indices.contains(position - 1)
                ? specification.ownDescriptors[position - 1] : []
            process = try SpawnedProcess(
                specification,
                control: [
                    InheritedDescriptor(parent: ends.worker.descriptor, child: numbers.channel),
                    InheritedDescriptor(parent: page.descriptor, child: numbers.page),
                ] + own,
                variables: [ControlDescriptors.positionVariable: "\(position)"]
            )
        } catch {
            close(ends.supervisor.descriptor)
            throw error
        }
        self.page = page
        channel = ends.supervisor
        isDeaf = false
        hasReported = false
    }

    private static func send(_ configuration: [UInt8], over channel: ChannelEnd) throws(SystemCallError) {
        let file = try SealedFile.make(configuration, named: "modhost-configuration")
        defer { close(file) }
        try channel.send(.configuration, descriptor: file)
    }

    /// Asks the process to finish what it has and to end. Not by a signal: a module may have blocked or taken it.
    func askToEnd(at now: ContinuousClock.Instant) {
        guard let channel else { return }
        held = HeldCalls(askedAt: now)
        do throws(SystemCallError) {
            try channel.send(.end)
        } catch {
            // The worker has not listened for long. When it does, this is the end of the channel, which says the same.
            shutdown(channel.descriptor, Int32(SHUT_WR))
        }
    }

    /// Has the process open its files anew.
    func reopenLogs() {
        // This fails where the worker has not listened for long: then the same is waiting for it already.
        try? channel?.send(.reopenLogs)
    }

    /// Readable when the process has sent something; -1 if nothing is to be expected.
    var receivingDescriptor: Int32 { isDeaf ? -1 : channel?.descriptor ?? -1 }

    /// The next message of the process; nil if there is none now. Throws what is wrong with it, after which none follows: a
    /// process that has gone astray costs one line of the log.
    func nextMessage() throws(ChannelError) -> ChannelMessage? {
        guard let channel, !isDeaf else { return nil }
        do throws(ChannelError) {
            switch try channel.receive() {
            case .message(let message, _):
                guard !hasReported || !message.isReport else { throw ChannelError.repeated }
                hasReported = hasReported || message.isReport
                return message
            case .nothing: return nil
            case .end:
                isDeaf = true
                return nil
            }
        } catch {
            isDeaf = true
            throw error
        }
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
        closeChannel()
        page = nil
        held = nil
        self.process = nil
        return report
    }

    private func closeChannel() {
        channel?.discard()
        channel = nil
    }
}
