package import Configuration
package import Logging
internal import Synchronization

/// Decides, for the modules of a worker, whether walks run on the event loops or on the pool.
///
/// Any thread may call everything here. Decisions are flags that the next walk reads; a walk that has begun stays
/// where it is. Each change is logged once. Modules are named by their number in the order of loading, from 1, as in
/// breadcrumbs; a number that does not exist is ignored.
package final class ExecutionPolicy: Sendable {
    private let records: [Record]
    private let modulesOnPool: Atomic<Int>
    private let logger: Logger
    private let notificationName: @Sendable (ModuleCall) -> String

    /// Starts with every module where its configuration puts it.
    ///
    /// - Parameters:
    ///   - modules: in the order of their numbers; the first is number 1.
    ///   - notificationName: gives the name of a call's notification for the log, such as "OnBeginRequest". Called on
    ///     the thread that reports, and only when something is logged.
    package init(
        modules: [(name: String, mode: ExecutionMode)],
        logger: Logger,
        notificationName: @escaping @Sendable (ModuleCall) -> String
    ) {
        let records = modules.map { Record(name: $0.name, mode: $0.mode) }
        self.records = records
        self.modulesOnPool = Atomic(records.count { !$0.isOnLoop.load(ordering: .relaxed) })
        self.logger = logger
        self.notificationName = notificationName
    }

    /// True if every module is trusted to run on an event loop. One relaxed load: asked once per walk.
    package var allInline: Bool {
        modulesOnPool.load(ordering: .relaxed) == 0
    }

    /// True if this one module is trusted to run on an event loop. One relaxed load.
    package func runsInline(_ module: UInt32) -> Bool {
        record(module)?.isOnLoop.load(ordering: .relaxed) ?? false
    }

    /// True if the configuration keeps the module on the loops whatever it does.
    package func isBoundToLoop(_ module: UInt32) -> Bool { record(module)?.mode == .inline }

    /// True if calls of the module on the pool count; for the others there is no need to measure. One relaxed load.
    package func isOnProbation(_ module: UInt32) -> Bool {
        record(module)?.isOnProbation.load(ordering: .relaxed) ?? false
    }

    /// Counts one call on the pool, and whether the thread waited in it (see `WaitMeter`).
    package func recordCall(_ module: UInt32, waited: Bool) {
        guard let record = record(module), record.isOnProbation.load(ordering: .relaxed) else { return }
        guard let change = record.count(waited: waited, modulesOnPool) else { return }
        log(change, of: record, during: nil)
    }

    /// Counts a hold of an event loop. The watchdog calls this on its thread.
    package func recordHold(_ hold: Hold) {
        guard let record = record(hold.call.module) else { return }
        let outcome = record.change(modulesOnPool) { $0.recordHold(at: hold.seenAt) }
        switch outcome {
        case .late, .tolerated(isNews: false):
            break
        case .counted(let holds):
            let reason = "\(ModuleTrust.holdLimit) times within a minute move it to the thread pool"
            logger.notice(
                "\(sentence(record, hold)); \(reason)",
                metadata: metadata(record, hold.call, ["holds": "\(holds)"])
            )
        case .tolerated(isNews: true):
            let name = record.name
            let remedy =
                "--execution \(name)=auto or \(name)=pool would keep the other connections from waiting"
            logger.warning(
                "\(sentence(record, hold)) and stays there because of --execution \(name)=inline; \(remedy)",
                metadata: metadata(record, hold.call)
            )
        case .lost(let change):
            log(change, of: record, during: hold.call)
        }
    }

    /// Keeps the module of `call` on the pool for good: it did there what an event loop must not wait for.
    ///
    /// Called on the thread of the walk. Ignored for the modes `inline` and `pool`.
    package func disqualify(_ call: ModuleCall, _ reason: Disqualification) {
        guard let record = record(call.module) else { return }
        guard let change = record.change(modulesOnPool, { $0.disqualify(reason) }) else { return }
        log(change, of: record, during: call)
    }

    private func record(_ module: UInt32) -> Record? {
        let index = Int(module) - 1
        return records.indices.contains(index) ? records[index] : nil
    }

    private func sentence(_ record: Record, _ hold: Hold) -> String {
        let place = notificationName(hold.call)
        return "module \"\(record.name)\" held an event loop in \(place), \(hold.activity.rawValue)"
    }

    private func log(_ change: ModuleTrust.Change, of record: Record, during call: ModuleCall?) {
        let module = "module \"\(record.name)\""
        let place = call.map { " in \(notificationName($0))" } ?? ""
        let details = metadata(record, call)
        switch change {
        case .earnedLoop(let calls):
            logger.notice("\(module) moves to the event loops: \(calls) calls in a row did not wait", metadata: details)
        case .lostLoop(let holds, let nextProbation):
            let reason = "it held an event loop \(holds) times within a minute, this time\(place)"
            let wayBack = "\(nextProbation) calls without a wait bring it back"
            logger.warning("\(module) moves to the thread pool: \(reason); \(wayBack)", metadata: details)
        case .disqualified(let reason):
            let sentence = "stays on the thread pool from now on: \(reason.rawValue)\(place)"
            logger.notice("\(module) \(sentence)", metadata: details)
        }
    }

    private func metadata(_ record: Record, _ call: ModuleCall?, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
        var metadata = more
        metadata["module"] = "\(record.name)"
        if let call { metadata["notification"] = "\(notificationName(call))" }
        return metadata
    }
}
