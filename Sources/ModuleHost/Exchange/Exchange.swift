package import CModuleABI
import CModuleBorder
import Executors
import ModuleInterfaces
package import OperatingSystem
import Synchronization

/// One request with its response and everything that modules see of the two.
///
/// It is used again and again: `begin` fills it, `start` gives it to an executor, the walk ends with `finished` at its carrier,
/// and `reset` makes it ready for the next request. At any time one thread has it: its loop, a thread of the pool, or, while
/// its notification is PENDING, one thread of the module; its block refuses calls from others. Everything that happens to it
/// from elsewhere is a message in `completions`.
package final class Exchange: @unchecked Sendable {
    // Safety: see above, and `state`; `completions` and `entity` have locks of their own.

    /// What runs a walk.
    package enum Executor: Sendable {
        /// The event loop of the connection. Nothing may wait there.
        case loop
        /// A thread of the pool, which may.
        case pool
    }

    unowned(unsafe) package let host: ModuleHost
    /// The host's watchdog, not retained: the host lives longer than its exchanges, and every walk uses this.
    let watchdog: Unmanaged<Watchdog>
    /// The places of the host, not retained for the same reason.
    let places: Unmanaged<PlaceMap>
    /// What is in force for a request of which nothing is known, and, if `hasOnePlace`, for all.
    private let firstPlace: Unmanaged<Place>
    private let firstRoute: WalkRoute
    let hasOnePlace: Bool
    /// The modules that run for it, in their order.
    var pipeline: Pipeline { state.route.pipeline }
    /// What is in force for its URL.
    var place: Place { @inline(__always) get { state.place } }
    let arena: Arena
    let completions = Lock(CompletionQueue())
    /// The status of a response to a body that its carrier refused; 0 if it did not.
    let bodyRefusal = Atomic<UInt32>(0)
    /// Some message has been sent to `completions` since they were opened.
    let hasCompletions = Atomic(false)

    // What modules see. Each object answers the calls on one cell of the block.
    package let request: HttpRequestObject
    package let response: HttpResponseObject
    let objects: ExchangeObjects
    /// The objects that modules have made for this exchange.
    let instances: ExchangeInstances
    private let box: StateBox<ExchangeState>

    var body: EntityBuffer?
    var spareEntity: EntityBuffer?
    /// What a trusted proxy says; meaningless unless the state says that there is something.
    private(set) var forwarded: (client: EndpointAddress?, isSecure: Bool?) = (nil, nil)
    /// The name of the user, kept for the log: the IHttpUser itself is released before the line is written.
    @exclusivity(unchecked) var keptUserName: String?
    lazy var serverVariables = ServerVariables(exchange: self)

    /// Makes an exchange that has no request yet. Modules see `objects` in the block `memory`, and `arena` is the
    /// memory that the objects allocate from.
    init(host: ModuleHost, memory: HostObjectBlock, arena: Arena, objects: ExchangeObjects) {
        self.host = host
        watchdog = .passUnretained(host.watchdog)
        self.arena = arena
        request = objects.request
        response = objects.response
        self.objects = objects
        instances = ExchangeInstances(host.pipeline)
        let place = host.places.first
        places = .passUnretained(host.places)
        firstPlace = .passUnretained(place)
        firstRoute = WalkRoute(place.pipeline)
        hasOnePlace = host.places.isSingle && !place.isBroken
        box = StateBox(ExchangeState(memory: memory, place: place, route: firstRoute))
        objects.move(into: memory)
        instances.move(into: memory)
        objects.attach(to: self)
    }

    /// How far the exchange is.
    ///
    /// Written only by the thread that has the exchange, which debug builds check, and only by code in Exchange,
    /// Deliver, Respond and Walk, which `make check-rules` checks. Code in Objects calls the functions below.
    var state: ExchangeState {
        @inline(__always) unsafeAddress { UnsafePointer(box.address) }
        @inline(__always) unsafeMutableAddress {
            assert(mayWrite, "The state of an exchange is written by a thread that does not have the exchange.")
            return box.address
        }
    }

    /// Whether the calling thread has the exchange: it has taken or borrowed the block, or it is the loop, which fills
    /// and empties an exchange that no thread is running.
    var mayWrite: Bool {
        let memory = box.memory
        return memory.isTakenHere || (!memory.isTaken && (!memory.isLive || !box.hasBegun))
    }

    // MARK: One request after the other

    /// Takes up a request: the head is in `bytes`, which is copied once so that names and values can be ended with zeros.
    ///
    /// Called by the carrier on its loop; header fields follow by `request.add(field:)`, then `expectBody` if there is one,
    /// then `start`.
    package func begin(
        _ line: RequestLine, bytes: RawSpan, connection: ClientConnection, carrier: any ExchangeCarrier
    ) -> Bool {
        state.wasPending = false
        if hasCompletions.load(ordering: .relaxed) {
            hasCompletions.store(false, ordering: .relaxed)
            completions.withLock { $0.begin() }
        }
        state.number = host.nextExchangeNumber()
        instances.begin(exchange: state.number)
        state.startTime = MonotonicClock.milliseconds()
        guard let frame = arena.allocate(MemoryLayout<ExchangeFrame>.size) else { return false }
        let typed = frame.bindMemory(to: ExchangeFrame.self, capacity: 1)
        guard request.begin(line, bytes: bytes, frame: typed, exchange: state.number) else { return false }
        response.begin(frame: typed)
        state.carrier = carrier
        state.connection = connection
        state.memory.setLive(true)
        return true
    }

    /// What a trusted proxy says of the client. Called by the carrier between `begin` and `start`.
    package func setForwarded(client: EndpointAddress?, isSecure: Bool?) {
        forwarded = (client, isSecure)
        state.isForwarded = true
    }

    /// Marks an exchange that the carrier has filled but will not start.
    package func abandon() { state.hasBegun = true }

    /// The HRESULT that completions report for a send.
    package static func sendResult(_ isConnected: Bool) -> HRESULT {
        isConnected ? HResult.ok : HResult.networkNameDeleted
    }

    /// Moves its objects into another block, in which modules see them from the next request on; the old block rests.
    /// Loop only, between two requests.
    func move(into memory: HostObjectBlock) {
        state.memory = memory
        objects.move(into: memory)
        instances.move(into: memory)
    }

    /// The exchange is over and its carrier is done with it. Loop only. Returns whether its memory must rest before its
    /// next use, because a module may still hold pointers to it.
    func reset() -> Bool {
        let memory = state.memory
        memory.setLive(false)
        let wasPending = state.wasPending
        let mustRest = wasPending || state.hasBody
        if state.hasBody { resetEntity(keepIt: !mustRest) }
        if state.isForwarded { forwarded = (nil, nil) }
        if host.keepsUserNames { keptUserName = nil }
        if state.hasVariables { serverVariables.removeAll() }
        request.reset()
        response.reset()
        objects.cachePolicy.reset()
        if mustRest { arena.release() } else { arena.reset() }
        if state.hasFailedInstance { instances.forgetFailures() }
        state.retained?.release()
        let serial = state.serial
        state = ExchangeState(memory: memory, place: firstPlace.takeUnretainedValue(), route: firstRoute)
        state.serial = serial
        state.wasPending = wasPending
        return mustRest
    }
}

/// What other code reads of an exchange.
extension Exchange {
    /// The name of its user, from the end of the walk on, if the host keeps it.
    package var loggedUser: String? { keptUserName }
    /// How long it has taken so far, in milliseconds.
    package var elapsedMilliseconds: UInt64 { MonotonicClock.milliseconds() - state.startTime }
    /// Where the client is: as the connection says, or as a trusted proxy does.
    package var remote: EndpointAddress {
        if state.isForwarded, let client = forwarded.client { return client }
        return connection?.remote ?? .ipv4(0, port: 0)
    }
    /// Whether the client's own request came by https, as far as is known.
    var isSecure: Bool { state.isForwarded && forwarded.isSecure == true }
    /// The carrier, from `begin` to `reset`.
    package var carrier: (any ExchangeCarrier)? { state.carrier }
    /// The client's connection, from `begin` to `reset`.
    package var connection: ClientConnection? { state.connection }
    /// The id of its site; 0 if no site is for it.
    package var siteID: UInt32 { state.isHomeless ? 0 : place.site.id }
    /// Counts the exchanges of this worker; breadcrumbs and logs name the exchange by it.
    package var number: UInt64 { @inline(__always) get { state.number } }
    /// Whether its own loop runs it right now: what it sends can go straight into the channel.
    package var isOnLoop: Bool { state.executor == .loop && !state.isPending }
    /// The module that runs or was run last.
    var currentModule: LoadedModule? {
        let index = state.module
        return index >= 0 ? pipeline.modules[index] : nil
    }
    /// The object pointer that modules get for one of its objects.
    @inline(__always)
    func pointer(_ cell: ExchangeCell) -> UnsafeMutableRawPointer { UnsafeMutableRawPointer(state.memory.cell(cell)) }

    /// Where the state is for as long as the exchange lives, for its objects, which are asked all the time and would else
    /// retain the exchange for each answer. To be read only.
    var stateAddress: UnsafePointer<ExchangeState> { UnsafePointer(box.address) }
}

/// Changes that modules make through host objects. Called by the code in Objects.
extension Exchange {
    /// SetRequestHandled.
    func markHandled() { state.isHandled = true }

    /// SetErrorStatus.
    func noteErrorStatus(_ result: HRESULT) { state.errorStatus = result }

    /// A module has authenticated the user: takes over its reference, and releases the user that was set before.
    func setUser(_ user: HttpUserReference) {
        state.user?.dereference()
        state.user = user
    }

    /// Creates or replaces a server variable; nil takes it away.
    func setServerVariable(_ name: String, to value: String?) {
        state.hasVariables = true
        serverVariables.set(name, to: value)
    }

    /// An operation may still be under way when the notification that runs returns.
    func noteOperation() { state.hasOperation = true }
}
