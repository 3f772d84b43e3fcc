import CModuleABI

extension HttpModule {
    /// Registers the module: the one line in an author's `RegisterModule`.
    ///
    /// Subscribes to the notifications whose protocols the type conforms to. Answers a failure, which keeps the worker
    /// from serving, if the type conforms to none, or if the host refuses a part of it.
    public static func register(
        _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
    ) -> RegistrationResult {
        guard let registration else { return ResultCode.invalidArgument.rawValue }
        do throws(HostError) {
            let type = ModuleType(self)
            let isSubscribed = type.conformances.notifications | type.conformances.postNotifications != 0
            guard isSubscribed || globalModule != nil else {
                throw HostError(.unexpected, "register \(self), which conforms to the protocol of no notification")
            }
            if isSubscribed {
                try subscribe(type, registration)
            }
            if let globalModule {
                try GlobalModuleObject.subscribe(globalModule, registration)
            }
            return ResultCode.ok.rawValue
        } catch {
            return report(error, server)
        }
    }

    private static func subscribe(_ type: ModuleType, _ registration: ModuleRegistration) throws(HostError) {
        let factory = FactoryObject.make(for: type)
        let code = IHttpModuleRegistrationInfo_SetRequestNotifications(
            registration, factory, type.conformances.notifications, type.conformances.postNotifications)
        if code < 0 {
            FactoryObject.free(factory)
        }
        try check(code, "subscribe \(self) to its notifications")
        for entry in priorities {
            try check(set(entry, registration), "give \(self) the priority \(entry.priority)")
        }
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
}

/// Tells the host's log why a registration failed, and answers the number that stands for it.
func report(_ error: HostError, _ server: Server?) -> RegistrationResult {
    let contract = ModuleNote.contract
    let text = "\(error) (ModuleKit for contract \(contract.major).\(contract.minor))"
    if let trace = server.flatMap({ IHttpServer_GetTraceContext($0) }) {
        _ = withWideText(text) { text, _ in
            IHttpTraceContext_QuickTrace(trace, text, nil, error.code.rawValue, LogLevel.error.rawValue)
        }
    }
    return error.code.rawValue
}
