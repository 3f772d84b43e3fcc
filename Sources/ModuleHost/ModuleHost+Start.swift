import CModuleABI
import CSharedPage
package import Configuration
import Executors
import HostLog
package import Logging
package import ModuleInterfaces
import OperatingSystem

/// The beginning and the end of a host.
extension ModuleHost {
    /// Opens the images, calls each `RegisterModule`, and orders the subscriptions. Called once per worker, on its main thread,
    /// before it serves. `tree` is what modules read of the configuration. If a module fails, those before it are terminated in reverse order.
    /// A module whose place in the list, from 0, is among `entries` is code of this process and has no image.
    package convenience init(
        _ configuration: ServerConfiguration, tree: ConfigurationTree = .empty, logger: Logger,
        threads: ThreadHooks = ThreadHooks(), processState: ProcessState? = nil, entries: [Int: EntryPoint] = [:]
    ) throws(StartError) {
        self.init(try Self.parts(configuration, tree, logger: logger, threads: threads, processState: processState))
        do throws(PosixThreadError) {
            try watchdog.start()
        } catch {
            pool.shutdown()
            throw .threads(error)
        }
        makeStaticObjects()
        try load(configuration, entries)
    }

    /// Threads and what watches them.
    private static func parts(
        _ configuration: ServerConfiguration, _ tree: ConfigurationTree, logger: Logger, threads: ThreadHooks,
        processState: ProcessState?
    ) throws(StartError) -> Parts {
        let notices = RepeatedNotices(logger: logger)
        let names = configuration.modules.map(\.name)
        let notificationName: @Sendable (ModuleCall) -> String = { CallName.text($0) }
        let policy = ExecutionPolicy(
            modules: configuration.modules.map { ($0.name, $0.execution) }, logger: logger,
            notificationName: notificationName)
        let watchdog = Watchdog(
            logger: logger, notices: notices, moduleName: { $0 > 0 && $0 <= names.count ? names[Int($0) - 1] : "none" },
            notificationName: notificationName, onHold: { policy.recordHold($0) })
        let upkeep = upkeepOfThreads(processState, names, notices)
        let pool: ThreadPool
        do throws(PosixThreadError) {
            pool = try ThreadPool(
                limits: ThreadPoolLimits(configuration.threadPool), logger: logger,
                threadStarted: {
                    threads.started()
                    if let slot = Breadcrumb_Current() { watchdog.watchPoolThread(slot) }
                },
                threadEnds: {
                    if let slot = Breadcrumb_Current() { watchdog.unwatchPoolThread(slot) }
                    threads.ends()
                },
                jobBegins: { watchdog.poolBegins() }, upkeep: upkeep)
        } catch {
            throw .threads(error)
        }
        watchdog.watch(pool)
        let settings = ConfigurationStore(
            tree, sites: configuration.sites,
            report: { mistakes in
                for mistake in mistakes { logger.error("\(mistake); requests for what is below are answered 500.19") }
            }, notice: { logger.notice("\($0)") }, complain: { logger.warning("\($0)") })
        return Parts(
            logger: logger, notices: notices, settings: settings, poolName: configuration.poolName,
            keepsUserNames: configuration.accessLog != nil, pool: pool, policy: policy, watchdog: watchdog,
            processState: processState, threadUpkeep: upkeep,
            tellOfChange: { host, path in
                let provider = GlobalConfigurationChangeProviderObject(path: path)
                host.raise(.configurationChange, provider: provider.pointer)
                provider.end()
            })
    }

    private func load(_ configuration: ServerConfiguration, _ entries: [Int: EntryPoint]) throws(StartError) {
        var loaded: [LoadedModule] = []
        for (index, module) in configuration.modules.enumerated() {
            do throws(StartError) {
                // Checked also when it has failed, for those whose Terminate is then called.
                defer { checkProcess(after: module) }
                let loader = ModuleLoader(host: self), number = UInt32(index + 1)
                let new =
                    if let entry = entries[index] {
                        try loader.load(module, entry: entry, index: number)
                    } else {
                        try loader.load(module, index: number)
                    }
                noteIfNeverCalled(new)
                loaded.append(new)
            } catch {
                terminate(loaded)
                stopThreads()
                throw error
            }
        }
        pipeline = Pipeline(loaded)
        places = PlaceMap(configuration, settings, modules: pipeline)
        settings.observe { [weak self] paths in
            for path in paths { self?.logger.info("the configuration of \(path) has changed") }
            self?.raiseConfigurationChange(at: paths)
        }
        raiseForApplications(.applicationStart)
    }

    /// Raises a notification once for each application. Their objects are made only if somebody is to see them.
    private func raiseForApplications(_ notification: GlobalNotification) {
        guard !pipeline.subscribers(of: notification).isEmpty else { return }
        for application in places.servedApplications {
            let object = HttpApplicationObject.of(application, host: self)
            raise(notification, provider: HttpApplicationProviderObject(application: object).pointer)
        }
    }

    /// Logs that a module asked for no notification, which is nearly always a mistake of its author.
    private func noteIfNeverCalled(_ module: LoadedModule) {
        guard module.registration.isEmpty else { return }
        logger.notice(
            """
            module "\(module.name)" asked for no notification, so it is never called: its RegisterModule must call \
            SetRequestNotifications or SetGlobalNotifications with the notifications that it wants
            """, metadata: ["module": "\(module.name)"])
    }

    /// No new request will come: raises GL_STOP_LISTENING. Called once, when the worker begins to drain.
    package func stopListening(isGraceful: Bool) {
        raise(.stopListening, provider: GlobalStopListeningProviderObject(isGraceful: isGraceful).pointer)
    }

    /// The last exchange is gone: APPLICATION_STOP, contexts of application and site, then `Terminate` in reverse order.
    /// Called once, after the last exchange, on the worker's main thread.
    package func unload() {
        guard noteUnload() else { return }
        // No module is told of changes from here on.
        settings.end()
        isTelling.withLock { $0 = false }
        raiseForApplications(.applicationStop)
        for application in places.servedApplications { application.contexts.cleanUp(host: self, exchange: 0) }
        for site in places.servedSites { site.contexts.cleanUp(host: self, exchange: 0) }
        terminate(pipeline.modules)
        stopThreads()
    }

    private func stopThreads() {
        settings.end()
        pool.shutdown()
        watchdog.stop()
    }

    /// Calls Terminate of each global module and each factory once, in the reverse of the order in which they were
    /// loaded.
    private func terminate(_ modules: [LoadedModule]) {
        for module in modules.reversed() {
            if let global = module.registration.globalModule {
                let call = CallMark.around(.terminate, module: module.index, exchange: 0) { global.terminate() }
                if call.threw { reportException(module, during: "Terminate") }
            }
            if let factory = module.registration.factory {
                let call = CallMark.around(.terminate, module: module.index, exchange: 0) { factory.terminate() }
                if call.threw { reportException(module, during: "Terminate") }
            }
        }
    }
}

/// What a thread that will call modules does first and last: claims its breadcrumb slot and its stack for signals.
package struct ThreadHooks: Sendable {
    package let started: @Sendable () -> Void
    package let ends: @Sendable () -> Void

    package init(started: @escaping @Sendable () -> Void = {}, ends: @escaping @Sendable () -> Void = {}) {
        self.started = started
        self.ends = ends
    }
}

extension ThreadPoolLimits {
    /// The limits that are options; the others are the pool's own, which knows no configuration.
    fileprivate init(_ configuration: ThreadPoolConfiguration) {
        self.init(maximum: configuration.maximum, queue: configuration.queue)
    }
}
