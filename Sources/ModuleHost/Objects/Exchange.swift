package import CModuleABI
import CModuleBorder
import ModuleInterfaces
import Synchronization

/// One request with its response and everything that modules see of the two.
///
/// It is used again and again: `begin` fills it, `start` gives it to an executor, the walk ends with `finished` at its carrier,
/// and `recycle` makes it ready for the next request. At any time one thread has it: its loop, a thread of the pool, or, while
/// its notification is PENDING, one thread of the module; `memory` refuses calls from others. Everything that happens to it from
/// elsewhere is a message in `completions`.
package final class Exchange: @unchecked Sendable {
    // Safety: see above; `completions` and `entity` have locks of their own.

    /// What runs a walk.
    package enum Executor: Sendable {
        /// The event loop of the connection. Nothing may wait there.
        case loop
        /// A thread of the pool, which may.
        case pool
    }

    /// An instance of a module for this exchange.
    struct Instance {
        let module: HttpModuleReference
        /// The slots its table answers, one bit each.
        let slots: UInt64
        /// What DisableNotifications switched off.
        var disabled: UInt32 = 0
        var disabledPost: UInt32 = 0
    }

    unowned(unsafe) package let host: ModuleHost
    let memory: HostObjectBlock
    let arena = Arena()
    let completions = Mutex(CompletionQueue())

    // What modules see. Each object answers the calls on one cell of `memory`.
    private(set) var context: HttpContextObject!
    package private(set) var request: HttpRequestObject!
    package private(set) var response: HttpResponseObject!
    private(set) var cells: ExchangeCells!

    // Who it belongs to, from `begin` to `recycle`.
    package private(set) var carrier: (any ExchangeCarrier)?
    package private(set) var connection: ClientConnection?
    /// Counts the exchanges of this worker; breadcrumbs and logs name the exchange by it.
    package private(set) var number: UInt64 = 0
    /// When the request began, in milliseconds of the monotonic clock.
    private(set) var startTime: UInt64 = 0
    /// The request body; nil if there is none.
    package private(set) var entity: EntityBuffer?
    private var spareEntity: EntityBuffer?

    // How far the walk is. Only Process/ writes these.
    var pipeline: Pipeline
    var executor: Executor = .loop
    var position = 0
    /// Counts the notifications delivered, over all uses of the exchange: a message names the one it is for.
    var serial: UInt64 = 0
    var isPending = false
    var wasPending = false
    var hasBegun = false
    var isHandled = false
    var isSendingResponse = false
    /// The host answered itself before any module was asked.
    var isRefused = false
    /// An asynchronous operation of the current notification may be under way.
    var hasOperation = false
    lazy var serverVariables = ServerVariables(exchange: self)
    /// What SetErrorStatus was called with last.
    var errorStatus: Int32 = 0
    /// The module and notification that run or were run last.
    var currentModule: LoadedModule?
    var currentNotification: Notification?
    var instances: [Instance?]
    /// Which modules have an instance, in the order of creation.
    var created: [Int] = []
    var failedInstances: Set<Int> = []
    /// The user after AUTHENTICATE_REQUEST, or the one a module set.
    var user: HttpUserReference?

    /// Makes the objects of an exchange, at rest. Nil when the region for host objects is full.
    package init?(host: ModuleHost) {
        guard let memory = HostObjectBlock(cells: ExchangeCells.count, live: false, confined: true) else { return nil }
        self.host = host
        self.memory = memory
        pipeline = host.pipeline
        instances = Array(repeating: nil, count: host.pipeline.modules.count)
        context = HttpContextObject(exchange: self)
        request = HttpRequestObject(exchange: self)
        response = HttpResponseObject(exchange: self)
        cells = ExchangeCells(exchange: self)
    }

    /// Takes up a request: the head is in `bytes`, which is copied once so that names and values can be ended with zeros.
    ///
    /// Called by the carrier on its loop; header fields follow by `request.add(field:)`, then `expectBody` if there is one,
    /// then `start`.
    package func begin(
        _ line: RequestLine, bytes: RawSpan, connection: ClientConnection, carrier: any ExchangeCarrier
    ) -> Bool {
        if wasPending {
            wasPending = false
            completions.withLock { $0.begin() }
        }
        number = host.nextExchangeNumber()
        startTime = MonotonicClock.milliseconds()
        guard let frame = arena.allocate(MemoryLayout<ExchangeFrame>.size) else { return false }
        let typed = frame.bindMemory(to: ExchangeFrame.self, capacity: 1)
        guard request.begin(line, bytes: bytes, frame: typed) else { return false }
        response.begin(frame: typed)
        self.connection = connection
        self.carrier = carrier
        memory.setLive(true)
        return true
    }

    /// A body follows the head. `length` is nil when it is chunked.
    package func expectBody(length: UInt64?) -> EntityBuffer {
        let entity = spareEntity ?? EntityBuffer()
        spareEntity = nil
        self.entity = entity
        request.contentLength = length
        return entity
    }

    /// The carrier filled it but will not start it.
    package func abandon() { hasBegun = true }

    /// What a send has come to, as completions report it.
    package static func sendResult(_ isConnected: Bool) -> HRESULT {
        isConnected ? HResult.ok : HResult.networkNameDeleted
    }

    /// The exchange is over and its carrier is done with it. Loop only. Returns whether its memory must rest before its
    /// next use, because a module may still hold pointers to it in good faith.
    func reset() -> Bool {
        memory.setLive(false)
        let mustRest = wasPending || entity != nil
        if let entity {
            _ = entity.cancel()
            entity.reset()
            spareEntity = mustRest ? nil : entity
            self.entity = nil
        }
        carrier = nil
        connection = nil
        user = nil
        request.reset()
        response.reset()
        cells.reset()
        if mustRest { arena.release() } else { arena.reset() }
        position = 0
        isPending = false
        hasBegun = false
        isHandled = false
        isSendingResponse = false
        hasOperation = false
        isRefused = false
        serverVariables.removeAll()
        errorStatus = 0
        currentModule = nil
        currentNotification = nil
        if !created.isEmpty { created.removeAll(keepingCapacity: true) }
        if !failedInstances.isEmpty { failedInstances.removeAll() }
        if wasPending {
            // Ended now; `begin` opens it again, after the rest.
            completions.withLock { $0.end() }
        }
        return mustRest
    }
}
