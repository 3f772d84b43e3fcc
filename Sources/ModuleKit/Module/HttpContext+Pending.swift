import CModuleABI
import Glibc
import Synchronization

extension HttpContext {
    /// Leaves the thread and lets `work` find the result: `return context.pending { context in ... }`.
    ///
    /// The work runs in a task of its own once the notification has returned. The context belongs to it until it
    /// returns `.continue` or `.finishRequest`; what it throws becomes the response, as in a notification.
    ///
    /// Work shares its threads with all other tasks of the process, so it must not wait on them. What has to wait for
    /// the client is asynchronous there and holds no thread: `try await` before `body`, `readBody`, `write` and
    /// `flush`. The forms without `await` are refused by the compiler. In a function that the work calls and that is
    /// not asynchronous, a read throws, and a write never waits: it is refused while the client has not taken the one
    /// before it.
    ///
    /// When the client leaves, the task is cancelled and what waits for the client throws. A client that has ended its
    /// side of the connection, and has nothing more to send, counts as one that has left.
    public func pending(
        _ work: @escaping @Sendable (HttpContext) async throws -> NotificationStatus
    ) -> NotificationStatus {
        turn.work = work
        return .pending
    }

    /// Whose the context is.
    enum Holder: UInt8 {
        /// The thread on which the host calls the module.
        case host
        /// The task of a pending notification.
        case task
        /// The same, and the exchange is over: the notification was completed, and not by the task.
        case taskAfterEnd
    }

    /// Whether a task works for the pending notification, on a thread that must not wait.
    var isTasks: Bool { holder.load(ordering: .acquiring) != Holder.host.rawValue }

    /// Whether what the module writes now is the task's own. A notification that a flush of the task raises on its thread, as
    /// OnSendResponse, is not: what it writes joins what is being sent, and does not wait.
    var isTasksOwnTurn: Bool { isTasks && depth == 1 }

    /// Whether the task clears up instead of the caller, which has found the end of the exchange.
    func leaveToTask() -> Bool {
        change(from: .task, to: .taskAfterEnd)
    }

    private func change(from old: Holder, to new: Holder) -> Bool {
        holder.compareExchange(
            expected: old.rawValue, desired: new.rawValue, ordering: .acquiringAndReleasing
        ).exchanged
    }

    /// The last thing that `perform` does: from here on the context is the task's.
    func start(_ work: @escaping PendingWork, _ call: NotificationCall) {
        mayBeAwaited = true
        let completion = completion
        let watch = object.flatMap { ConnectionWatch.of($0, module: moduleID) }
        let number = watch?.begin() ?? 0
        holder.store(Holder.task.rawValue, ordering: .releasing)
        // Safety: between `.pending` and the completion the host lets one thread use the exchange, and this task is it.
        nonisolated(unsafe) let context = self
        nonisolated(unsafe) let call = call
        let task = Task.detached {
            let status = await context.run(work, call, watch)
            watch?.finish(number)
            if context.change(from: .task, to: .host) {
                completion.complete(status)
            } else {
                context.clear()
            }
        }
        watch?.attend(task, number: number)
    }

    private func run(
        _ work: PendingWork, _ call: NotificationCall, _ watch: ConnectionWatch?
    ) async -> NotificationStatus {
        // A flush of the work calls OnSendResponse, which is nested into this turn.
        depth += 1
        defer { depth -= 1 }
        TaskThread.letSignalsThrough()
        do {
            let status = try await work(self)
            try await settle()
            if let failure = turn.firstFailure { throw failure }
            guard status != .pending else {
                throw ModuleError(
                    status: 500,
                    details: "The work of context.pending ended in .pending: return .continue or .finishRequest.")
            }
            return status
        } catch {
            // The host takes no result while an operation is under way.
            _ = await wait.outcome()
            if watch?.isGone == true, Self.isDeparture(error) {
                log("The client left while the work of context.pending ran.", level: .verbose)
                // Should it have ended its side only, it must not take a part for the whole.
                if let response = object.flatMap({ IHttpContext_GetResponse($0) }) {
                    IHttpResponse_ResetConnection(response)
                }
                return .finishRequest
            }
            return respond(to: error, in: call)
        }
    }

    /// Whether work ends like this because its client has left.
    private static func isDeparture(_ error: any Error) -> Bool {
        (error as? HostError)?.code.isDeparture ?? (error is CancellationError)
    }
}

/// The result that a notification owes after it has returned `.pending`. Any thread may give it, once.
public final class Completion: Sendable {
    /// The address of the host's object; 0 when the result has been given or the exchange is over.
    private let address: Atomic<UInt>

    init(_ object: UnsafeMutablePointer<IHttpContext>?) {
        address = Atomic(UInt(bitPattern: object))
    }

    /// Gives the result: the host goes on with the request. Any thread; not to be followed by any use of the context.
    ///
    /// Answers false, and does nothing, for a second result, after the end of the exchange, and for `.pending`.
    @discardableResult
    public func complete(_ status: NotificationStatus = .continue) -> Bool {
        guard status != .pending else { return false }
        let taken = address.exchange(0, ordering: .acquiringAndReleasing)
        guard let object = UnsafeMutablePointer<IHttpContext>(bitPattern: taken) else { return false }
        IHttpContext_IndicateCompletion(object, status.abi)
        return true
    }

    /// Asks for a call of `onAsyncCompletion`, which then gives the result. Any thread.
    ///
    /// Answers false when the result has been given already or the host refuses.
    @discardableResult
    public func post(bytes: UInt32 = 0) -> Bool {
        let object = UnsafeMutablePointer<IHttpContext>(bitPattern: address.load(ordering: .acquiring))
        guard let object else { return false }
        return IHttpContext_PostCompletion(object, bytes) >= 0
    }

    /// Takes the result away: the notification has ended in another way.
    func expire() {
        address.store(0, ordering: .releasing)
    }
}

/// The threads of Swift's runtime on which tasks run.
///
/// The runtime has them block all signals, and a program that is started there would inherit that and could not be ended by
/// SIGTERM. The handlers of the host run on any thread, so the kit lets signals through on each such thread that
/// work of `context.pending` comes to.
enum TaskThread {
    /// What a thread keeps once it has been looked after. Nil if the system gives no key; it is then looked after each time.
    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    /// Lets signals through on the calling thread, which runs a task. One system call per thread, once.
    static func letSignalsThrough() {
        if let key, pthread_getspecific(key) != nil { return }
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        if let key { pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1)) }
    }
}
