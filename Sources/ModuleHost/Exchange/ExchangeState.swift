import CModuleBorder
import Glibc
import ModuleInterfaces

/// The state of an exchange that changes during its walk, apart from its objects.
///
/// Read by the thread that has the exchange. `Exchange.state` says who may write it.
struct ExchangeState {
    /// Where the objects are that modules have pointers to.
    var memory: HostObjectBlock
    /// What is in force for its URL, and what runs there. Not retained here: a place lives as long as the host, or is
    /// `retained` below.
    unowned(unsafe) var place: Place
    var route: WalkRoute
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
    /// The module and notification that run or were run last: the place of the module in the pipeline, or -1.
    var module = -1
    /// Where its step is in the pipeline.
    var step: UnsafePointer<Pipeline.Step>?
    var notification: Notification? { step?.pointee.notification }
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
    /// No site is for the request.
    var isHomeless = false
    /// The place of the exchange, if it is to be released at its end.
    var retained: Unmanaged<Place>?
    /// The number for finding the place, which takes files that have not been read; -1 if it has been found.
    var unreadPlace: Int32 = -1
    /// An asynchronous operation of the current notification may be under way.
    var hasOperation = false
    /// How often a module has waited for the body on its thread.
    var bodyWaits: UInt32 = 0
    /// Some module's GetHttpModule has failed; it is not asked again.
    var hasFailedInstance = false
}

/// The instances that modules made for one exchange, by the place of the module in the pipeline, and the calls that a walk
/// makes on them, which are in C++.
struct ExchangeInstances: ~Copyable {
    /// How the calls find the instances.
    private let walk: UnsafeMutablePointer<ModuleWalk>
    private let instances: UnsafeMutablePointer<WalkInstance>
    private let capacity: Int

    /// None yet, for exchanges through `pipeline`, which must live as long as this.
    init(_ pipeline: Pipeline) {
        capacity = pipeline.modules.count
        instances = .allocate(capacity: max(capacity, 1))
        instances.initialize(repeating: WalkInstance(), count: capacity)
        walk = .allocate(capacity: 1)
        walk.initialize(to: ModuleWalk())
        walk.pointee.modules = pipeline.walkModules.modules
        walk.pointee.instances = instances
        walk.pointee.last = ModuleWalk_None
    }

    deinit {
        instances.deallocate()
        walk.deallocate()
    }

    /// The modules get the objects of `memory` from now on.
    func move(into memory: HostObjectBlock) {
        walk.pointee.context = memory.cell(.context)
        walk.pointee.allocator = memory.cell(.allocator)
        walk.pointee.providers = memory.cell(.eventProvider)
    }

    /// Calls are made for the exchange with that number from now on.
    func begin(exchange number: UInt64) { walk.pointee.exchange = number }

    /// The instance of the module at `index`.
    subscript(index: Int) -> WalkInstance {
        @inline(__always) unsafeAddress {
            precondition(index >= 0 && index < capacity)
            return UnsafePointer(instances + index)
        }
        @inline(__always) nonmutating unsafeMutableAddress {
            precondition(index >= 0 && index < capacity)
            return instances + index
        }
    }

    /// Has the module at `index` make its instance, unless there is one.
    func make(_ index: Int) -> WalkAnswer { ModuleWalk_MakeInstance(walk, UInt32(index)) }

    /// Makes a call, and before it the instance that it is for.
    @inline(__always)
    func deliver(_ call: UnsafePointer<WalkCall>) -> WalkAnswer { ModuleWalk_Deliver(walk, call) }

    /// Disposes of all instances; `report` is called with the place of each module whose Dispose threw.
    @inline(__always)
    func dispose(_ report: (Int) -> Void) {
        while true {
            let thrower = ModuleWalk_Dispose(walk)
            guard thrower != ModuleWalk_None else { return }
            report(Int(thrower))
        }
    }

    /// Ready for the next exchange, after some GetHttpModule had failed.
    func forgetFailures() { for index in 0..<capacity { instances[index].hasFailed = 0 } }
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
