import CModuleABI
import CModuleBorder
import CSharedPage
import Executors
import HostLog
import Logging
import ModuleInterfaces

/// Calls into modules that belong to no walk, and the log lines about modules that break a rule.
extension ModuleHost {
    /// Raises a global notification: subscribers in order until one answers HANDLED.
    func raise(_ notification: GlobalNotification, provider: UnsafeMutableRawPointer?, exchange: UInt64 = 0) {
        for module in pipeline.subscribers(of: notification) {
            if notify(module, of: notification, provider: provider, exchange: exchange)
                == GL_NOTIFICATION_HANDLED.rawValue
            {
                return
            }
        }
    }

    /// Has the modules called, on a thread of the pool, because what is in force at these places is another thing now.
    func raiseConfigurationChange(at paths: Set<String>) {
        guard !pipeline.subscribers(of: .configurationChange).isEmpty else { return }
        let isTaken = pool.submit { [self] in
            // Held while modules are called, which are not unloaded meanwhile.
            isTelling.withLock { isTelling in
                guard isTelling else { return }
                for path in paths.sorted() { tellOfChange(self, path) }
            }
        }
        if !isTaken { notePoolFull("modules were not told of a change of the configuration") }
    }

    /// Calls one subscriber of a global notification. GL_NOTIFICATION_CONTINUE or GL_NOTIFICATION_HANDLED.
    func notify(
        _ module: LoadedModule, of notification: GlobalNotification, provider: UnsafeMutableRawPointer?,
        exchange: UInt64
    ) -> UInt32 {
        let call = call(module, for: notification, provider: provider, exchange: exchange)
        if call.threw { reportException(module, during: notification.description) }
        return call.value
    }

    /// The same, but the caller deals with an exception.
    func call(
        _ module: LoadedModule, for notification: GlobalNotification, provider: UnsafeMutableRawPointer?,
        exchange: UInt64
    ) -> (value: UInt32, threw: Bool) {
        guard let global = module.registration.globalModule else { return (0, false) }
        let call = CallMark.around(.init(notification), module: module.index, exchange: exchange) {
            global.notify(slot: notification.slot, provider: provider)
        }
        return (call.value, call.threw)
    }

    /// Calls CleanupStoredContext of a context that a module has stored in a container.
    func cleanUp(_ context: StoredContextReference, module: UInt32, exchange: UInt64) {
        let call = CallMark.around(.cleanupStoredContext, module: module, exchange: exchange) { context.cleanUp() }
        if call.threw { reportException(self.module(module), during: "CleanupStoredContext") }
    }

    /// Calls NotifyDisconnect of a connection context, because the client went away.
    func notifyDisconnect(_ context: StoredContextReference, module: UInt32) {
        let call = CallMark.around(.other, module: module, exchange: 0) { context.notifyDisconnect() }
        if call.threw { reportException(self.module(module), during: "NotifyDisconnect") }
    }

    /// Runs a routine that a module gave to PostCompletion on a thread of the pool. False when the pool takes no more.
    func run(_ callback: CompletionCallback, bytes: UInt32) -> Bool {
        let isTaken = pool.submit { [self] in
            let call = CallMark.around(.other, module: 0, exchange: 0) {
                callback.completeOverlapped(error: 0, bytes: bytes)
            }
            if call.threw { reportException(nil, during: "a completion routine") }
        }
        if !isTaken { notePoolFull("a completion was refused") }
        return isTaken
    }

    /// Logs that the pool's queue was full, with the consequence and with the calls that occupy its threads.
    func notePoolFull(_ consequence: String) {
        notices.log(.poolFull, level: .warning) {
            "the thread pool's queue is full; \(consequence)\(watchdog.poolAccount().map { "; \($0)" } ?? "")"
        }
    }

    /// The calling thread is an event loop and has claimed its breadcrumb slot: the watchdog looks at it from now on.
    package func watchThisLoop() {
        HostThread_MustNotWait()
        if let slot = Breadcrumb_Current() { watchdog.watch(slot) }
    }

    /// Logs that a URL is mapped to no file, because a symbolic link leads further than `--symlinks` allows.
    func noteStrayLink(_ urlPath: String, below folder: String) {
        notices.log(.strayLink, level: .notice) {
            """
            \(urlPath) is mapped to no file, because a symbolic link below \(folder) leads where it may not; \
            --symlinks says how far links may lead
            """
        }
    }

    /// Logs once for a module that its object has no function for what it subscribed to: seen when the first object of it is called,
    /// since no table is known before.
    func noteMissingEntries(of module: LoadedModule, filled slots: UInt64) {
        guard module.noteMissingEntries() else { return }
        noteMissing(
            module.registration.missingEntries(filled: slots), of: module, table: "the table of its module object")
    }

    /// The same for its global module, whose table is known when it has registered.
    func noteMissingGlobalEntries(of module: LoadedModule) {
        noteMissing(module.registration.missingGlobalEntries, of: module, table: "the table of its global module")
    }

    private func noteMissing(_ entries: [String], of module: LoadedModule, table: String) {
        guard !entries.isEmpty else { return }
        logger.warning(
            """
            module "\(module.name)" subscribes to \(entries.joined(separator: ", ")), and \(table) has no entry for that: it is \
            passed over; fill the entry, or do not subscribe
            """, metadata: ["module": "\(module.name)"])
    }

    /// Logs that a module let a C++ exception escape, and counts a misuse. Call it right after the call that threw.
    func reportException(_ module: LoadedModule?, during call: String, exchange: String? = nil, request: String? = nil)
    {
        module?.countMisuse()
        var metadata: Logger.Metadata = ["call": "\(call)"]
        if let module { metadata["module"] = "\(module.name)" }
        if let exchange { metadata["request_id"] = "\(exchange)" }
        if let request { metadata["request"] = "\(request)" }
        let name = module.map { "module \"\($0.name)\"" } ?? "a module"
        let place = request.map { " for \($0)" } ?? ""
        let text = EscapedException.last()
        notices.log(.exception(module: module?.index ?? 0), level: .error, metadata: metadata) {
            "\(name) threw \(text) out of \(call)\(place); exceptions must not leave a module"
        }
    }

    /// Logs that a module broke a rule of the contract in a way that the host could correct, and counts a misuse.
    func reportMisuse(_ module: LoadedModule?, _ sentence: @autoclosure () -> String, exchange: String) {
        module?.countMisuse()
        var metadata: Logger.Metadata = ["request_id": "\(exchange)"]
        if let module { metadata["module"] = "\(module.name)" }
        metadata["misuses"] = "\(module?.misuseCount ?? 1)"
        notices.log(.misuse(module: module?.index ?? 0), level: .warning, metadata: metadata) { sentence() }
    }
}

/// The name of a call as a breadcrumb notes it.
enum CallName {
    static func text(_ call: ModuleCall) -> String {
        if let name = Breadcrumb_MethodName(call.notification, call.flags) { return String(cString: name) }
        if call.flags & BreadcrumbIsGlobal != 0 { return "a global notification" }
        return Notification.name(bit: call.notification, isPost: false)
    }
}
