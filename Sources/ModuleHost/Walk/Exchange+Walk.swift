import CModuleABI
import Executors
import Logging
import ModuleInterfaces

/// The way of an exchange down the pipeline. This is the only loop; everything else is called from here.
extension Exchange: PoolJob {
    /// Gives a filled exchange to an executor: the loop if the body is absent or here in full and every module is trusted
    /// there, else the pool. Called by the carrier on its loop; on return the exchange may be over already.
    package func start() {
        guard findPlace() else { return }
        if state.unreadPlace < 0, entity?.isComplete != false, host.policy.allInline {
            state.executor = .loop
            run()
        } else {
            submit()
        }
    }

    /// Gives it to the pool, whatever its modules are: its carrier wants them to wait for the client.
    package func startOnPool() {
        guard findPlace() else { return }
        submit()
    }

    private func submit() {
        state.executor = .pool
        carrier?.willLeaveLoop()
        if !host.pool.submit(self) { refuse() }
    }

    /// Finds what is in force for the request, unless files have to be read for it. False if it was answered.
    @inline(__always)
    private func findPlace() -> Bool {
        if hasOnePlace, !PlaceMap.mayBeHidden(request.path.bytes) { return true }
        return findPlaceAmongMany()
    }

    @inline(never)
    private func findPlaceAmongMany() -> Bool {
        let found = places._withUnsafeGuaranteedRef {
            $0.find(listener: state.connection?.listener ?? 0, host: request.hostField, path: request.path.bytes)
        }
        guard case .place(let place) = found else { return takePlace(found) }
        guard take(place) else {
            refuse(500, "Internal Server Error", 19)
            return false
        }
        return true
    }

    @inline(never)
    private func takePlace(_ found: PlaceMap.Found) -> Bool {
        switch found {
        case .place(let place): return take(place)
        case .retained(let place):
            state.retained = place
            guard take(place) else {
                refuse(500, "Internal Server Error", 19)
                return false
            }
            return true
        case .noSite:
            state.isHomeless = true
            refuse(400, "Bad Request")
            return false
        case .hidden(let place):
            _ = take(place)
            refuse(404, "Not Found", 8)
            return false
        case .unread(let number, let place):
            _ = take(place)
            state.unreadPlace = Int32(number)
            return true
        }
    }

    /// False if what is in force there cannot be told.
    @inline(__always)
    private func take(_ place: Unmanaged<Place>) -> Bool {
        state.place = place.takeUnretainedValue()
        state.route = WalkRoute(state.place.pipeline)
        return !state.place.isBroken
    }

    /// Reads the files that say what is in force, on a thread that may wait. False if one of them is wrong: the walk is at its end.
    private func readPlace() -> Bool {
        let place = host.places.read(Int(state.unreadPlace), path: request.cookedPath)
        state.unreadPlace = -1
        state.retained = place
        guard !take(place) else { return true }
        state.isRefused = true
        state.position = state.route.count
        response.setHostStatus(500, reason: "Internal Server Error", substatus: 19)
        return false
    }

    /// The pool takes no more.
    private func refuse() {
        host.notePoolFull("a request was answered 503")
        refuse(503, "Service Unavailable")
    }

    /// Answers without any module.
    private func refuse(_ status: UInt16, _ reason: String, _ substatus: UInt16 = 0) {
        state.executor = .loop
        guard state.memory.take() else { return }
        state.hasBegun = true
        state.isRefused = true
        state.position = state.route.count
        response.setHostStatus(status, reason: reason, substatus: substatus)
        finish()
    }

    /// Begins the walk or goes on with it. Called by the executor, on a thread of its own.
    package func run() {
        if state.isAwaitingOutput { state.memory.setLive(true) }
        // A thread of the module may be inside a call on this exchange. Such a call is short, so try again.
        guard state.memory.take() else { return reschedule() }
        let isOnPool = state.executor == .pool
        if !isOnPool { watchdog._withUnsafeGuaranteedRef { $0.loopBegins() } }
        if state.isAwaitingOutput {
            state.isAwaitingOutput = false
            return dispose()
        }
        // The loop left the request line on its own slot, where by now another request may have left its own.
        if isOnPool || state.hasBegun { request.noteLine(exchange: number) }
        if state.hasBegun {
            guard state.isPending, resume() else { return }
        } else {
            state.hasBegun = true
            if state.unreadPlace < 0 || readPlace() { raisePreBegin() }
        }
        walk()
    }

    private func walk() {
        while state.position < state.route.count {
            let step = state.route.step(state.position)
            switch step.pointee.kind {
            case .notify:
                if step.pointee.isExecute { state.touchesBefore = response.touches }
                let verdict = deliver(step)
                // What nearly every call comes to; `settle` would do the same.
                if verdict == Verdict.continue, !state.hasOperation {
                    goOn()
                } else {
                    guard settle(verdict) else { return }
                }
            case .authenticated:
                if state.user == nil { state.user = host.staticObjects.anonymousUser }
                state.position += 1
            case .mapped:
                chooseHandler()
                state.position += 1
            case .executed:
                answerIfNoModuleDid()
                state.position += 1
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
            state.isPending = true
            state.wasPending = true
            guard let message = nextMessage() else { return false }
            verdict = act(on: message)
        }
        state.isPending = false
        apply(verdict)
        return true
    }

    private func apply(_ verdict: UInt32) {
        endOperations()
        switch verdict {
        case Verdict.continue: goOn()
        case Verdict.finishRequest: finishRequest()
        default:
            host.reportMisuse(
                currentModule,
                "module \"\(currentModule?.name ?? "")\" returned \(verdict) from \(currentCallName), which is no REQUEST_NOTIFICATION_STATUS; the request ends with 500",
                exchange: requestID)
            fail(HResult.unexpected)
        }
    }

    /// CONTINUE: on to the next step. A module that answers in EXECUTE_REQUEST_HANDLER has handled the request, also if it
    /// answers while it is PENDING.
    @inline(__always)
    private func goOn() {
        if state.route.step(state.position).pointee.isExecute, response.touches != state.touchesBefore {
            state.isHandled = true
        }
        state.position &+= 1
    }

    /// FINISH_REQUEST: on to LOG_REQUEST. In LOG_REQUEST and END_REQUEST it has no further meaning.
    private func finishRequest() {
        guard state.position < pipeline.logStart else {
            state.position += 1
            return
        }
        state.isHandled = true
        // A module that only recorded an error, without a status, means 500.
        if state.errorStatus < 0, response.status == 200, !response.isTouched, !response.isHeadSent {
            response.setHostStatus(500, reason: "Internal Server Error", result: state.errorStatus)
        }
        state.position = pipeline.logStart
    }

    /// From here on the modules run that the place's handler for the request names.
    private func chooseHandler() {
        guard let map = place.handlers, !state.isHandled else { return }
        if let everyone = map.everyone {
            state.route = WalkRoute(everyone)
            if let substatus = map.refusal(isLocal: isClientLocal) { deny(403, "Forbidden", substatus) }
            return
        }
        let choice = map.choose(
            path: place.pathInApplication(request.cookedPath), verb: request.methodName, isLocal: isClientLocal,
            kind: { physicalPath.flatMap { FileKind.of($0) }.map { $0 == .folder ? .directory : .file } })
        switch choice {
        case .handler(let handler):
            // What was before this step is the same in all pipelines of the place.
            state.route = WalkRoute(handler.pipeline)
            if !handler.canRun { deny(500, "Internal Server Error", 21) }
        case .none: deny(404, "Not Found", 4)
        case .nothingThere: deny(404, "Not Found", 0)
        case .denied(let substatus): deny(403, "Forbidden", substatus)
        }
    }

    /// The host itself answers, and the walk goes on with LOG_REQUEST.
    private func deny(_ status: UInt16, _ reason: String, _ substatus: UInt16) {
        response.setHostStatus(status, reason: reason, substatus: substatus)
        state.isHandled = true
        // The step behind this one is LOG_REQUEST.
        state.position = pipeline.logStart - 1
    }

    private func answerIfNoModuleDid() {
        // A module may also have written into the raw response.
        guard !state.isHandled, !response.isTouched, !response.isHeadSent, response.status == 200,
            response.unsentBytes == 0
        else { return }
        response.setHostStatus(404, reason: "Not Found")
    }

    private func raisePreBegin() {
        guard state.route.hasPreBegin else { return }
        for module in pipeline.preBegin {
            state.module = Int(module.index) - 1
            let call = host.call(
                module, for: .preBeginRequest, provider: pointer(.preBeginProvider), exchange: number)
            if call.threw {
                _ = threw(module, during: GlobalNotification.preBeginRequest.description)
                state.isHandled = true
                state.position = pipeline.logStart
                break
            }
            if call.value == GL_NOTIFICATION_HANDLED.rawValue { break }
        }
    }

    /// The user is released before the line of the access log is written. The host's own user, which most exchanges have, has the
    /// empty name and is not asked for it.
    private func keepUserName() {
        guard let user = state.user else { return keptUserName = nil }
        keptUserName = user.object == host.staticObjects.anonymousUser?.object ? "" : user.userName()
    }

    /// The walk is at its end: the rest of the response goes out, then the modules' objects go.
    private func finish() {
        sendLast()
        guard !state.isAwaitingOutput else { return awaitOutput() }
        dispose()
    }

    /// The entity is being sent from where modules have it: their objects stay, and calls are refused.
    private func awaitOutput() {
        let carrier = self.carrier
        state.memory.setLive(false)
        state.memory.yield()
        carrier?.awaitOutput(of: self)
    }

    /// The carrier keeps nothing of the response any more. Called by it on its loop, once, after `awaitOutput`.
    package func outputWasTaken() { if state.executor == .loop { run() } else { host.pool.resubmit(self) } }

    /// Whether its walk is over and its client has not taken the response.
    package var isAwaitingOutput: Bool { state.isAwaitingOutput }

    /// The modules' objects go, and the exchange is given back.
    private func dispose() {
        disposeInstances()
        if objects.hasContexts { objects.cleanUpContexts(host: host, exchange: number) }
        if host.keepsUserNames { keepUserName() }
        state.user?.dereference()
        state.user = nil
        let refusals = state.memory.takeRefusals()
        if refusals > 0 {
            host.reportMisuse(
                currentModule,
                "\(refusals) call(s) on exchange \(number) were refused: from a thread that did not have the exchange, or after its end",
                exchange: requestID)
        }
        closeCompletions()
        let carrier = self.carrier
        // From here on calls are refused: no thread of a module may be inside when the carrier recycles the exchange.
        state.memory.setLive(false)
        state.memory.yield()
        carrier?.finished(self)
    }
}
