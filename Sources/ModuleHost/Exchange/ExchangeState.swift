import Glibc
import ModuleInterfaces

/// The state of an exchange that changes during its walk, apart from its objects.
///
/// Read by the thread that has the exchange. `Exchange.state` says who may write it.
struct ExchangeState {
    /// Where the objects are that modules have pointers to.
    var memory: HostObjectBlock
    /// The carrier and the client's connection. Not retained: a carrier keeps itself and the connection alive until it
    /// has been told that its exchange is finished.
    unowned(unsafe) var carrier: (any ExchangeCarrier)?
    unowned(unsafe) var connection: ClientConnection?
    /// The step of the pipeline that runs or comes next.
    var position = 0
    /// Counts the notifications delivered, over all uses of the exchange: a message names the one it is for.
    var serial: UInt64 = 0
    /// Counts the exchanges of this worker; breadcrumbs and logs name the exchange by it.
    var number: UInt64 = 0
    /// When the request began, in milliseconds of the monotonic clock.
    var startTime: UInt64 = 0
    /// The user after AUTHENTICATE_REQUEST, or the one a module set.
    var user: HttpUserReference?
    var hasBody = false
    /// A trusted proxy says who the client is.
    var isForwarded = false
    /// A module set a server variable.
    var hasVariables = false
    /// What SetErrorStatus was called with last.
    var errorStatus: Int32 = 0
    /// The module and notification that run or were run last; the place of the module in the pipeline, or -1.
    var module = -1
    var notification: Notification?
    /// The thread that runs the walk is a loop or one of the pool.
    var executor = Exchange.Executor.loop
    var hasBegun = false
    /// The notification that runs has returned PENDING.
    var isPending = false
    /// Some notification of this exchange has returned PENDING.
    var wasPending = false
    var isHandled = false
    /// `touches` of the response when the handler that runs was called.
    var touchesBefore: UInt32 = 0
    var isSendingResponse = false
    /// The walk is over, and the client has not taken all of the entity, which is sent from where it is.
    var isAwaitingOutput = false
    /// The host answered itself before any module was asked.
    var isRefused = false
    /// An asynchronous operation of the current notification may be under way.
    var hasOperation = false
    /// How often a module has waited for the body on its thread.
    var bodyWaits: UInt32 = 0
    /// How many modules have an instance.
    var created = 0
    /// Some module's GetHttpModule has failed; it is not asked again.
    var hasFailedInstance = false
}

/// The instances that modules made for one exchange, by the place of the module in the pipeline.
struct ExchangeInstances: ~Copyable {
    /// An instance of a module for this exchange.
    struct Instance {
        var module: HttpModuleReference?
        /// The slots its table answers, one bit each.
        var slots: UInt64 = 0
        /// What DisableNotifications switched off.
        var disabled: UInt32 = 0
        var disabledPost: UInt32 = 0
        var hasFailed = false
    }

    private let instances: UnsafeMutablePointer<Instance>
    /// The order in which they were made.
    private let order: UnsafeMutablePointer<Int>
    private let capacity: Int

    init(modules: Int) {
        capacity = modules
        instances = .allocate(capacity: max(modules, 1))
        instances.initialize(repeating: Instance(), count: modules)
        order = .allocate(capacity: max(modules, 1))
    }

    deinit {
        instances.deallocate()
        order.deallocate()
    }

    subscript(index: Int) -> Instance {
        @inline(__always) get {
            precondition(index >= 0 && index < capacity)
            return instances[index]
        }
        @inline(__always) nonmutating set {
            precondition(index >= 0 && index < capacity)
            instances[index] = newValue
        }
    }

    /// Notes that the module at `index` was the next to get an instance.
    func noteCreation(_ index: Int, number: Int) { order[number] = index }

    /// Which module got its instance as number `number`.
    func created(_ number: Int) -> Int { order[number] }

    /// Ready for the next exchange, after some GetHttpModule had failed.
    func forgetFailures() { for index in 0..<capacity { instances[index].hasFailed = false } }
}

/// The clock of GetRequestStartTime and GetRequestElapsedTime: milliseconds since the machine started.
enum MonotonicClock {
    /// Read from the coarse clock, which costs a few nanoseconds and is exact to some milliseconds.
    static func milliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
