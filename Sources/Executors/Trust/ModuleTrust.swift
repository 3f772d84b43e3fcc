package import Configuration

/// Whether one module is trusted to run on the event loops: a state machine with no clock, lock or thread of its own.
///
/// Under `auto` a module is on probation first. A run of calls on the pool without a wait earns the loops; several
/// holds within a short time lose them again and double the next probation. A call that has to wait for the client
/// to take output disqualifies it for good. Under `inline` and `pool` nothing changes.
package struct ModuleTrust: Sendable, Equatable {
    /// Calls without a wait that the first probation takes.
    package static let firstProbation = 1_000
    /// The longest that a probation gets by doubling.
    package static let longestProbation = 64_000
    /// So many holds within `holdWindow` lose the loops.
    package static let holdLimit = 3
    /// The time within which holds count together.
    package static let holdWindow = Duration.seconds(60)

    /// Where the module stands.
    package enum Standing: Sendable, Equatable {
        /// The configuration has decided; nothing leads away from here.
        case configured(onLoop: Bool)
        /// On the pool and counted. Leads to `trusted` or `disqualified`.
        case probation
        /// On the loops. Leads to `probation` or `disqualified`.
        case trusted
        /// On the pool until the worker ends.
        case disqualified
    }

    /// A change of executor, for the log.
    package enum Change: Sendable, Equatable {
        case earnedLoop(calls: Int)
        case lostLoop(holds: Int, nextProbation: Int)
        case disqualified(Disqualification)
    }

    /// What a hold led to.
    package enum HoldOutcome: Sendable, Equatable {
        /// The module is not on the loops any more; the walk had begun before.
        case late
        /// It counts: so many within the window now.
        case counted(Int)
        /// It was one too many.
        case lost(Change)
        /// The configuration wants it on the loops whatever it does; `isNews` at most once per window.
        case tolerated(isNews: Bool)
    }

    /// Where the module stands now.
    package private(set) var standing: Standing
    private var probationLength = firstProbation
    private var cleanCalls = 0
    private var recentHolds: [ContinuousClock.Instant] = []

    /// Starts as the module's configuration says.
    package init(_ mode: ExecutionMode) {
        switch mode {
        case .auto: standing = .probation
        case .inline: standing = .configured(onLoop: true)
        case .pool: standing = .configured(onLoop: false)
        }
    }

    /// True if a walk that can call the module may run on an event loop.
    package var isOnLoop: Bool {
        standing == .trusted || standing == .configured(onLoop: true)
    }

    /// Counts one call on the pool. A wait starts the count anew.
    package mutating func recordCall(waited: Bool) -> Change? {
        guard standing == .probation else { return nil }
        if waited {
            cleanCalls = 0
            return nil
        }
        cleanCalls += 1
        if cleanCalls < probationLength { return nil }
        standing = .trusted
        recentHolds.removeAll()
        return .earnedLoop(calls: cleanCalls)
    }

    /// Counts one hold of an event loop, seen at `time`. Times never go back.
    package mutating func recordHold(at time: ContinuousClock.Instant) -> HoldOutcome {
        switch standing {
        case .probation, .disqualified, .configured(onLoop: false):
            return .late
        case .configured(onLoop: true):
            let isNews = recentHolds.last.map { time - $0 >= Self.holdWindow } ?? true
            if isNews { recentHolds = [time] }
            return .tolerated(isNews: isNews)
        case .trusted:
            recentHolds.removeAll { time - $0 >= Self.holdWindow }
            recentHolds.append(time)
            if recentHolds.count < Self.holdLimit { return .counted(recentHolds.count) }
            return .lost(loseLoop())
        }
    }

    /// Keeps the module on the pool for good. No change if the configuration has decided, or if it is there already
    /// for good.
    package mutating func disqualify(_ reason: Disqualification) -> Change? {
        guard standing == .probation || standing == .trusted else { return nil }
        standing = .disqualified
        return .disqualified(reason)
    }

    private mutating func loseLoop() -> Change {
        probationLength = min(probationLength * 2, Self.longestProbation)
        standing = .probation
        cleanCalls = 0
        defer { recentHolds.removeAll() }
        return .lostLoop(holds: recentHolds.count, nextProbation: probationLength)
    }
}

/// What a module did on the pool that would have kept an event loop waiting: it does not earn the loop again.
///
/// Waiting for the body of a request is not among them: a walk begins on a loop only when the body is here, so that a
/// module which waits for slow bodies on the pool keeps no loop waiting.
package enum Disqualification: String, Sendable, CaseIterable {
    /// It flushed the response, and the client was slow to take it.
    case flushed = "it flushed the response and had to wait for the client"
    /// It wrote without buffering, and the client was slow to take it.
    case wroteUnbuffered = "it wrote without buffering and had to wait for the client"
}

/// One call into a module as a breadcrumb names it: which module, in which notification.
package struct ModuleCall: Sendable, Hashable {
    /// The module's number in the order of loading, counted from 1 as in breadcrumbs; 0 stands for no module.
    package let module: UInt32
    /// The bit of the notification, or one of the breadcrumb's values for other calls.
    package let notification: UInt32
    /// The breadcrumb's flags: whether it is the OnPost method, and whether the bit is a global one.
    package let flags: UInt32

    /// Makes a call; the values are those that were given to `Breadcrumb_Enter`.
    package init(module: UInt32, notification: UInt32, flags: UInt32 = 0) {
        self.module = module
        self.notification = notification
        self.flags = flags
    }
}
