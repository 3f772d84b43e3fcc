package import CSharedPage
package import Logging
internal import Synchronization

/// Watches the event loops for calls into modules that hold them.
///
/// One thread looks at the breadcrumb of each loop every 10 ms, less often while the loops are idle. A call that it
/// meets at two looks in a row is a hold if the thread sleeps in it or has used at least half of the time between on
/// the CPU; a thread that merely waits for its turn on a busy machine is not blamed. Each call is reported once.
package final class Watchdog: Sendable {
    /// How far apart looks are while the loops are busy.
    package static let defaultInterval = Duration.milliseconds(10)

    private struct Loop: Sendable {
        let probe: LoopProbe
        var detector: HoldDetector
    }

    private let interval: Duration
    private let logger: Logger
    private let notificationName: @Sendable (ModuleCall) -> String
    private let moduleName: @Sendable (UInt32) -> String
    private let onHold: @Sendable (Hold) -> Void
    private let loops = Mutex<[Loop]>([])
    private let thread = Mutex<PosixThread?>(nil)
    private let isStopping = Atomic(false)
    private let spot = ParkingSpot()

    /// Makes a watchdog that watches nothing yet and has no thread before `start()`.
    ///
    /// - Parameters:
    ///   - moduleName: gives the name of a module by its number, for the log.
    ///   - notificationName: gives the name of a call's notification, for the log.
    ///   - onHold: told of each hold on the watchdog's thread, with no lock held; usually `ExecutionPolicy.recordHold`.
    package init(
        interval: Duration = Watchdog.defaultInterval,
        logger: Logger,
        moduleName: @escaping @Sendable (UInt32) -> String,
        notificationName: @escaping @Sendable (ModuleCall) -> String,
        onHold: @escaping @Sendable (Hold) -> Void
    ) {
        self.interval = interval
        self.logger = logger
        self.moduleName = moduleName
        self.notificationName = notificationName
        self.onHold = onHold
    }

    /// Watches the loop whose thread owns the breadcrumb slot `slot` (what `SharedPage_ClaimSlot` returned). Called by
    /// any thread; the slot must stay mapped while it is watched.
    package func watch(_ slot: UnsafePointer<BreadcrumbSlot>) {
        let loop = Loop(probe: LoopProbe(slot: slot), detector: HoldDetector(interval: interval))
        loops.withLock { $0.append(loop) }
    }

    /// Stops to watch the loop of `slot`. Called before the slot is given back, by any thread.
    package func unwatch(_ slot: UnsafePointer<BreadcrumbSlot>) {
        let probe = LoopProbe(slot: slot)
        loops.withLock { $0.removeAll { $0.probe.isSame(as: probe) } }
    }

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
    }

    private func run() {
        var pace = SamplingPace(interval: interval)
        var pause = interval
        while true {
            _ = spot.sleep(atMost: pause)
            if isStopping.load(ordering: .relaxed) { return }
            pause = pace.next(isBusy: look())
        }
    }

    /// Looks at each loop once; true if any of them has called a module since the look before or is in one now.
    private func look() -> Bool {
        let (findings, isBusy) = loops.withLock { loops in
            var findings: [HoldDetector.Finding] = []
            var isBusy = false
            for index in loops.indices {
                let earlier = loops[index].detector.latest
                let sample = loops[index].probe.sample(after: earlier)
                isBusy = isBusy || sample.call != nil || sample.sequence != earlier?.sequence
                if let finding = loops[index].detector.observe(sample) { findings.append(finding) }
            }
            return (findings, isBusy)
        }
        for finding in findings {
            switch finding {
            case .hold(let hold): onHold(hold)
            case .prolonged(let hold): logProlonged(hold)
            }
        }
        return isBusy
    }

    private func logProlonged(_ hold: Hold) {
        let name = moduleName(hold.call.module)
        let notification = notificationName(hold.call)
        logger.warning(
            """
            module "\(name)" has held an event loop for \(hold.duration.components.seconds) s in \(notification), \
            \(hold.activity.rawValue); all connections of that loop wait meanwhile
            """,
            metadata: ["module": "\(name)", "notification": "\(notification)"]
        )
    }
}
