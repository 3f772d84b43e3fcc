package import CModuleABI
import CModuleBorder
import Executors
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

    unowned(unsafe) package let host: ModuleHost
    /// The host's, which lives as long: asked once per walk, without a count of references.
    let watchdog: Unmanaged<Watchdog>
    /// What modules have pointers to.
    var memory: HostObjectBlock { @inline(__always) get { state.pointee.memory } }
    let arena = Arena()
    let completions = Mutex(CompletionQueue())
    /// The status of a response to a body that its carrier refused; 0 if it did not.
    let bodyRefusal = Atomic<UInt32>(0)
    /// Some message has been sent to `completions` since they were opened.
    let hasCompletions = Atomic(false)

    // What modules see. Each object answers the calls on one cell of `memory`.
    let context: HttpContextObject
    package let request: HttpRequestObject
    package let response: HttpResponseObject
    let cells: ExchangeCells

    private var body: EntityBuffer?
    private var spareEntity: EntityBuffer?
    /// What a trusted proxy says; meaningless unless the state says that there is something.
    private(set) var forwarded: (client: ConnectionAddress?, isSecure: Bool?) = (nil, nil)
    /// The name of the user, kept for the log: the user himself is gone when the line is written.
    package internal(set) var loggedUser: String?

    // How far the walk is. Only Process/ and Respond/ write these.
    let state: UnsafeMutablePointer<ExchangeState>
    let instances: ExchangeInstances
    let pipeline: Pipeline
    lazy var serverVariables = ServerVariables(exchange: self)

    /// Makes the objects of an exchange, at rest. Nil when the region for host objects is full.
    package init?(host: ModuleHost) {
        guard let memory = HostObjectBlock(cells: ExchangeCells.count, live: false, confined: true) else { return nil }
        self.host = host
        watchdog = .passUnretained(host.watchdog)
        pipeline = host.pipeline
        state = .allocate(capacity: 1)
        state.initialize(to: ExchangeState(memory: memory))
        instances = ExchangeInstances(modules: host.pipeline.modules.count)
        context = HttpContextObject()
        request = HttpRequestObject(arena: arena)
        response = HttpResponseObject(arena: arena)
        cells = ExchangeCells(
            arena: arena, host: host, context: context, request: request, response: response)
        cells.move(into: memory)
        context.exchange = self
        request.exchange = self
        response.exchange = self
        cells.attach(self)
    }

    deinit {
        state.deallocate()
        instances.deallocate()
    }

    /// Takes up a request: the head is in `bytes`, which is copied once so that names and values can be ended with zeros.
    ///
    /// Called by the carrier on its loop; header fields follow by `request.add(field:)`, then `expectBody` if there is one,
    /// then `start`.
    package func begin(
        _ line: RequestLine, bytes: RawSpan, connection: ClientConnection, carrier: any ExchangeCarrier
    ) -> Bool {
        state.pointee.wasPending = false
        if hasCompletions.load(ordering: .relaxed) {
            hasCompletions.store(false, ordering: .relaxed)
            completions.withLock { $0.begin() }
        }
        state.pointee.number = host.nextExchangeNumber()
        state.pointee.startTime = MonotonicClock.milliseconds()
        guard let frame = arena.allocate(MemoryLayout<ExchangeFrame>.size) else { return false }
        let typed = frame.bindMemory(to: ExchangeFrame.self, capacity: 1)
        guard request.begin(line, bytes: bytes, frame: typed, exchange: state.pointee.number) else { return false }
        response.begin(frame: typed)
        state.pointee.carrier = carrier
        state.pointee.connection = connection
        memory.setLive(true)
        return true
    }

    /// A body follows the head. `length` is nil when it is chunked.
    package func expectBody(length: UInt64?) -> EntityBuffer {
        let entity = spareEntity ?? EntityBuffer()
        spareEntity = nil
        body = entity
        state.pointee.hasBody = true
        request.contentLength = length
        return entity
    }

    /// The carrier filled it but will not start it.
    package func abandon() { state.pointee.hasBegun = true }

    /// What a send has come to, as completions report it.
    package static func sendResult(_ isConnected: Bool) -> HRESULT {
        isConnected ? HResult.ok : HResult.networkNameDeleted
    }

    /// Leaves its objects' places to rest and takes up others, which modules see from the next request on. Loop only, between
    /// two requests.
    func move(into memory: HostObjectBlock) {
        state.pointee.memory = memory
        cells.move(into: memory)
    }

    /// The exchange is over and its carrier is done with it. Loop only. Returns whether its memory must rest before its
    /// next use, because a module may still hold pointers to it in good faith.
    func reset() -> Bool {
        memory.setLive(false)
        let wasPending = state.pointee.wasPending
        let mustRest = wasPending || state.pointee.hasBody
        if state.pointee.hasBody { resetEntity(keepIt: !mustRest) }
        if state.pointee.isForwarded { forwarded = (nil, nil) }
        if loggedUser != nil { loggedUser = nil }
        if state.pointee.hasVariables { serverVariables.removeAll() }
        request.reset()
        response.reset()
        cells.reset()
        if mustRest { arena.release() } else { arena.reset() }
        if state.pointee.hasFailedInstance { instances.forgetFailures() }
        let serial = state.pointee.serial
        state.pointee = ExchangeState(memory: memory)
        state.pointee.serial = serial
        state.pointee.wasPending = wasPending
        return mustRest
    }

    private func resetEntity(keepIt: Bool) {
        guard let body else { return }
        bodyRefusal.store(0, ordering: .relaxed)
        _ = body.cancel()
        body.reset()
        spareEntity = keepIt ? body : nil
        self.body = nil
    }
}

/// The state under the names that the walk uses.
extension Exchange {
    /// How long it has taken so far, in milliseconds.
    package var elapsedMilliseconds: UInt64 { MonotonicClock.milliseconds() - state.pointee.startTime }
    /// Where the client is: as the connection says, or as a trusted proxy does.
    package var remote: ConnectionAddress {
        if state.pointee.isForwarded, let client = forwarded.client { return client }
        return connection?.remote ?? .ipv4(0, port: 0)
    }
    /// Whether the client's own request came by https, as far as is known.
    var isSecure: Bool { state.pointee.isForwarded && forwarded.isSecure == true }

    /// What a trusted proxy says of the client. Called by the carrier between `begin` and `start`.
    package func setForwarded(client: ConnectionAddress?, isSecure: Bool?) {
        forwarded = (client, isSecure)
        state.pointee.isForwarded = true
    }

    /// Who carries it, from `begin` to `reset`.
    package var carrier: (any ExchangeCarrier)? { state.pointee.carrier }
    /// The client's connection, from `begin` to `reset`.
    package var connection: ClientConnection? { state.pointee.connection }
    /// Counts the exchanges of this worker; breadcrumbs and logs name the exchange by it.
    package var number: UInt64 { @inline(__always) get { state.pointee.number } }
    /// When the request began, in milliseconds of the monotonic clock.
    var startTime: UInt64 { state.pointee.startTime }
    /// The request body; nil if there is none.
    package var entity: EntityBuffer? { state.pointee.hasBody ? body : nil }
    /// Whether its own loop runs it right now: what it sends can go straight into the channel.
    package var isOnLoop: Bool { state.pointee.executor == .loop && !state.pointee.isPending }
    var user: HttpUserReference? {
        get { state.pointee.user }
        set { state.pointee.user = newValue }
    }
    var position: Int {
        @inline(__always) get { state.pointee.position }
        @inline(__always) set { state.pointee.position = newValue }
    }
    var serial: UInt64 {
        @inline(__always) get { state.pointee.serial }
        @inline(__always) set { state.pointee.serial = newValue }
    }
    var errorStatus: Int32 {
        get { state.pointee.errorStatus }
        set { state.pointee.errorStatus = newValue }
    }
    var executor: Executor {
        @inline(__always) get { state.pointee.executor }
        @inline(__always) set { state.pointee.executor = newValue }
    }
    var hasBegun: Bool {
        @inline(__always) get { state.pointee.hasBegun }
        @inline(__always) set { state.pointee.hasBegun = newValue }
    }
    var isPending: Bool {
        @inline(__always) get { state.pointee.isPending }
        @inline(__always) set { state.pointee.isPending = newValue }
    }
    var wasPending: Bool {
        get { state.pointee.wasPending }
        set { state.pointee.wasPending = newValue }
    }
    var isHandled: Bool {
        @inline(__always) get { state.pointee.isHandled }
        @inline(__always) set { state.pointee.isHandled = newValue }
    }
    var isSendingResponse: Bool {
        @inline(__always) get { state.pointee.isSendingResponse }
        @inline(__always) set { state.pointee.isSendingResponse = newValue }
    }
    var isRefused: Bool {
        get { state.pointee.isRefused }
        set { state.pointee.isRefused = newValue }
    }
    var hasOperation: Bool {
        @inline(__always) get { state.pointee.hasOperation }
        @inline(__always) set { state.pointee.hasOperation = newValue }
    }
    var currentNotification: Notification? { state.pointee.notification }
    /// The module that runs or was run last.
    var currentModule: LoadedModule? {
        let index = state.pointee.module
        return index >= 0 ? pipeline.modules[index] : nil
    }
}
