import CModuleABI

/// How a module type becomes known to the host.
enum Subscription {
    /// Runs `body` and turns what it throws into the answer of RegisterModule, with a line in the host's log.
    static func answer(
        _ registration: ModuleRegistration?, _ server: Server?,
        _ body: (ModuleRegistration) throws(HostError) -> Void
    ) -> RegistrationResult {
        guard let registration else { return ResultCode.invalidArgument.rawValue }
        do throws(HostError) {
            try body(registration)
            return ResultCode.ok.rawValue
        } catch {
            report(error, server)
            return error.code.rawValue
        }
    }

    /// Subscribes `type` to what it conforms to, and its global part to what that conforms to.
    static func make<Module: HttpModule>(
        _ type: Module.Type, _ registration: ModuleRegistration
    ) throws(HostError) {
        let module = ModuleType(type)
        let conformances = module.conformances
        let isSubscribed = conformances.notifications | conformances.postNotifications != 0
        guard isSubscribed || type.globalModule != nil else {
            throw HostError(.unexpected, "register \(type), which conforms to the protocol of no notification")
        }
        if isSubscribed {
            try subscribe(module, registration)
            for entry in type.priorities {
                try check(set(entry, registration), "give \(type) the priority \(entry.priority)")
            }
        }
        if let globalModule = type.globalModule {
            try GlobalModuleObject.subscribe(globalModule, registration)
        }
    }

    private static func subscribe(_ module: ModuleType, _ registration: ModuleRegistration) throws(HostError) {
        let factory = FactoryObject.make(for: module)
        let code = IHttpModuleRegistrationInfo_SetRequestNotifications(
            registration, factory, module.conformances.notifications, module.conformances.postNotifications)
        if code < 0 {
            FactoryObject.free(factory)
        }
        try check(code, "subscribe \(module.module) to its notifications")
    }

    private static func set(_ entry: NotificationPriority, _ registration: ModuleRegistration) -> Int32 {
        withWideText(entry.priority.rawValue) { alias, _ in
            guard entry.isPost else {
                return IHttpModuleRegistrationInfo_SetPriorityForRequestNotification(
                    registration, entry.notifications.rawValue, alias)
            }
            // The host hands out the most derived interface of a family, so this is what the pointer points at.
            let derived = UnsafeMutableRawPointer(registration).assumingMemoryBound(
                to: IHttpModuleRegistrationInfo2.self)
            return IHttpModuleRegistrationInfo2_SetPriorityForPostRequestNotification(
                derived, entry.notifications.rawValue, alias)
        }
    }

    private static func report(_ error: HostError, _ server: Server?) {
        guard let trace = server.flatMap({ IHttpServer_GetTraceContext($0) }) else { return }
        _ = withWideText(error.description) { text, _ in
            IHttpTraceContext_QuickTrace(trace, text, nil, error.code.rawValue, LogLevel.error.rawValue)
        }
    }
}
