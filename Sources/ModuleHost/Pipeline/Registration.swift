package import ModuleInterfaces

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
