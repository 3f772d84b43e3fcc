import CModuleABI
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

    /// Delivers the step's notification and returns the module's verdict.
    @inline(__always)
    func deliver(_ step: Pipeline.Step) -> UInt32 {
        // In EXECUTE_REQUEST_HANDLER subscribers are tried in turn until one has handled the request.
        if step.isExecute, state.isHandled { return Verdict.continue }
        let module = pipeline.modules[step.module]
        state.module = step.module
        state.notification = step.notification
        guard let instance = instance(step.module) else { return Verdict.continue }
        guard isEnabled(step.notification, instance) else { return Verdict.continue }
        state.serial &+= 1
        return call(instance, module, step.notification)
    }

    @inline(__always)
    private func isEnabled(_ notification: Notification, _ instance: ExchangeInstances.Instance) -> Bool {
        guard instance.slots >> UInt64(notification.slot) & 1 != 0 else { return false }
        return (notification.isPost ? instance.disabledPost : instance.disabled) & notification.bit == 0
    }

    private func call(
        _ instance: ExchangeInstances.Instance, _ module: LoadedModule, _ notification: Notification
    ) -> UInt32 {
        guard let made = instance.module else { return Verdict.continue }
        return measured(module) {
            let call = CallMark.around(.init(notification), module: module.index, exchange: number) {
                made.notify(
                    slot: notification.slot, context: pointer(.context), provider: provider(notification))
            }
            return call.threw ? threw(module) : call.value
        }
    }

    /// On the pool, calls of modules that have not yet earned the loop are watched for waits.
    @inline(__always)
    private func measured(_ module: LoadedModule, _ body: () -> UInt32) -> UInt32 {
        guard state.executor == .pool, host.policy.isOnProbation(module.index) else { return body() }
        let bodyWaits = state.bodyWaits
        var meter = WaitMeter()
        let verdict = body()
        guard state.bodyWaits == bodyWaits else { return verdict }
        host.policy.recordCall(module.index, waited: meter.hasWaited())
        return verdict
    }

    /// A module let an exception escape: 500, and the log names it.
    func threw(_ module: LoadedModule, during call: String? = nil) -> UInt32 {
        host.reportException(
            module, during: call ?? currentCallName, exchange: number,
            request: "\(request.methodName) \(request.rawTarget)")
        answerFailure(HResult.unexpected)
        return Verdict.finishRequest
    }

    /// Delivers an event that an action of a module raised, on that module's stack. Nil if the module does not receive it.
    func deliverNested(_ step: Pipeline.Step, provider: UnsafeMutableRawPointer) -> UInt32? {
        let module = pipeline.modules[step.module]
        state.module = step.module
        state.notification = step.notification
        guard let instance = instance(step.module), let made = instance.module,
            instance.slots >> UInt64(step.notification.slot) & 1 != 0
        else { return nil }
        return measured(module) {
            let call = CallMark.around(.init(step.notification), module: module.index, exchange: number) {
                made.notify(slot: step.notification.slot, context: pointer(.context), provider: provider)
            }
            return call.threw ? threw(module) : call.value
        }
    }

    private func provider(_ notification: Notification) -> UnsafeMutableRawPointer {
        guard !notification.isPost else { return pointer(.eventProvider) }
        switch notification.stage {
        case .authenticateRequest: return pointer(.authenticationProvider)
        case .mapRequestHandler: return pointer(.mapHandlerProvider)
        default: return pointer(.eventProvider)
        }
    }

    // MARK: Instances

    /// The module's instance, made before the first notification that is delivered to it. Nil if its factory made none.
    @inline(__always)
    private func instance(_ index: Int) -> ExchangeInstances.Instance? {
        let instance = instances[index]
        return instance.module != nil ? instance : makeInstance(index)
    }

    private func makeInstance(_ index: Int) -> ExchangeInstances.Instance? {
        guard !instances[index].hasFailed else { return nil }
        let module = pipeline.modules[index]
        guard let factory = module.registration.factory else { return nil }
        let call = CallMark.around(.getHttpModule, module: module.index, exchange: number) {
            factory.httpModule(allocator: pointer(.allocator))
        }
        if let made = call.value.module {
            let instance = ExchangeInstances.Instance(module: made, slots: module.answeredSlots(of: made))
            instances[index] = instance
            instances.noteCreation(index, number: state.created)
            state.created += 1
            return instance
        }
        instances[index].hasFailed = true
        state.hasFailedInstance = true
        instanceFailed(module, threw: call.threw, result: call.value.result)
        return nil
    }

    private func instanceFailed(_ module: LoadedModule, threw: Bool, result: Int32) {
        if threw {
            host.reportException(
                module, during: "GetHttpModule", exchange: number,
                request: "\(request.methodName) \(request.rawTarget)")
        } else {
            host.reportMisuse(
                module,
                "module \"\(module.name)\" gave no module object for \(request.methodName) \(request.rawTarget): its GetHttpModule returned \(HResult.describe(result)); the request ends with 500",
                exchange: number)
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
        instances[index].disabled |= mask
        instances[index].disabledPost |= post
    }

    /// Whether `status` would end the notifications of the module that runs.
    func isLastNotification(status: UInt32) -> Bool {
        let index = state.module
        guard status != Verdict.pending, index >= 0 else { return false }
        let next =
            status == Verdict.finishRequest && state.position < pipeline.logStart
            ? pipeline.logStart : state.position + 1
        guard next < pipeline.steps.count else { return true }
        let instance = instances[index]
        return !(next..<pipeline.steps.count).contains {
            let step = pipeline.steps[$0]
            return step.kind == .notify && step.module == index && isEnabled(step.notification, instance)
        }
    }

    /// Each instance is disposed of once, the last made first.
    func disposeInstances() {
        var number = state.created
        while number > 0 {
            number -= 1
            let index = instances.created(number)
            guard let instance = instances[index].module else { continue }
            let module = pipeline.modules[index]
            let call = CallMark.around(.dispose, module: module.index, exchange: self.number) { instance.dispose() }
            instances[index] = ExchangeInstances.Instance()
            if call.threw { host.reportException(module, during: "Dispose", exchange: self.number) }
        }
        state.created = 0
    }
}
