import CModuleABI
import CSharedPage
package import Executors
package import HostLog
package import Logging
import ModuleInterfaces
import Synchronization

/// The modules of one worker and everything they share: from `load` over any number of exchanges to `unload`.
package final class ModuleHost: @unchecked Sendable {
    // Safety: after `load` nothing here changes but atomics, and what has a lock of its own.

    /// What modules are told they run in: HIWORD is the major version, LOWORD the minor one. 10.0 has all interfaces.
    static let serverVersion: DWORD = 0x000A_0000

    package let logger: Logger
    /// What can be brought about again and again goes into the log by way of this.
    package let notices: RepeatedNotices
    /// SERVER_SOFTWARE, and the Server field of responses.
    package let product = ModuleHost.productName
    package static let productName = "modhost"
    package let poolName: String
    package private(set) var pipeline: Pipeline
    package let pool: WorkerPool
    package let policy: ExecutionPolicy
    package let watchdog: Watchdog
    /// What modules must leave as it is; nil in a process that is not the host's alone.
    let processState: ProcessState?
    /// Looks after the calling thread, one that runs modules, between two calls: once a second on an event loop, after some jobs
    /// on the pool.
    package let threadUpkeep: @Sendable () -> Void

    private(set) var site: HttpSiteObject!
    private(set) var application: HttpApplicationObject!
    private(set) var server: HttpServerObject!
    let anonymousUser = HttpUserObject()
    /// What the module says that registers.
    let registrationAccount = RegistrationAccount()
    /// Whether exchanges keep the name of their user for the log.
    let keepsUserNames: Bool
    /// The worker's half of activity ids.
    let activitySeed = UInt64.random(in: 1 ... .max)
    private let exchangeCount = Atomic<UInt64>(0)
    private let isUnloaded = Atomic(false)

    /// Opens the images, calls each `RegisterModule`, and orders the subscriptions. Called once per worker, on its main thread,
    /// before it serves. If a module fails, those before it are terminated in reverse order.
    package init(
        _ configuration: HostConfiguration, logger: Logger, threads: ThreadHooks = ThreadHooks(),
        processState: ProcessState? = nil
    ) throws(StartError) {
        self.logger = logger
        self.processState = processState
        notices = RepeatedNotices(logger: logger)
        poolName = configuration.poolName
        keepsUserNames = configuration.keepsUserNames
        pipeline = Pipeline([])
        let names = configuration.modules.map(\.name)
        let notificationName: @Sendable (ModuleCall) -> String = { CallName.text($0) }
        policy = ExecutionPolicy(
            modules: configuration.modules.map { ($0.name, $0.execution) }, logger: logger,
            notificationName: notificationName)
        let policy = self.policy
        let watchdog = Watchdog(
            logger: logger, notices: notices, moduleName: { $0 > 0 && $0 <= names.count ? names[Int($0) - 1] : "none" },
            notificationName: notificationName, onHold: { policy.recordHold($0) })
        self.watchdog = watchdog
        threadUpkeep = Self.upkeepOfThreads(processState, names, notices)
        do throws(PosixThreadError) {
            pool = try WorkerPool(
                limits: configuration.pool, logger: logger,
                threadStarted: {
                    threads.started()
                    if let slot = Breadcrumb_Current() { watchdog.watchPoolThread(slot) }
                },
                threadEnds: {
                    if let slot = Breadcrumb_Current() { watchdog.unwatchPoolThread(slot) }
                    threads.ends()
                },
                jobBegins: { watchdog.poolBegins() }, upkeep: threadUpkeep)
        } catch {
            throw .threads(error)
        }
        watchdog.watch(pool)
        do throws(PosixThreadError) {
            try watchdog.start()
        } catch {
            pool.shutdown()
            throw .threads(error)
        }
        site = HttpSiteObject(
            name: configuration.siteName, root: SiteRoot(configuration.root, links: configuration.links), host: self)
        application = HttpApplicationObject(site: site, host: self)
        server = HttpServerObject(host: self, poolName: configuration.poolName)
        try load(configuration.modules)
    }

    private func load(_ modules: [HostConfiguration.Module]) throws(StartError) {
        var loaded: [LoadedModule] = []
        for (index, module) in modules.enumerated() {
            do throws(StartError) {
                // Checked also when it has failed, for those whose Terminate is then called.
                defer { checkProcess(after: module) }
                loaded.append(try ModuleLoader(host: self).load(module, index: UInt32(index + 1)))
            } catch {
                terminate(loaded)
                stopThreads()
                throw error
            }
        }
        pipeline = Pipeline(loaded)
        raise(.applicationStart, provider: HttpApplicationProviderObject(application: application).pointer)
    }

    /// The modules, in the order of the list.
    package var modules: [LoadedModule] { pipeline.modules }

    @inline(__always)
    func nextExchangeNumber() -> UInt64 { exchangeCount.add(1, ordering: .relaxed).newValue }

    /// Exchanges that have begun so far.
    package var exchanges: UInt64 { exchangeCount.load(ordering: .relaxed) }

    /// A symbolic link leads where none may.
    func noteStrayLink(_ urlPath: String) {
        notices.log(.strayLink, level: .notice) {
            """
            \(urlPath) is mapped to no file, because a symbolic link below \(site.root.path) leads where it may not; \
            --symlinks says how far links may lead
            """
        }
    }

    /// No new request will come: modules are told. Called once, when the worker begins to drain.
    package func stopListening(isGraceful: Bool) {
        raise(.stopListening, provider: GlobalStopListeningProviderObject(isGraceful: isGraceful).pointer)
    }

    /// The last exchange is gone: APPLICATION_STOP, contexts of application and site, then `Terminate` in reverse order.
    /// Called once, after the last exchange, on the worker's main thread.
    package func unload() {
        guard isUnloaded.exchange(true, ordering: .acquiringAndReleasing) == false else { return }
        raise(.applicationStop, provider: HttpApplicationProviderObject(application: application).pointer)
        application.container.cleanUp(exchange: 0)
        site.container.cleanUp(exchange: 0)
        terminate(pipeline.modules)
        stopThreads()
    }

    private func stopThreads() {
        pool.shutdown()
        watchdog.stop()
    }

    /// Each global module and each factory hears of the end once, in the reverse of the order in which they were loaded.
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
