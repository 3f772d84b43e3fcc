import HostLog

/// One call into a module, as its thread noted it. A value; what is in it came from a worker and is not to be trusted.
package struct NotedCall: Hashable, Sendable {
    /// Index of the module, 1 the first of the list; 0 none.
    package var module: UInt32

    /// The RQ_ or GL_ bit, or one of the BreadcrumbCall values.
    package var notification: UInt32

    /// An OnPost method.
    package var isPost: Bool

    /// `notification` is a GL_ bit.
    package var isGlobal: Bool

    /// Number of the exchange; 0 where there is none.
    package var exchange: UInt64

    /// A call with all of its parts.
    package init(module: UInt32, notification: UInt32, isPost: Bool, isGlobal: Bool, exchange: UInt64) {
        self.module = module
        self.notification = notification
        self.isPost = isPost
        self.isGlobal = isGlobal
        self.exchange = exchange
    }

    /// The name of the method that was called, for example "OnPostBeginRequest".
    package var methodName: String {
        BreadcrumbText.methodName(notification: notification, isPost: isPost, isGlobal: isGlobal)
    }
}

/// What one thread of a worker was doing. A value.
package struct ThreadAccount: Hashable, Sendable {
    /// The kernel's number of the thread.
    package var threadID: UInt32

    /// One of the BreadcrumbKind values.
    package var kind: UInt32

    /// Calls that were open; more than `calls.count` if they were nested deeper than is recorded.
    package var depth: Int

    /// The recorded calls, the outermost first.
    package var calls: [NotedCall]

    /// The exchange that `requestLine` belongs to.
    package var requestExchange: UInt64

    /// The first bytes of the request line, as received.
    package var requestLine: [UInt8]

    /// An account with all of its parts.
    package init(
        threadID: UInt32, kind: UInt32, depth: Int, calls: [NotedCall], requestExchange: UInt64, requestLine: [UInt8]
    ) {
        self.threadID = threadID
        self.kind = kind
        self.depth = depth
        self.calls = calls
        self.requestExchange = requestExchange
        self.requestLine = requestLine
    }

    /// The call that the thread was in; nil if it was in none, or nested too deep to know which.
    package var innermost: NotedCall? {
        guard depth > 0, depth == calls.count, let last = calls.last, last.module != 0 else { return nil }
        return last
    }

    /// The request line of `call`'s exchange, made printable; nil if the line belongs to another one.
    package func requestText(of call: NotedCall) -> String? {
        guard !requestLine.isEmpty, requestExchange == call.exchange else { return nil }
        return PrintableText.of(requestLine, inQuotes: true)
    }
}

/// What the crash handler of a worker recorded. A value.
package struct CrashAccount: Hashable, Sendable {
    /// The signal that the handler caught.
    package var signal: Int32

    /// Its si_code.
    package var code: Int32

    /// The process that sent the signal; nil for a fault of the processor.
    package var senderPID: Int32?

    /// The kernel's number of the thread that crashed.
    package var threadID: UInt32

    /// The address that could not be used; nil for a signal that was sent.
    package var faultAddress: UInt64?

    /// Raw return addresses, the crash first.
    package var programCounters: [UInt64]

    /// The same as places in files, "auth.so+0x1139", as far as the worker had noted its files; for addr2line.
    package var places: [String]

    /// What that thread was doing; nil if it had left no breadcrumb.
    package var thread: ThreadAccount?

    /// An account with all of its parts.
    package init(
        signal: Int32, code: Int32, senderPID: Int32?, threadID: UInt32, faultAddress: UInt64?,
        programCounters: [UInt64], places: [String], thread: ThreadAccount?
    ) {
        self.signal = signal
        self.code = code
        self.senderPID = senderPID
        self.threadID = threadID
        self.faultAddress = faultAddress
        self.programCounters = programCounters
        self.places = places
        self.thread = thread
    }
}
