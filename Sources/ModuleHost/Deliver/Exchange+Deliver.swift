import CModuleABI
import CModuleBorder
import Executors
import ModuleInterfaces

/// Calling one module.
extension Exchange {
    /// What a module answers to a notification: REQUEST_NOTIFICATION_STATUS.
    enum Verdict {
        static var `continue`: UInt32 { RQ_NOTIFICATION_CONTINUE.rawValue }
        static var pending: UInt32 { RQ_NOTIFICATION_PENDING.rawValue }
        static var finishRequest: UInt32 { RQ_NOTIFICATION_FINISH_REQUEST.rawValue }
    }

    /// The name of the notification that runs or ran last, for logs.
    var currentCallName: String { state.notification?.description ?? "no notification" }

    /// Delivers the notification of the step at the current position and returns the module's verdict.
    @inline(__always)
    func deliver(_ step: UnsafePointer<Pipeline.Step>) -> UInt32 {
        // In EXECUTE_REQUEST_HANDLER subscribers are tried in turn until one has handled the request.
        if step.pointee.isExecute, state.isHandled { return Verdict.continue }
        state.serial &+= 1
        return make(state.route.call(state.position), of: step)
    }

    /// Makes the call of a step: on the pool by `makeOnPool`, which watches it.
    @inline(__always)
    private func make(_ call: UnsafePointer<WalkCall>, of step: UnsafePointer<Pipeline.Step>) -> UInt32 {
        state.module = step.pointee.module
        state.step = step
        let answer = state.executor == .loop ? instances.deliver(call) : makeOnPool(call)
        return answer.outcome == 0 ? answer.value : failed(answer)
    }

    /// On the pool, calls of modules that have not yet earned the loop are watched for waits.
    @inline(never)
    private func makeOnPool(_ call: UnsafePointer<WalkCall>) -> WalkAnswer {
        let index = Int(call.pointee.module)
        let module = UInt32(index + 1)
        guard host.policy.isOnProbation(module) else { return instances.deliver(call) }
        let made = instances.make(index)
        guard made.outcome == 0 else { return made }
        guard instances[index].enabled & call.pointee.slotBit != 0 else { return instances.deliver(call) }
        let bodyWaits = state.bodyWaits
        var meter = WaitMeter()
        let answer = instances.deliver(call)
        guard state.bodyWaits == bodyWaits else { return answer }
        host.policy.recordCall(module, waited: meter.hasWaited())
        return answer
    }

    /// What a call comes to in which the module failed.
    @inline(never)
    private func failed(_ answer: WalkAnswer) -> UInt32 {
        let module = pipeline.modules[state.module]
        if answer.outcome == UInt32(ModuleWalk_NoEntry) {
            host.noteMissingEntries(of: module, filled: instances[state.module].slots)
            return answer.value
        }
        if answer.outcome == UInt32(ModuleWalk_Threw) { return threw(module) }
        let factoryThrew = answer.outcome == UInt32(ModuleWalk_FactoryThrew)
        instanceFailed(module, threw: factoryThrew, result: HRESULT(bitPattern: answer.value))
        return Verdict.continue
    }

    /// A module let an exception escape: 500, and the log names it.
    func threw(_ module: LoadedModule, during call: String? = nil) -> UInt32 {
        host.reportException(
            module, during: call ?? currentCallName, exchange: requestID,
            request: "\(request.methodName) \(request.rawTarget)")
        answerFailure(HResult.unexpected)
        return Verdict.finishRequest
    }

    /// Delivers an event that an action of a module raised, on that module's stack. CONTINUE if the module does not receive it.
    func deliverNested(_ step: UnsafePointer<Pipeline.Step>, _ call: UnsafePointer<WalkCall>) -> UInt32 {
        make(call, of: step)
    }

    // MARK: Instances

    private func instanceFailed(_ module: LoadedModule, threw: Bool, result: Int32) {
        state.hasFailedInstance = true
        if threw {
            host.reportException(
                module, during: "GetHttpModule", exchange: requestID,
                request: "\(request.methodName) \(request.rawTarget)")
        } else {
            host.reportMisuse(
                module,
                "module \"\(module.name)\" gave no module object for \(request.methodName) \(request.rawTarget): its GetHttpModule returned \(HResult.describe(result)); the request ends with 500",
                exchange: requestID)
        }
        let result = result < 0 ? result : HResult.unexpected
        // LOG_REQUEST and END_REQUEST go on, for the other modules.
        guard state.position < pipeline.logStart else { return answerFailure(result) }
        // The step after this one is LOG_REQUEST; `settle` adds one to the position.
        fail(result)
        state.position -= 1
    }

    /// DisableNotifications of the module that runs: for this exchange, for what has not been delivered yet.
    func disable(_ mask: UInt32, post: UInt32) {
        let index = state.module
        guard index >= 0 else { return }
        for stage in Stage.allCases {
            if mask & stage.bit != 0 { instances[index].enabled &= ~Notification(stage, isPost: false).slotBit }
            if post & stage.bit != 0 { instances[index].enabled &= ~Notification(stage, isPost: true).slotBit }
        }
    }

    /// Whether `status` would end the notifications of the module that runs.
    func isLastNotification(status: UInt32) -> Bool {
        let index = state.module
        guard status != Verdict.pending, index >= 0 else { return false }
        let next =
            status == Verdict.finishRequest && state.position < pipeline.logStart
            ? pipeline.logStart : state.position + 1
        guard next < pipeline.steps.count else { return true }
        let enabled = instances[index].enabled
        if mayStillHandle(index, from: next) { return false }
        return !(next..<pipeline.steps.count).contains {
            let step = pipeline.steps[$0]
            return step.kind == .notify && step.module == index && enabled & step.notification.slotBit != 0
        }
    }

    /// Whether a handler that is still to be chosen can name the module.
    private func mayStillHandle(_ index: Int, from next: Int) -> Bool {
        let execute = Notification(.executeRequestHandler, isPost: false)
        guard place.handlers != nil, instances[index].enabled & execute.slotBit != 0,
            pipeline.modules[index].isCalled(for: execute)
        else { return false }
        return (next..<pipeline.steps.count).contains { pipeline.steps[$0].kind == .mapped }
    }

    /// Each instance is disposed of once, the last made first.
    @inline(__always)
    func disposeInstances() {
        instances.dispose { index in
            host.reportException(pipeline.modules[index], during: "Dispose", exchange: requestID)
        }
    }
}
