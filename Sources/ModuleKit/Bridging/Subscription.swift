import CModuleABI

/// How a module type becomes known to the host.
enum Subscription {
    /// Why a type cannot be registered: its author has to change something in it.
    private struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs `body` and turns what it throws into the answer of RegisterModule. The host makes the sentence part of the
    /// one with which the start fails.
    static func answer(
        _ registration: ModuleRegistration?, _ server: Server?, _ body: (ModuleRegistration) throws -> Void
    ) -> RegistrationResult {
        guard let registration else {
            report("RegisterModule was called without an IHttpModuleRegistrationInfo", .invalidArgument, server)
            return ResultCode.invalidArgument.rawValue
        }
        do {
            try body(registration)
            return ResultCode.ok.rawValue
        } catch {
            let code = (error as? HostError)?.code ?? .unexpected
            report(String(describing: error), code, server)
            return code.rawValue
        }
    }

    /// What to throw for a type without any notification. `example` is the name of a protocol.
    static func noNotification(_ type: Any.Type, example: String) -> any Error {
        Mistake(
            description: "\(type) conforms to the protocol of no notification: "
                + "name those of its methods, such as \(example), where the type is declared.")
    }

    /// Subscribes `type` to what it conforms to, and its global part to what that conforms to.
    static func make<Module: HttpModule>(
        _ type: Module.Type, _ registration: ModuleRegistration, _ server: Server?
    ) throws {
        let configurations = ConfigurationSource(server)
        for settings in type.settings {
            guard let configurations else { throw ConfigurationSource.missing(settings) }
            try configurations.check(settings)
        }
        let module = ModuleType(
            type, id: IHttpModuleRegistrationInfo_GetId(registration), configurations: configurations)
        let conformances = module.conformances
        let isSubscribed = conformances.notifications | conformances.postNotifications != 0
        guard isSubscribed || type.globalModule != nil else {
            throw noNotification(type, example: "OnExecuteRequestHandler")
        }
        if isSubscribed {
            try subscribe(module, registration)
            for entry in type.priorities {
                try check(set(entry, registration), "give \(type) the priority \(entry.priority)")
            }
        }
        if let globalModule = type.globalModule {
            try GlobalModuleObject.subscribe(globalModule, registration, server)
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

    /// Writes a line into the host's log.
    static func report(_ sentence: String, _ code: ResultCode, _ server: Server?) {
        guard let trace = server.flatMap({ IHttpServer_GetTraceContext($0) }) else { return }
        _ = withWideText(sentence) { text, _ in
            IHttpTraceContext_QuickTrace(trace, text, nil, code.rawValue, LogLevel.error.rawValue)
        }
    }
}

extension ModuleConformances {
    /// The subscription of the stages and the other notifications: RQ_ bits.
    var notifications: UInt32 {
        NotificationSlot.allCases.filter { !$0.isPost && has($0) }.reduce(0) { $0 | $1.notification }
    }

    /// The subscription of what follows the stages: RQ_ bits.
    var postNotifications: UInt32 {
        NotificationSlot.allCases.filter { $0.isPost && has($0) }.reduce(0) { $0 | $1.notification }
    }
}
