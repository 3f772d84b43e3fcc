import CProcess
import CSharedPage
import Glibc
package import OperatingSystem

/// The worker's side of what ties it to its supervisor: the channel and the shared page.
///
/// Opened once, at the start of the worker's main thread, before any other thread exists and before any module is
/// loaded; kept as long as the process lives. Methods may be called by any thread, but for `receiveConfiguration` and
/// `confineForkedChildren`, which belong to that start.
///
/// The channel stays open to the end of the process. So its number is never that of another file, which a process that a module
/// forks would close.
package final class WorkerLink: Sendable {
    /// The page that the worker's threads claim breadcrumb slots in.
    package let page: WorkerPage

    /// The worker's position in its supervisor, 1 the first.
    package let position: Int

    private let channel: ChannelEnd
    private let hasReported = Lock(false)

    /// Takes over the channel and the page, so that no program inherits them from this one, and makes the process ignore
    /// the signals that must not end it.
    ///
    /// Throws ``WorkerLinkError`` if this process was not started by a supervisor.
    package init(descriptors: ControlDescriptors = .inWorker) throws(WorkerLinkError) {
        do throws(SystemCallError) {
            try Self.closeOnExec([descriptors.channel, descriptors.page])
            page = try WorkerPage(adopting: descriptors.page)
        } catch {
            throw WorkerLinkError(error)
        }
        channel = ChannelEnd(descriptors.channel, of: .worker)
        position = getenv(ControlDescriptors.positionVariable).flatMap { Int(String(cString: $0)) } ?? 1
        IgnoredSignals.install(IgnoredSignals.inWorker)
        // A process that is started from an open file is called by the number of its descriptor by some kernels.
        ProcessCalls_NameThread(String(LaunchState.programName.split(separator: "/").last ?? "modhost"))
    }

    /// Waits for what this worker is to be: the first message of the supervisor. Called once, before `listen`.
    package func receiveConfiguration() throws(WorkerLinkError) -> [UInt8] {
        while true {
            channel.wait()
            let reception: ChannelEnd.Reception
            do throws(ChannelError) {
                reception = try channel.receive()
            } catch {
                throw WorkerLinkError("\(error)")
            }
            switch reception {
            case .nothing: continue
            case .end: throw WorkerLinkError("its supervisor ended before it said what this worker is to be")
            case .message(.configuration, let descriptor): return try Self.contents(of: descriptor)
            case .message(let message, _):
                throw WorkerLinkError("its supervisor said \(message) before it said what this worker is to be")
            }
        }
    }

    /// Keeps processes that a module forks away from the shared page and from everything that this worker inherited: channel,
    /// page, and `further` descriptors, which no program inherits from now on either. Called once, before modules are loaded.
    package func confineForkedChildren(further: [Int32] = []) throws(WorkerLinkError) {
        do throws(SystemCallError) {
            try Self.closeOnExec(further)
        } catch {
            throw WorkerLinkError(error)
        }
        let own = [channel.descriptor, page.descriptor] + further
        ForkedChild_Confine(page.pointer, own.min() ?? 0, own.max() ?? 0)
    }

    /// The further descriptors that were inherited are about to be closed; channel and page stay. Called once.
    package func forgetInherited() { ForkedChild_ForgetBeyond(max(channel.descriptor, page.descriptor)) }

    /// Tells the supervisor that this worker serves. Only the first report of a worker counts.
    package func reportReady() {
        page.state = .serving
        report(.ready)
    }

    /// Tells the supervisor in one sentence why this worker cannot serve; it should then exit with code 1.
    package func reportFailure(_ sentence: String) {
        report(.failed(sentence))
    }

    /// Calls `handle`, on a thread of its own, with each message of the supervisor, or what is wrong with it.
    ///
    /// The last one is ``ChannelMessage/end``, also when the supervisor is gone without having said so. The worker should then
    /// drain and exit; it is ended if it has not done so `limit` seconds later. The supervisor waits less long, so only a
    /// worker without one comes to that.
    ///
    /// Throws `PosixThreadError` if no thread can be made.
    package func listen(
        limit: UInt32? = nil, _ handle: @escaping @Sendable (Result<ChannelMessage, ChannelError>) -> Void
    ) throws(PosixThreadError) {
        try ChannelWatch.start(channel, limit: limit, handle)
    }

    private func report(_ message: ChannelMessage) {
        hasReported.withLock { hasReported in
            guard !hasReported else { return }
            hasReported = true
            // The first message of this end always has room; without a supervisor it is not needed.
            try? channel.send(message)
        }
    }

    private static func contents(of descriptor: Int32) throws(WorkerLinkError) -> [UInt8] {
        defer { close(descriptor) }
        do throws(SystemCallError) {
            return try SealedFile.bytes(of: descriptor)
        } catch {
            throw WorkerLinkError("\(error)")
        }
    }

    private static func closeOnExec(_ descriptors: [Int32]) throws(SystemCallError) {
        for number in descriptors {
            let code = ProcessCalls_CloseOnExec(number)
            guard code == 0 else { throw SystemCallError("using descriptor \(number)", code: code) }
        }
    }
}

/// A process that was to be a worker, but has no supervisor, or one that it does not understand.
package struct WorkerLinkError: Error, CustomStringConvertible, Sendable {
    /// The sentence for a person.
    package let description: String

    init(_ cause: SystemCallError) {
        description =
            "this process is not the worker of a supervisor; workers are started by 'modhost serve' only (\(cause))"
    }

    init(_ reason: String) {
        description = "this worker cannot start: \(reason)"
    }
}
