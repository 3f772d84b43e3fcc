import CSharedPage

/// Writes the breadcrumb before and after each call into a module: which module this thread calls, with which
/// notification, and for which exchange.
///
/// The watchdog and, after a crash, the supervisor read it from memory that they share.
enum CallMark {
    /// What is called, as the breadcrumb notes it: an RQ_ bit, a GL_ bit, or one of the calls that are no notification.
    struct Call {
        let value: UInt32
        let flags: UInt32

        @inline(__always)
        init(_ notification: Notification) {
            value = notification.bit
            flags = notification.isPost ? BreadcrumbIsPost : 0
        }

        init(_ notification: GlobalNotification) {
            value = notification.rawValue
            flags = BreadcrumbIsGlobal
        }

        init(other value: UInt32) {
            self.value = value
            flags = 0
        }
    }

    /// The flag of a Post half.
    static let isPostFlag = BreadcrumbIsPost

    /// Runs `body`, which calls into `module`, with the breadcrumb left on this thread's slot.
    @inline(__always)
    static func around<Result>(_ call: Call, module: UInt32, exchange: UInt64, _ body: () -> Result) -> Result {
        let slot = Breadcrumb_Current()
        Breadcrumb_Enter(slot, module, call.value, call.flags, exchange)
        defer { Breadcrumb_Leave(slot) }
        return body()
    }

    /// Notes the request line that this thread works on. Once per walk and thread.
    @inline(__always)
    static func note(requestLine: UnsafeRawPointer, count: Int, exchange: UInt64) {
        Breadcrumb_Request(Breadcrumb_Current(), exchange, requestLine, count)
    }

    /// Runs `body`, in which the host waits for the client inside a call: the watchdog does not blame the module for that time.
    /// Not for loops, which never wait.
    static func waitingForClient<Result>(_ body: () -> Result) -> Result {
        let slot = Breadcrumb_Current()
        Breadcrumb_BeginClientWait(slot)
        defer { Breadcrumb_EndClientWait(slot) }
        return body()
    }

    /// Whether this thread is an event loop, where nothing may wait.
    static var isOnLoop: Bool { Breadcrumb_Current()?.pointee.kind == BreadcrumbKindLoop }
}
