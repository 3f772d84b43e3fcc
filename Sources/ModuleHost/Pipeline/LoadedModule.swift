package import ModuleInterfaces
import Synchronization

/// One module of this worker: its image has been opened and its `RegisterModule` has succeeded.
package final class LoadedModule: Sendable {
    /// Its place in the list of modules, counted from 1; breadcrumbs name it by this number. 0 means no module.
    package let index: UInt32
    /// Its name in logs, in GetName and in IHttpResponse::GetStatus.
    package let name: String
    /// The file as the user named it.
    package let path: String
    /// The same from the root on.
    package let absolutePath: String
    /// What it asked for.
    package let registration: Registration
    /// The application pools that it is for, in small letters; empty for all.
    private let pools: Set<String>

    /// Whether it has been told that the table of its objects lacks entries.
    private let hasMissingEntries = Atomic(false)
    /// Times it broke a rule of the contract in a way the host had to mend.
    private let misuses = Atomic<Int>(0)

    package init(
        index: UInt32, name: String, path: String, absolutePath: String? = nil, registration: Registration,
        pools: [String] = []
    ) {
        self.pools = Set(pools.map { $0.lowercased() })
        self.index = index
        self.name = name
        self.path = path
        self.absolutePath = absolutePath ?? path
        self.registration = registration
    }

    /// Whether it may run for applications of a pool.
    func isFor(pool: String) -> Bool { pools.isEmpty || pools.contains(pool.lowercased()) }

    /// How often it broke a rule since it was loaded.
    package var misuseCount: Int { misuses.load(ordering: .relaxed) }

    /// Whether it is called for `notification` where it runs.
    func isCalled(for notification: Notification) -> Bool {
        registration.factory != nil && registration.wants(notification)
    }

    /// True for the first who asks.
    func noteMissingEntries() -> Bool { !hasMissingEntries.exchange(true, ordering: .relaxed) }

    package func countMisuse() { misuses.add(1, ordering: .relaxed) }
}

/// What one image asked for in its `RegisterModule`: a factory and a global module, each with its notifications, and priorities.
package struct Registration: Sendable {
    /// Makes the module objects; nil if the image wants no request notifications.
    package var factory: HttpModuleFactoryReference?
    /// Receives the GL_ notifications; nil if the image wants none.
    package var globalModule: GlobalModuleReference?
    /// RQ_ bits, also those of events that are no stages.
    package var requestMask: UInt32 = 0
    /// RQ_ bits of the Post halves.
    package var postMask: UInt32 = 0
    /// GL_ bits.
    package var globalMask: UInt32 = 0

    private var requestPriorities: [UInt32: Priority] = [:]
    private var postPriorities: [UInt32: Priority] = [:]
    private var globalPriorities: [UInt32: Priority] = [:]

    package init() {}

    /// Whether it subscribed to `notification`.
    package func wants(_ notification: Notification) -> Bool {
        (notification.isPost ? postMask : requestMask) & notification.bit != 0
    }

    /// Whether it subscribed to `notification`.
    package func wants(_ notification: GlobalNotification) -> Bool { globalMask & notification.rawValue != 0 }

    /// What it subscribed to of requests and has no function for, if its objects fill these slots, one bit each.
    func missingEntries(filled slots: UInt64) -> [String] {
        let notifications =
            Stage.allCases.flatMap { [Notification($0, isPost: false), Notification($0, isPost: true)] }
            + Notification.events
        return notifications.filter { wants($0) && slots & $0.slotBit == 0 }.map(\.description)
    }

    /// What it subscribed to of the server and its global module has no function for.
    var missingGlobalEntries: [String] {
        guard let globalModule else { return [] }
        return GlobalNotification.allCases.filter { wants($0) && !globalModule.answers(slot: $0.slot) }
            .map(\.description)
    }

    /// Whether it subscribed to no notification at all, so that its module is never called.
    package var isEmpty: Bool {
        let wantsRequests = Stage.allCases.contains {
            wants(Notification($0, isPost: false)) || wants(Notification($0, isPost: true))
        }
        let wantsEvents = Notification.events.contains { wants($0) }
        let wantsGlobals = GlobalNotification.allCases.contains { wants($0) }
        return (factory == nil || !wantsRequests && !wantsEvents) && (globalModule == nil || !wantsGlobals)
    }

    /// The priority for `notification`. A Post half without one of its own takes that of its stage.
    package func priority(_ notification: Notification) -> Priority {
        if notification.isPost, let own = postPriorities[notification.bit] { return own }
        return requestPriorities[notification.bit] ?? .medium
    }

    /// The priority for `notification`.
    package func priority(_ notification: GlobalNotification) -> Priority {
        globalPriorities[notification.rawValue] ?? .medium
    }

    package mutating func setRequestPriority(_ priority: Priority, mask: UInt32) {
        Self.set(priority, mask: mask, in: &requestPriorities)
    }

    package mutating func setPostPriority(_ priority: Priority, mask: UInt32) {
        Self.set(priority, mask: mask, in: &postPriorities)
    }

    package mutating func setGlobalPriority(_ priority: Priority, mask: UInt32) {
        Self.set(priority, mask: mask, in: &globalPriorities)
    }

    private static func set(_ priority: Priority, mask: UInt32, in priorities: inout [UInt32: Priority]) {
        var rest = mask
        while rest != 0 {
            let bit = rest & (~rest &+ 1)
            priorities[bit] = priority
            rest &= ~bit
        }
    }
}
