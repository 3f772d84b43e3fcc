import CModuleABI
package import Executors
package import HostLog
package import Logging
import ModuleInterfaces
import OperatingSystem
import Synchronization

/// The modules of one worker and everything they share: from `init(_:logger:threads:processState:)` over any number of
/// exchanges to `unload`.
///
/// This file has what exchanges use of it. `ModuleHost+Start.swift`, which stands above all layers, makes, starts and
/// ends it.
package final class ModuleHost: @unchecked Sendable {
    // Safety: once it has been made nothing here changes but atomics, and what has a lock of its own.

    /// What modules are told they run in: HIWORD is the major version, LOWORD the minor one. 10.0 has all interfaces.
    static let serverVersion: DWORD = MODHOST_SERVER_VERSION
    package static let productName = "modhost"

    /// The parts of a host that are made before it.
    struct Parts {
        let logger: Logger
        let notices: RepeatedNotices
        let settings: ConfigurationStore
        let poolName: String
        let keepsUserNames: Bool
        let pool: ThreadPool
        let policy: ExecutionPolicy
        let watchdog: Watchdog
        let processState: ProcessState?
        let threadUpkeep: @Sendable () -> Void
        let tellOfChange: @Sendable (ModuleHost, String) -> Void
    }

    /// The objects that live as long as the process, as modules see them. Nil when the region for host objects was full.
    struct StaticObjects {
        var server: UnsafeMutableRawPointer?
        /// The user of requests that no module has authenticated.
        var anonymousUser: HttpUserReference?
    }

    package let logger: Logger
    /// Log lines that a client or a module can cause again and again go through this, which limits how often they are
    /// written.
    package let notices: RepeatedNotices
    /// SERVER_SOFTWARE, and the Server field of responses.
    package let product = ModuleHost.productName
    package let poolName: String
    /// What is in force where.
    package let settings: ConfigurationStore
    /// The modules that have been loaded and what they subscribed to. Set once, when all have been.
    package internal(set) var pipeline = Pipeline([])
    /// The sites, and what runs where. Set once, when all modules have been loaded; nothing asks before.
    var places: PlaceMap!
    package let pool: ThreadPool
    package let policy: ExecutionPolicy
    package let watchdog: Watchdog
    /// The state of the process that modules must not change. Nil where the process does not belong to the host alone,
    /// as in tests.
    let processState: ProcessState?
    /// Undoes what a module has changed of the calling thread (blocked signals). Called on threads that run modules,
    /// between two calls: once a second on an event loop, after some jobs on the pool.
    package let threadUpkeep: @Sendable () -> Void

    /// Filled once, before the first module is loaded.
    let staticObjects = StateBox(StaticObjects())
    /// The error that a module traces while its RegisterModule runs.
    let registrationAccount = RegistrationAccount()
    /// Whether exchanges keep the name of their user for the log.
    let keepsUserNames: Bool
    /// The worker's half of activity ids, and of the ids of requests.
    let activitySeed = UInt64.random(in: 1 ... .max)
    /// With what the ids of all requests of the worker begin.
    package let requestIDPrefix: String
    private let exchangeCount = Atomic<UInt64>(0)
    private let isUnloaded = Atomic(false)
    /// Whether modules may be told of changes of the configuration.
    let isTelling = Lock(true)
    /// Raises GL_CONFIGURATION_CHANGE with a path: its provider is made in a layer above this one.
    let tellOfChange: @Sendable (ModuleHost, String) -> Void

    /// A host without modules.
    init(_ parts: Parts) {
        logger = parts.logger
        notices = parts.notices
        settings = parts.settings
        poolName = parts.poolName
        keepsUserNames = parts.keepsUserNames
        pool = parts.pool
        policy = parts.policy
        watchdog = parts.watchdog
        processState = parts.processState
        threadUpkeep = parts.threadUpkeep
        tellOfChange = parts.tellOfChange
        let seed = String(activitySeed, radix: 16)
        requestIDPrefix = String(repeating: "0", count: 16 - seed.count) + seed + "-"
    }

    /// The modules, in the order of the list.
    package var modules: [LoadedModule] { pipeline.modules }

    /// The module with that number; nil for 0, which means none.
    func module(_ index: UInt32) -> LoadedModule? {
        index > 0 && index <= UInt32(pipeline.modules.count) ? pipeline.modules[Int(index) - 1] : nil
    }

    @inline(__always)
    func nextExchangeNumber() -> UInt64 { exchangeCount.add(1, ordering: .relaxed).newValue }

    /// Exchanges that have begun so far.
    package var exchanges: UInt64 { exchangeCount.load(ordering: .relaxed) }

    /// Whether this is the first time that the host is to be unloaded.
    func noteUnload() -> Bool { isUnloaded.exchange(true, ordering: .acquiringAndReleasing) == false }
}
