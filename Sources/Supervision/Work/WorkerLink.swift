import CSharedPage
import Glibc
import Synchronization

/// The worker's side of what ties it to its supervisor: report, lifeline, shared page.
///
/// Opened once, at the start of the worker's main thread, before any other thread exists and before any module is
/// loaded; kept as long as the process lives. All methods may be called by any thread.
package final class WorkerLink: Sendable {
    /// The page that the worker's threads claim breadcrumb slots in.
    package let page: WorkerPage

    /// The worker's position in its supervisor, 1 the first.
    package let position: Int

    /// Readable once the supervisor asks this worker to end, and at its end once the supervisor is gone. For who polls; see
    /// ``watchLifeline(_:)`` else.
    package let lifeline: Int32

    private let readiness: Mutex<Int32>
    private let inherited: ClosedRange<Int32>

    /// Takes over the inherited descriptors, so that no program inherits them from this one, and makes the process pass over
    /// the signals that must not end it.
    ///
    /// `further` are the descriptors that this worker inherits besides. Throws ``WorkerLinkError`` if this process was not
    /// started by a supervisor.
    package init(
        descriptors: ControlDescriptors = .inWorker, further: [Int32] = []
    ) throws(WorkerLinkError) {
        let own = [descriptors.readiness, descriptors.lifeline, descriptors.page] + further
        for number in own {
            let code = ProcessCalls_CloseOnExec(number)
            guard code == 0 else { throw WorkerLinkError(SystemCallError("using descriptor \(number)", code: code)) }
        }
        inherited = (own.min() ?? 0)...(own.max() ?? 0)
        do throws(SystemCallError) {
            page = try WorkerPage(adopting: descriptors.page)
        } catch {
            throw WorkerLinkError(error)
        }
        lifeline = descriptors.lifeline
        readiness = Mutex(descriptors.readiness)
        position = getenv(ControlDescriptors.positionVariable).flatMap { Int(String(cString: $0)) } ?? 1
        PassedOverSignals.install(PassedOverSignals.inWorker)
    }

    /// Keeps processes that a module forks away from the shared page and from everything that this worker inherited. Called
    /// once, before modules are loaded.
    package func confineForkedChildren() {
        ForkedChild_Confine(page.pointer, inherited.lowerBound, inherited.upperBound)
    }

    /// The inherited sockets are about to be closed. Called once.
    package func forgetInherited() { ForkedChild_ForgetDescriptors() }

    /// Tells the supervisor that this worker serves. Only the first report of a worker counts.
    package func reportReady() {
        page.state = .serving
        report("ready")
    }

    /// Tells the supervisor in one sentence why this worker cannot serve; it should then exit with code 1.
    package func reportFailure(_ sentence: String) {
        let line = sentence.split(whereSeparator: \.isNewline).joined(separator: " ")
        report("failed: \(line)")
    }

    /// Calls `end` once, on a thread of its own, when the supervisor asks this worker to end or is gone. The worker should
    /// then drain and exit; it is ended if it has not done so `limit` seconds later. The supervisor waits less long, so only a
    /// worker without one comes to that.
    ///
    /// Throws ``SystemCallError`` if no thread can be made.
    package func watchLifeline(
        limit: UInt32? = nil, _ end: @escaping @Sendable () -> Void
    ) throws(SystemCallError) {
        try LifelineWatch.start(lifeline, limit: limit, end)
    }

    private func report(_ text: String) {
        readiness.withLock { descriptor in
            guard descriptor >= 0 else { return }
            // Shorter than what a pipe takes at once, so it is written whole or, the supervisor gone, not at all.
            var line = Array(text.utf8.prefix(ReadinessReader.lengthLimit - 1))
            line.append(UInt8(ascii: "\n"))
            write(descriptor, &line, line.count)
            // Should that fail, the pipe stays open, which does no harm: the line is at its end.
            _ = ProcessCalls_Retire(descriptor)
            descriptor = -1
        }
    }
}

/// A process that was to be a worker, but has no supervisor.
package struct WorkerLinkError: Error, CustomStringConvertible, Sendable {
    private let cause: SystemCallError

    init(_ cause: SystemCallError) {
        self.cause = cause
    }

    /// The sentence for a person.
    package var description: String {
        "this process is not the worker of a supervisor; workers are started by 'modhost serve' only (\(cause))"
    }
}
