import CModuleABI

/// The C object of a global module: the table, then a retained `GlobalModuleObject`.
final class GlobalModuleObject: Sendable {
    private let module: any GlobalModule
    private let preBeginRequest: (any OnGlobalPreBeginRequest)?
    private let applicationStart: (any OnGlobalApplicationStart)?
    private let applicationStop: (any OnGlobalApplicationStop)?
    private let stopListening: (any OnGlobalStopListening)?
    // Safety: the server lives as long as the process, and any thread may call it.
    private nonisolated(unsafe) let server: Server?

    private init(_ type: any GlobalModule.Type, _ server: Server?) {
        self.server = server
        module = type.init()
        preBeginRequest = module as? any OnGlobalPreBeginRequest
        applicationStart = module as? any OnGlobalApplicationStart
        applicationStop = module as? any OnGlobalApplicationStop
        stopListening = module as? any OnGlobalStopListening
    }

    /// The subscription: GL_ bits.
    private var notifications: UInt32 {
        (preBeginRequest == nil ? 0 : GL_PRE_BEGIN_REQUEST) | (applicationStart == nil ? 0 : GL_APPLICATION_START)
            | (applicationStop == nil ? 0 : GL_APPLICATION_STOP) | (stopListening == nil ? 0 : GL_STOP_LISTENING)
    }

    /// Makes the one instance of `type` and subscribes it. The host owns it from then on.
    static func subscribe(
        _ type: any GlobalModule.Type, _ registration: ModuleRegistration, _ server: Server?
    ) throws {
        let object = GlobalModuleObject(type, server)
        let notifications = object.notifications
        guard notifications != 0 else {
            throw Subscription.noNotification(type, example: "OnGlobalApplicationStart")
        }
        let global = make(object)
        let code = IHttpModuleRegistrationInfo_SetGlobalNotifications(registration, global, notifications)
        if code < 0 {
            _ = take(global)
        }
        try check(code, "subscribe \(type) to its global notifications")
        let priorityCode = withWideText(type.priority.rawValue) { alias, _ in
            IHttpModuleRegistrationInfo_SetPriorityForGlobalNotification(registration, notifications, alias)
        }
        try check(priorityCode, "give \(type) the priority \(type.priority)")
    }

    // MARK: - The object in C

    private static let objectOffset = MemoryLayout<UnsafeRawPointer>.stride

    // Safety: written once, before its first use, and never again; it lives as long as the process.
    private nonisolated(unsafe) static let table: UnsafePointer<CGlobalModuleVtbl> = {
        var table = CGlobalModuleVtbl()
        table.OnGlobalPreBeginRequest = { GlobalModuleObject.beginRequest($0, $1) }
        table.OnGlobalApplicationStart = { global, provider in
            GlobalModuleObject.deliver(global, provider) {
                try $0.applicationStart?.onGlobalApplicationStart(Application(provider))
            }
        }
        table.OnGlobalApplicationStop = { global, provider in
            GlobalModuleObject.deliver(global, provider) {
                try $0.applicationStop?.onGlobalApplicationStop(Application(provider))
            }
        }
        table.OnGlobalStopListening = { global, provider in
            let isGraceful = provider.map { IGlobalStopListeningProvider_DrainRequestsGracefully($0) != 0 } ?? false
            return GlobalModuleObject.deliver(global, provider) {
                try $0.stopListening?.onGlobalStopListening(isGraceful: isGraceful)
            }
        }
        table.Terminate = { global in GlobalModuleObject.take(global)?.module.terminate() }
        let pointer = UnsafeMutablePointer<CGlobalModuleVtbl>.allocate(capacity: 1)
        pointer.initialize(to: table)
        return UnsafePointer(pointer)
    }()

    private static func make(_ object: GlobalModuleObject) -> UnsafeMutablePointer<CGlobalModule> {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * objectOffset, alignment: objectOffset)
        memory.storeBytes(of: UnsafeRawPointer(table), as: UnsafeRawPointer.self)
        memory.storeBytes(
            of: Unmanaged.passRetained(object).toOpaque(), toByteOffset: objectOffset, as: UnsafeRawPointer.self)
        return memory.bindMemory(to: CGlobalModule.self, capacity: 1)
    }

    private static func at(_ global: UnsafeMutablePointer<CGlobalModule>?) -> Unmanaged<GlobalModuleObject>? {
        guard let global else { return nil }
        let word = UnsafeMutableRawPointer(global).load(fromByteOffset: objectOffset, as: UnsafeRawPointer.self)
        return Unmanaged.fromOpaque(word)
    }

    /// Frees the C object and answers what it held.
    private static func take(_ global: UnsafeMutablePointer<CGlobalModule>?) -> GlobalModuleObject? {
        guard let global, let held = at(global) else { return nil }
        UnsafeMutableRawPointer(global).deallocate()
        return held.takeRetainedValue()
    }

    private static func deliver(
        _ global: UnsafeMutablePointer<CGlobalModule>?, _ provider: UnsafeMutableRawPointer?,
        _ body: (GlobalModuleObject) throws -> GlobalNotificationStatus?
    ) -> GLOBAL_NOTIFICATION_STATUS {
        guard let object = at(global)?.takeUnretainedValue() else { return GL_NOTIFICATION_CONTINUE }
        do {
            return (try body(object) ?? .continue).abi
        } catch {
            let code = (error as? HostError)?.code ?? .failure
            Subscription.report(String(describing: error), code, object.server)
            if let provider = provider?.assumingMemoryBound(to: IHttpEventProvider.self) {
                IHttpEventProvider_SetErrorStatus(provider, code.rawValue)
            }
            return GL_NOTIFICATION_CONTINUE
        }
    }

    private static func beginRequest(
        _ global: UnsafeMutablePointer<CGlobalModule>?, _ provider: UnsafeMutablePointer<IPreBeginRequestProvider>?
    ) -> GLOBAL_NOTIFICATION_STATUS {
        deliver(global, provider) { object in
            guard let handler = object.preBeginRequest, let provider,
                let host = IPreBeginRequestProvider_GetHttpContext(provider)
            else { return .continue }
            let context = HttpContext()
            defer { context.end() }
            return try context.lend(host) { try handler.onGlobalPreBeginRequest(context) }
        }
    }
}
