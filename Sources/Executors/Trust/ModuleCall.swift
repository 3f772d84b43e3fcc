/// One call into a module as a breadcrumb names it: which module, in which notification.
package struct ModuleCall: Sendable, Hashable {
    /// The module's number in its generation, counted from 1 as in breadcrumbs; 0 stands for no module.
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
