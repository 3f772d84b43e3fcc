import Executors
import Logging
import ModuleInterfaces

/// The way of an exchange down the pipeline. This is the only loop; everything else is called from here.
extension Exchange: PoolJob {
    /// What a module answers to a notification.
    enum Verdict {
        static let `continue`: UInt32 = 0
        static let pending: UInt32 = 1
        static let finishRequest: UInt32 = 2
    }

    /// Gives a filled exchange to an executor: the loop if the body is absent or here in full and every module is trusted
    /// there, else the pool. Called by the carrier on its loop; on return the exchange may be over already.
    package func start() {
        if entity?.isComplete != false, host.policy.allInline {
            executor = .loop
            run()
        } else {
            executor = .pool
            if !host.pool.submit(self) { refuse() }
        }
    }

    /// The pool takes no more: 503, without any module.
    private func refuse() {
        executor = .loop
        guard memory.take() else { return }
        host.notePoolFull("a request was answered 503")
        hasBegun = true
        isRefused = true
        position = pipeline.steps.count
        response.setHostStatus(503, reason: "Service Unavailable")
        finish()
    }

    /// Begins the walk or goes on with it. Called by the executor, on a thread of its own.
    package func run() {
        // A thread of the module may be inside a call at this very moment; it is out again in no time.
        guard memory.take() else { return reschedule() }
        let isOnPool = executor == .pool
        if !isOnPool { watchdog._withUnsafeGuaranteedRef { $0.loopBegins() } }
        // The loop left the request line on its own slot, where by now another request may have left its own.
        if isOnPool || hasBegun { request.noteLine(exchange: number) }
        if hasBegun {
            guard isPending, resume() else { return }
        } else {
            hasBegun = true
            raisePreBegin()
        }
        walk()
    }

    private func walk() {
        while position < pipeline.steps.count {
            let step = pipeline.steps[position]
            switch step.kind {
            case .notify:
                if step.isExecute { state.pointee.touchesBefore = response.touches }
                guard settle(deliver(step)) else { return }
            case .authenticated:
                if user == nil { user = host.anonymousUser.reference }
                position += 1
            case .executed:
                answerIfNobodyDid()
                position += 1
            }
        }
        finish()
    }

    /// Goes on with a notification that was PENDING. False if it still is.
    private func resume() -> Bool {
        guard let message = nextMessage() else { return false }
        return settle(act(on: message))
    }

    /// Takes the verdict on the current notification, waiting for it while it is PENDING. False if the exchange was parked.
    private func settle(_ verdict: UInt32) -> Bool {
        var verdict = verdict
        while verdict == Verdict.pending {
            isPending = true
            wasPending = true
            guard let message = nextMessage() else { return false }
            verdict = act(on: message)
        }
        isPending = false
        apply(verdict)
        return true
    }

    private func apply(_ verdict: UInt32) {
        endOperations()
        switch verdict {
        case Verdict.continue:
            // Whoever answers in EXECUTE_REQUEST_HANDLER has handled the request, also while it was PENDING.
            if pipeline.steps[position].isExecute, response.touches != state.pointee.touchesBefore { isHandled = true }
            position += 1
        case Verdict.finishRequest: finishRequest()
        default:
            host.reportMisuse(
                currentModule,
                "module \"\(currentModule?.name ?? "")\" returned \(verdict) from \(currentCallName), which is no REQUEST_NOTIFICATION_STATUS; the request ends with 500",
                exchange: number)
            fail(HResult.unexpected)
        }
    }

    /// FINISH_REQUEST: on to LOG_REQUEST. In LOG_REQUEST and END_REQUEST it has no further meaning.
    private func finishRequest() {
        guard position < pipeline.logStart else {
            position += 1
            return
        }
        isHandled = true
        // A module that only recorded an error, without a status, means 500.
        if errorStatus < 0, response.status == 200, !response.isTouched, !response.isHeadSent {
            response.setHostStatus(500, reason: "Internal Server Error", result: errorStatus)
        }
        position = pipeline.logStart
    }

    /// The request cannot go on as it is: 500, and on to LOG_REQUEST.
    func fail(_ result: Int32) {
        answerFailure(result)
        isHandled = true
        if position < pipeline.logStart { position = pipeline.logStart } else { position += 1 }
    }

    /// 500 in place of whatever the response holds.
    func answerFailure(_ result: Int32) {
        guard !response.isHeadSent else {
            // Part of the response is out; the client must see that the rest is missing.
            response.needsDisconnect = true
            carrier?.abort()
            return
        }
        response.clear()
        response.setHostStatus(500, reason: "Internal Server Error", result: result)
        response.touch()
        // Failed while the response is on its way out: what `sendLast` had put there is gone.
        if isSendingResponse { addErrorBody() }
    }

    private func answerIfNobodyDid() {
        // A module may also have written into the raw response.
        guard !isHandled, !response.isTouched, !response.isHeadSent, response.status == 200, response.unsentBytes == 0
        else { return }
        response.setHostStatus(404, reason: "Not Found")
    }

    private func raisePreBegin() {
        guard !pipeline.preBegin.isEmpty else { return }
        for module in pipeline.preBegin {
            state.pointee.module = Int(module.index) - 1
            let call = host.call(
                module, for: .preBeginRequest, provider: pointer(.preBeginProvider), exchange: number)
            if call.threw {
                _ = threw(module, during: GlobalNotification.preBeginRequest.description)
                isHandled = true
                position = pipeline.logStart
                break
            }
            if call.value == 1 { break }
        }
    }

    /// The walk is at its end: the rest of the response goes out, then the modules' objects go.
    private func finish() {
        sendLast()
        disposeInstances()
        cells.cleanUpContexts(exchange: number)
        if host.keepsUserNames { loggedUser = user?.userName() }
        user?.dereference()
        user = nil
        let refusals = memory.takeRefusals()
        if refusals > 0 {
            host.reportMisuse(
                currentModule,
                "\(refusals) call(s) on exchange \(number) were refused: from a thread that did not have the exchange, or after its end",
                exchange: number)
        }
        closeCompletions()
        let carrier = self.carrier
        // From here on calls are refused: no thread of a module may be inside when the carrier recycles the exchange.
        memory.setLive(false)
        memory.yield()
        carrier?.finished(self)
    }
}
