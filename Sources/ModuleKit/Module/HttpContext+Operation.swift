import CModuleABI

// Asynchronous operations of the host: how they begin, who hears of their end. The host calls a function with the
// context, so completions that a module asks for itself still come as onAsyncCompletion.
extension HttpContext {
    /// What the host says when it is given an operation.
    enum HostAnswer {
        /// Its end will be told.
        case pending
        /// It is over already, or was refused.
        case done(HostOutcome)
    }

    /// The function that the host calls at the end of an operation; its context is `asCompletionContext`.
    static let completed: PFN_ASYNC_COMPLETION = { _, completion, word in
        guard let completion, let word else { return RQ_NOTIFICATION_PENDING }
        let outcome = HostOutcome(
            code: IHttpCompletionInfo2_GetCompletionStatus(completion),
            bytes: IHttpCompletionInfo2_GetCompletionBytes(completion))
        // The module's object keeps the context until the exchange ends, and nothing completes after that.
        Unmanaged<HttpContext>.fromOpaque(word)._withUnsafeGuaranteedRef { $0.wait.finish(outcome) }
        return RQ_NOTIFICATION_PENDING
    }

    /// This context as the host gives it back.
    var asCompletionContext: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    /// Gives the host an operation and suspends until it is over. `memory` is what the host may use until then.
    nonisolated(nonsending) func operate(
        _ name: @autoclosure () -> String, lending memory: LentMemory? = nil,
        _ call: (UnsafeMutablePointer<IHttpContext>) -> HostAnswer
    ) async throws(HostError) -> HostOutcome {
        mayBeAwaited = true
        try await settle()
        guard let object else { throw HostError(.invalidHandle, name()) }
        guard case .ready = wait.begin(memory) else { throw HostError(.unexpected, name()) }
        switch call(object) {
        case .pending:
            let outcome = await wait.outcome()
            // The task may go on elsewhere.
            TaskThread.letSignalsThrough()
            return outcome ?? HostOutcome(code: ResultCode.unexpected.rawValue, bytes: 0)
        case .done(let outcome):
            wait.withdraw()
            return outcome
        }
    }

    /// Gives the host an operation and does not wait for its end. It is refused while the one before it is under way.
    func begin(
        lending memory: LentMemory? = nil, _ call: (UnsafeMutablePointer<IHttpContext>) -> HostAnswer
    ) -> Int32 {
        guard let object else { return ResultCode.invalidHandle.rawValue }
        mayBeAwaited = true
        var readiness = wait.begin(memory)
        if case .over(let outcome) = readiness {
            guard outcome.code >= 0 else { return outcome.code }
            readiness = wait.begin(memory)
        }
        guard case .ready = readiness else { return ResultCode.notEnoughQuota.rawValue }
        switch call(object) {
        case .pending: return ResultCode.ok.rawValue
        case .done(let outcome):
            wait.withdraw()
            return outcome.code
        }
    }

    /// Suspends until what was begun without waiting is over. Throws if it failed.
    nonisolated(nonsending) func settle() async throws(HostError) {
        guard let outcome = await wait.outcome() else { return }
        try check(outcome.code, "send what was written")
    }
}
