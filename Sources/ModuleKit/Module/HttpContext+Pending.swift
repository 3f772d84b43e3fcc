import CModuleABI
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
        /// The same, and the exchange is over: somebody has completed the notification in the task's place.
        case taskAfterEnd
    }

    /// Whether a task works for the pending notification, on a thread that must not wait.
    var isTasks: Bool { holder.load(ordering: .acquiring) != Holder.host.rawValue }

    /// Whether what the module writes now is the task's own. A notification that a flush of the task raises on its thread, as
    /// OnSendResponse, is not: what it writes joins what is being sent, and waits for nobody.
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
