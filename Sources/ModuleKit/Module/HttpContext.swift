import CModuleABI
import Glibc
import Synchronization

/// One request with its response, as one module sees it.
///
/// It belongs to the thread that is in a notification; `pending(_:)` hands it to a task. When the exchange is over it
/// answers nil and does nothing: the host may already be using its own object for the next request.
public final class HttpContext {
    /// What one call of the module, and the waiting that may follow it, has to remember.
    struct Turn {
        /// The number of the call; 0 for none.
        var number: UInt64 = 0
        var firstFailure: HostError?
        var completion: Completion?
        var work: PendingWork?

        /// Whether there is nothing to remember, as after most calls.
        var isPlain: Bool { firstFailure == nil && completion == nil && work == nil }
    }

    /// What `pending(_:)` takes.
    typealias PendingWork = @Sendable (HttpContext) async throws -> NotificationStatus

    /// The address of the host's object; 0 before the first notification and after the end. Atomic, because a task that
    /// outlives its exchange may look while the exchange ends.
    private let address = Atomic<UInt>(0)
    /// The address of the host's response, once it has been asked for; 0 before.
    private let responseAddress = Atomic<UInt>(0)
    /// The task that works for a pending notification has the context, or the host's thread, or the former after the
    /// end.
    let holder = Atomic<UInt8>(Holder.host.rawValue)
    /// The operation of the host that the task waits for.
    let wait = HostWait()
    /// What the host calls the module; nil where it does not matter.
    let moduleID: HTTP_MODULE_ID?
    // Safety: the module's type has it as long as there are exchanges, and after the end of its own a context does not use it.
    /// Where the settings of the module come from; nil where the host has none to offer.
    unowned(unsafe) let configurations: ConfigurationSource?
    // The checks of exclusive access are off for what each call touches: nothing of it is passed inout.
    @exclusivity(unchecked) var turn = Turn()
    @exclusivity(unchecked) var depth = 0
    @exclusivity(unchecked) private var calls: UInt64 = 0
    @exclusivity(unchecked) private var descriptors: [Int32] = []

    /// What the module keeps with this exchange, by type; emptied when the exchange ends.
    public var storage = ExchangeStorage() {
        didSet { isStorageUsed = true }
    }
    /// Whether `storage` may hold something: to ask it costs a check of exclusive access.
    @exclusivity(unchecked) private var isStorageUsed = false
    /// Whether a task has ever had the context, or something was begun that is waited for. Such a one is not used for another
    /// exchange.
    @exclusivity(unchecked) var mayBeAwaited = false

    init(moduleID: HTTP_MODULE_ID? = nil, configurations: ConfigurationSource? = nil) {
        self.moduleID = moduleID
        self.configurations = configurations
    }

    /// What the client asked for.
    @inlinable
    public var request: HttpRequest { HttpRequest(context: self) }

    /// What the client will get.
    @inlinable
    public var response: HttpResponse { HttpResponse(context: self) }

    /// The server variables of this exchange, such as `REMOTE_ADDR`.
    @inlinable
    public var serverVariables: ServerVariables { ServerVariables(context: self) }

    /// Whether the exchange is over, so that nothing can be read or changed any more.
    public var isEnded: Bool { object == nil }

    /// The result of the notification for later: take it, return `.pending`, and complete it from any thread.
    ///
    /// The same until the notification ends. Taken after the end it is one that has been used up.
    public var completion: Completion {
        if let completion = turn.completion { return completion }
        let completion = Completion(object)
        turn.completion = completion
        return completion
    }

    /// The host's object; nil when there is none any more.
    var object: UnsafeMutablePointer<IHttpContext>? {
        UnsafeMutablePointer(bitPattern: address.load(ordering: .relaxed))
    }

    /// The host's response; nil when there is none any more. The same as long as the exchange lasts.
    var responseObject: UnsafeMutablePointer<IHttpResponse>? {
        guard let object else { return nil }
        if let known = UnsafeMutablePointer<IHttpResponse>(bitPattern: responseAddress.load(ordering: .relaxed)) {
            return known
        }
        let response = IHttpContext_GetResponse(object)
        responseAddress.store(UInt(bitPattern: response), ordering: .relaxed)
        return response
    }

    /// The host calls with its object.
    private func attach(_ object: UnsafeMutablePointer<IHttpContext>) {
        guard address.load(ordering: .relaxed) != UInt(bitPattern: object) else { return }
        responseAddress.store(0, ordering: .relaxed)
        address.store(UInt(bitPattern: object), ordering: .relaxed)
    }

    /// Remembers the first call that the host refused, for those calls that do not throw: the notification then fails
    /// with it as if it had been thrown. Answers whether the call succeeded.
    @discardableResult
    func accept(_ code: Int32, _ operation: @autoclosure () -> String) -> Bool {
        if code >= 0 { return true }
        if turn.firstFailure == nil {
            turn.firstFailure = HostError(ResultCode(rawValue: code), operation())
        }
        return false
    }

    /// Closes `descriptor` when the exchange ends.
    func close(atEnd descriptor: Int32) {
        descriptors.append(descriptor)
    }

    /// The number for the next call of this context.
    func nextCallNumber() -> UInt64 {
        calls += 1
        return calls
    }

    /// Whether the call of this number still runs or waits.
    func isCurrent(_ number: UInt64) -> Bool {
        turn.number == number && !isEnded
    }

    /// The end of the exchange for this module. Called once, by `Dispose`.
    func end() {
        address.store(0, ordering: .relaxed)
        if mayBeAwaited {
            wait.end()
            // A task whose notification was completed elsewhere may still be using all this: it clears up itself.
            guard !leaveToTask() else { return }
        }
        clear()
    }

    /// Whether nothing is left of the exchange, not even what an instance has put there while it ended.
    var isAsNew: Bool { !mayBeAwaited && !isStorageUsed && turn.isPlain && descriptors.isEmpty }

    /// Lets go of everything that was kept for the exchange.
    func clear() {
        turn.completion?.expire()
        if !turn.isPlain { turn = Turn() }
        if isStorageUsed {
            // What is stored ends last, so that what it stores while it ends is noticed.
            let left = storage
            storage = ExchangeStorage()
            isStorageUsed = false
            withExtendedLifetime(left) {}
        }
        guard !descriptors.isEmpty else { return }
        for descriptor in descriptors { _ = Glibc.close(descriptor) }
        descriptors = []
    }

    /// Runs one notification and makes what it throws a response. Notifications nest: a flush calls OnSendResponse.
    ///
    /// The type and the instance come as arguments, not in a closure: a closure would count references, each time, to what
    /// lives longer than the call anyway.
    func perform(
        _ call: NotificationCall, on object: UnsafeMutablePointer<IHttpContext>,
        _ type: ModuleType, _ value: Instance, _ method: NotificationMethod
    ) -> NotificationStatus {
        attach(object)
        guard depth == 0, turn.isPlain, call.slot != .asyncCompletion else {
            return performWithin(call, type, value, method)
        }
        turn.number = call.number
        depth = 1
        let status = outcome(of: call, type, value, method)
        depth = 0
        guard status != .pending, turn.isPlain else { return close(call, status, outer: Turn()) }
        turn.number = 0
        return status
    }

    /// Runs one that another turn surrounds or leaves something for.
    private func performWithin(
        _ call: NotificationCall, _ type: ModuleType, _ value: Instance, _ method: NotificationMethod
    ) -> NotificationStatus {
        if call.slot == .asyncCompletion, isTasks { return hearCompletion(call, type, value, method) }
        let outer = depth > 0 ? turn : Turn()
        turn = Turn(number: call.number, completion: call.slot == .asyncCompletion ? turn.completion : nil)
        depth += 1
        let status = outcome(of: call, type, value, method)
        depth -= 1
        return close(call, status, outer: outer)
    }

    /// Ends the turn, or has the work of a pending one start.
    private func close(_ call: NotificationCall, _ status: NotificationStatus, outer: Turn) -> NotificationStatus {
        guard status == .pending else {
            turn.completion?.expire()
            turn = outer
            return status
        }
        if let work = turn.work {
            turn.work = nil
            start(work, call)
        }
        return .pending
    }

    /// Runs a global notification, which has no instance and may not wait. Throws what a call without `throws` met.
    func lend(
        _ object: UnsafeMutablePointer<IHttpContext>, _ body: () throws -> GlobalNotificationStatus
    ) throws -> GlobalNotificationStatus {
        attach(object)
        let status = try body()
        if let failure = turn.firstFailure { throw failure }
        return status
    }

    /// A completion that the module has posted, while a task works for the same notification: the turn is the task's.
    private func hearCompletion(
        _ call: NotificationCall, _ type: ModuleType, _ value: Instance, _ method: NotificationMethod
    ) -> NotificationStatus {
        let status = outcome(of: call, type, value, method)
        if status != .pending { turn.completion?.expire() }
        return status
    }

    private func outcome(
        of call: NotificationCall, _ type: ModuleType, _ value: Instance, _ method: NotificationMethod
    ) -> NotificationStatus {
        do {
            let status = try method(type, value, self, call) ?? .continue
            if !turn.isPlain, let failure = turn.firstFailure { throw failure }
            if status == .pending { try checkPending(call.slot) }
            return status
        } catch {
            turn.work = nil
            return respond(to: error, in: call)
        }
    }

    private func checkPending(_ slot: NotificationSlot) throws(ModuleError) {
        guard slot.canWait else {
            throw ModuleError(status: 500, details: "A module returned .pending from \(slot), which cannot wait.")
        }
        guard turn.completion != nil || turn.work != nil || isTasks else {
            throw ModuleError(
                status: 500,
                details: "A module returned .pending from \(slot) with nothing to end it: "
                    + "use context.pending { } or take context.completion before.")
        }
    }
}

@available(*, unavailable, message: "A context belongs to one thread at a time: hand it over with context.pending { }.")
extension HttpContext: Sendable {}
