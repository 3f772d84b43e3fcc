package import CSharedPage
package import HostLog
package import Logging
package import OperatingSystem
internal import Synchronization

/// Watches the event loops for calls into modules that hold them, and the thread pool for calls that use it up.
///
/// One thread looks at the breadcrumb of each loop every 10 ms, less often while the loops are idle. A call that it
/// meets at two looks in a row is a hold if the thread sleeps in it or has used at least half of the time between on
/// the CPU; a thread that merely waits for its turn on a busy machine is not blamed. Each call is reported once. It looks at
/// the threads of the pool once a second. When nothing is in a call it sleeps until it is woken (`Watchdog+Rest`).
package final class Watchdog: Sendable {
    /// How far apart looks are while the loops are busy.
    package static let defaultInterval = Duration.milliseconds(10)
    /// How far apart looks at the pool are.
    package static let defaultPoolInterval = Duration.seconds(1)

    private struct Loop: Sendable {
        let probe: ThreadProbe
        var detector: HoldDetector
    }

    let interval: Duration
    let poolInterval: Duration
    let names: CallNames
    let notices: RepeatedNotices
    private let logger: Logger
    private let onHold: @Sendable (Hold) -> Void
    private let loops = Lock<[Loop]>([])
    private let thread = Lock<PosixThread?>(nil)
    let isStopping = Atomic(false)
    let spot = ParkingSpot()
    /// How deeply it sleeps: a `Sleep`, written by its own thread and by the one that wakes it.
    let sleep = Atomic(Sleep.awake.rawValue)
    /// Sleeps that only a wake-up ends, so far; for tests.
    let endlessSleeps = Atomic(0)
    /// Nil until there is a pool to watch, and again after the end.
    let pool = Lock<ThreadPool?>(nil)
    let poolThreads = Lock(PoolWatch())
    /// What else is looked after while modules are called.
    private let upkeep = Lock<(@Sendable () -> Void)?>(nil)

    /// Makes a watchdog that watches nothing yet and has no thread before `start()`.
    ///
    /// - Parameters:
    ///   - notices: takes what is said about the pool; one that writes to `logger` if not given.
    ///   - moduleName: gives the name of a module by its number, for the log.
    ///   - notificationName: gives the name of a call's notification, for the log.
    ///   - onHold: told of each hold on the watchdog's thread, with no lock held; usually `ExecutionPolicy.recordHold`.
    package init(
        interval: Duration = Watchdog.defaultInterval,
        poolInterval: Duration = Watchdog.defaultPoolInterval,
        logger: Logger,
        notices: RepeatedNotices? = nil,
        moduleName: @escaping @Sendable (UInt32) -> String,
        notificationName: @escaping @Sendable (ModuleCall) -> String,
        onHold: @escaping @Sendable (Hold) -> Void
    ) {
        self.interval = interval
        self.poolInterval = poolInterval
        self.logger = logger
        self.notices = notices ?? RepeatedNotices(logger: logger)
        self.names = CallNames(module: moduleName, notification: notificationName)
        self.onHold = onHold
    }

    /// Watches the loop whose thread owns the breadcrumb slot `slot` (what `SharedPage_ClaimSlot` returned). Called by
    /// any thread; the slot must stay mapped while it is watched.
    package func watch(_ slot: UnsafePointer<BreadcrumbSlot>) {
        let loop = Loop(probe: ThreadProbe(slot: slot), detector: HoldDetector(interval: interval))
        loops.withLock { $0.append(loop) }
        wake()
    }

    /// Stops to watch the loop of `slot`. Called before the slot is given back, by any thread.
    package func unwatch(_ slot: UnsafePointer<BreadcrumbSlot>) {
        let probe = ThreadProbe(slot: slot)
        loops.withLock { $0.removeAll { $0.probe.isSame(as: probe) } }
    }

    /// Has `body` called about once a second while modules are called, and once more when they have come to rest: on the
    /// watchdog's thread, with no lock held. Called once.
    package func whileBusy(_ body: @escaping @Sendable () -> Void) { upkeep.withLock { $0 = body } }

    /// Starts the thread. Called once.
    ///
    /// - Throws: `PosixThreadError` if there is no thread to be had; the watchdog then stays without effect.
    package func start() throws(PosixThreadError) {
        let started = try PosixThread.start(named: "modhost-watch") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends the thread and returns when it has ended; nothing is reported afterwards. A second call does nothing.
    ///
    /// Never called from `onHold`, which runs on the thread that this waits for.
    package func stop() {
        isStopping.store(true, ordering: .relaxed)
        spot.wake()
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
        pool.withLock { $0 = nil }
        upkeep.withLock { $0 = nil }
    }

    private func run() {
        var pace = SamplingPace(interval: interval, poolInterval: poolInterval)
        var poolLook = PoolLook()
        var pause = SamplingPace.Pause.brief(interval)
        var nextUpkeep = ContinuousClock.now
        while true {
            rest(pause, orElse: pace.longestBrief)
            if isStopping.load(ordering: .relaxed) { return }
            let areLoopsBusy = look()
            let isPoolBusy = lookAtPool(&poolLook)
            pause = pace.next(areLoopsBusy ? .loops : isPoolBusy ? .pool : .none)
            let now = ContinuousClock.now
            guard now >= nextUpkeep else { continue }
            nextUpkeep = now + poolInterval
            upkeep.withLock { $0 }?()
        }
    }

    /// Whether each loop is outside of any call and asleep: whatever wakes it, it will see what has been written before.
    func areLoopsAtRest() -> Bool {
        loops.withLock { loops in
            loops.allSatisfy { $0.probe.sequence == $0.detector.latest?.sequence && $0.probe.isAtRest }
        }
    }

    /// Looks at each loop once; true if any of them has called a module since the look before or is in one now.
    private func look() -> Bool {
        let (findings, isBusy) = loops.withLock { loops in
            var findings: [(HoldDetector.Finding, CallAccount?)] = []
            var isBusy = false
            for index in loops.indices {
                let earlier = loops[index].detector.latest
                let sample = loops[index].probe.sample(after: earlier)
                isBusy = isBusy || sample.call != nil || sample.sequence != earlier?.sequence
                guard let finding = loops[index].detector.observe(sample) else { continue }
                let account = loops[index].probe.account()
                findings.append((finding, loops[index].probe.sequence == sample.sequence ? account : nil))
            }
            return (findings, isBusy)
        }
        for (finding, account) in findings {
            switch finding {
            case .hold(let hold): onHold(hold)
            case .prolonged(let hold): logProlonged(hold, account?.request)
            }
        }
        return isBusy
    }

    private func logProlonged(_ hold: Hold, _ request: String?) {
        let name = names.module(hold.call.module)
        let notification = names.notification(hold.call)
        logger.warning(
            """
            module "\(name)" has held an event loop for \(hold.duration.components.seconds) s in \(notification), \
            \(hold.activity.rawValue)\(request.map { ", for \"\($0)\"" } ?? ""); \
            all connections of that loop wait meanwhile
            """,
            metadata: ["module": "\(name)", "notification": "\(notification)"]
        )
    }
}
