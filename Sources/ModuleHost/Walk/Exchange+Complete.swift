import ModuleInterfaces
import Synchronization

/// PENDING and what ends it. Messages come from any thread; the executor acts on them after the method that began the
/// operation has returned, so nothing recurses and nothing that a caller still uses is freed.
extension Exchange {
    /// A message for the notification that is pending. Any thread.
    package func complete(_ message: Completion) {
        hasCompletions.store(true, ordering: .relaxed)
        if completions.withLock({ $0.add(message) }) { reschedule() }
    }

    /// The executor will call `run`.
    func reschedule() {
        switch state.executor {
        case .loop: carrier?.resume(self)
        case .pool: host.pool.resubmit(self)
        }
    }

    /// The next message for the current notification. Nil: the exchange is parked, or will be run again later; the caller must
    /// not touch it any more.
    func nextMessage() -> Completion? {
        let serial = state.serial
        // A message that is here already needs no change of threads.
        if let message = completions.withLock({ $0.next(for: serial) }) { return message }
        if state.executor == .loop { carrier?.willLeaveLoop() }
        // From here on one thread of the module may call. The block is therefore released before the exchange is
        // parked, where other threads can see it.
        state.memory.yield()
        guard let message = completions.withLock({ $0.nextOrPark(for: serial) }) else { return nil }
        if state.memory.take() { return message }
        completions.withLock { $0.putBack(message) }
        reschedule()
        return nil
    }

    /// Calls the completion method of the module if the message asks for it, and returns the verdict.
    func act(on message: Completion) -> UInt32 {
        switch message {
        case .indicated(let status, _): return status
        case .ended(let operation, let result, let bytes):
            if operation.kind == .read { request.bytesRead += UInt64(bytes - min(bytes, operation.bytes)) }
            if operation.kind == .read, operation.bytes == 0 { bodyWasRead() }
            return tell(operation, result: result, bytes: bytes)
        }
    }

    private func tell(_ operation: PendingOperation, result: Int32, bytes: UInt32) -> UInt32 {
        guard let module = currentModule, let notification = state.notification else { return Verdict.continue }
        let index = Int(module.index) - 1
        guard let object = instances[index].module else { return Verdict.continue }
        let made = HttpModuleReference(object)
        objects.completionInfo.bytes = bytes
        objects.completionInfo.status = result
        objects.completionInfo.operation = operation.kind.number
        if let callback = operation.callback {
            return outcome(
                CallMark.around(.asyncCompletion, module: module.index, exchange: number) {
                    callback.complete(
                        httpContext: pointer(.context), completionInfo: pointer(.completionInfo))
                }, module, "its completion callback")
        }
        guard instances[index].slots >> UInt64(HttpModuleReference.Slot.onAsyncCompletion) & 1 != 0 else {
            host.reportMisuse(
                module,
                "module \"\(module.name)\" waits for a completion in \(notification) but has no OnAsyncCompletion; the request goes on",
                exchange: requestID)
            return Verdict.continue
        }
        return outcome(
            CallMark.around(.asyncCompletion, module: module.index, exchange: number) {
                made.asyncCompletion(
                    context: pointer(.context), notification: notification.bit, isPost: notification.isPost,
                    provider: pointer(.eventProvider), completionInfo: pointer(.completionInfo))
            }, module, "OnAsyncCompletion")
    }

    private func outcome(_ call: CallOutcome<UInt32>, _ module: LoadedModule, _ name: String) -> UInt32 {
        call.threw ? threw(module, during: name) : call.value
    }

    /// The exchange is over: drops the messages that came too late or once too often, and logs how many they were.
    func closeCompletions() {
        guard hasCompletions.load(ordering: .relaxed) else { return }
        let dropped = completions.withLock { $0.end() }
        guard dropped > 0 else { return }
        host.reportMisuse(
            currentModule,
            "\(dropped) completion(s) for \(request.methodName) \(request.rawTarget) came after their notification had ended or had its result already; they were dropped",
            exchange: requestID)
    }

    /// The notification is over. A read that is still under way must not write into the module's memory any more.
    func endOperations() {
        guard state.hasOperation else { return }
        state.hasOperation = false
        guard let entity, entity.cancel() != nil else { return }
        host.reportMisuse(
            currentModule,
            "module \"\(currentModule?.name ?? "")\" ended \(currentCallName) while its read was still under way; the read was cancelled",
            exchange: requestID)
    }
}

/// What an exchange waits for while its notification is PENDING.
extension Exchange {
    /// A copy of what is known of a wait.
    package struct Parked: Sendable {
        /// The module whose notification is PENDING.
        package let moduleName: String
        /// The notification.
        package let notification: String
        /// The target of the request.
        package let target: String
        /// How long ago the request began.
        package let seconds: UInt64
    }

    /// The wait, if the exchange is parked at this moment. Any thread: what parks and unparks it takes the same lock, so no
    /// executor runs it in between. A thread of the module may call, which changes nothing of what is read here.
    package var parked: Parked? {
        completions.withLock { queue in
            guard case .parked = queue.state else { return nil }
            return Parked(
                moduleName: currentModule?.name ?? "none", notification: currentCallName,
                // Not the method, which a thread of the module may be changing.
                target: request.rawTarget,
                seconds: (MonotonicClock.milliseconds() &- state.startTime) / 1000)
        }
    }
}
