extension ModuleConformances {
    /// The subscription of the stages and the other notifications: RQ_ bits.
    var notifications: UInt32 {
        NotificationSlot.allCases.filter { !$0.isPost && has($0) }.reduce(0) { $0 | $1.notification }
    }

    /// The subscription of what follows the stages: RQ_ bits.
    var postNotifications: UInt32 {
        NotificationSlot.allCases.filter { $0.isPost && has($0) }.reduce(0) { $0 | $1.notification }
    }
}
