import CSharedPage
import Foundation
import Supervision
import TestSupport

/// A supervisor of real worker processes on a thread of its own.
final class RunningSupervisor: Sendable {
    let signals: SignalPipe
    let log: CapturedLog
    let answers: PipeEnds
    private let commands: PipeEnds
    private let events: AsyncStream<SupervisorEvent>
    private let exitCode: AsyncStream<Int32>

    init(
        _ mode: String, program: String = WorkerProgram.path, workers: Int = 1, policy: WorkerPolicy = WorkerPolicy(),
        moduleNames: [String] = ["auth", "stamp"], signals: SignalPipe? = nil, configuration: [UInt8] = []
    ) throws {
        let signals = try signals ?? SignalPipe()
        let commands = try PipeEnds(for: "commands")
        let answers = try PipeEnds(for: "answers")
        let log = CapturedLog()
        var specification = WorkerProgram.specification(
            mode, program: program, configuration: configuration, commands: commands.readEnd)
        specification.descriptors.append(
            InheritedDescriptor(parent: answers.writeEnd, child: ControlDescriptors.firstFree + 1))
        let (events, eventSink) = AsyncStream.makeStream(of: SupervisorEvent.self)
        let (exitCode, exitSink) = AsyncStream.makeStream(of: Int32.self)
        self.signals = signals
        self.commands = commands
        self.answers = answers
        self.log = log
        self.events = events
        self.exitCode = exitCode
        Thread.detachNewThread { [specification] in
            let supervisor = Supervisor(
                specification: specification, workers: workers, moduleNames: moduleNames, policy: policy,
                signals: signals, logger: log.logger, observer: { eventSink.yield($0) })
            exitSink.yield(supervisor.run())
            exitSink.finish()
            eventSink.finish()
        }
    }

    deinit {
        for descriptor in [commands.readEnd, commands.writeEnd, answers.readEnd, answers.writeEnd] { close(descriptor) }
    }

    /// Sends one command byte; some worker takes it.
    func command(_ letter: Character) {
        var byte = letter.asciiValue ?? 0
        write(commands.writeEnd, &byte, 1)
    }

    /// Waits for the next event that `select` makes something of; nil if the supervisor ended before.
    func next<Value>(_ select: (SupervisorEvent) -> Value?) async -> Value? {
        for await event in events {
            if let value = select(event) { return value }
        }
        return nil
    }

    /// What the worker has written as its answer; waits for it.
    func answer() -> String {
        var entry = pollfd(fd: answers.readEnd, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, 60_000)
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = read(answers.readEnd, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    func nextReady() async -> Int32? { await next { if case .ready(_, let pid) = $0 { pid } else { nil } } }

    func nextDeath() async -> DeathReport? { await next { if case .died(let report) = $0 { report } else { nil } } }

    func result() async -> Int32? {
        for await code in exitCode { return code }
        return nil
    }

    func stop() async -> Int32? {
        signals.send(SIGTERM)
        return await result()
    }
}
