import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// Where an object stands in the block of its exchange.
enum ExchangeCell: Int, CaseIterable {
    case context, request, response, cachePolicy, container, namedContainer, allocator
    case eventProvider, authenticationProvider, mapHandlerProvider, sendResponseProvider, preBeginProvider
    case completionInfo, urlInfo, urlContainer, metadata, metadataContainer, traceContext
}

extension HostObjectBlock {
    /// The cell of an object of an exchange. The same as `pointer`, which is in another target and therefore not inlined.
    @inline(__always)
    func cell(_ cell: ExchangeCell) -> UnsafeMutablePointer<HostCell> {
        (UnsafeMutableRawPointer(block) + MemoryLayout<HostBlock>.size).assumingMemoryBound(to: HostCell.self)
            + cell.rawValue
    }
}

/// All objects of an exchange that modules see. Those that the walk itself uses have a property each.
///
/// They are made in Objects, which has the table of functions of each.
struct ExchangeObjects {
    /// An object and how modules see it.
    struct Placed {
        let cell: ExchangeCell
        /// HostKind_…
        let kind: UInt32
        /// The table behind the pointers that modules get.
        let table: UnsafeRawPointer
        let object: AnyObject
    }

    let request: HttpRequestObject
    let response: HttpResponseObject
    let cachePolicy: HttpCachePolicyObject
    let completionInfo: HttpCompletionInfoObject
    let sendResponseProvider: SendResponseProviderObject
    /// The contexts that modules have stored with the exchange, by module and by name, with its URL and with its
    /// metadata.
    let contexts: StoredContexts
    let namedContexts: StoredContexts
    let urlContexts: StoredContexts
    let metadataContexts: StoredContexts
    /// One for each cell.
    let all: [Placed]

    /// Puts all objects into a block, in which modules see them from then on. The block used before must not be called
    /// any more.
    func move(into memory: HostObjectBlock) {
        for placed in all {
            memory.set(placed.cell.rawValue, kind: Int(placed.kind), table: placed.table, owner: placed.object)
        }
    }

    /// The exchange that all of them belong to. Called once, when it has been made.
    func attach(to exchange: Exchange) {
        for placed in all { (placed.object as? ExchangeObject)?.attach(to: exchange) }
    }

    /// Whether modules have stored contexts.
    var hasContexts: Bool {
        @inline(__always) get {
            contexts.needsCleanUp || namedContexts.needsCleanUp || urlContexts.needsCleanUp
                || metadataContexts.needsCleanUp
        }
    }

    /// Cleans up the contexts that modules have stored, because the exchange with that number is over.
    @inline(never)
    func cleanUpContexts(host: ModuleHost, exchange: UInt64) {
        contexts.cleanUp(host: host, exchange: exchange)
        namedContexts.cleanUp(host: host, exchange: exchange)
        urlContexts.cleanUp(host: host, exchange: exchange)
        metadataContexts.cleanUp(host: host, exchange: exchange)
    }
}

/// The base class of the objects through which modules use an exchange. Their functions are in extensions, in Objects.
///
/// Used only by the thread that has the exchange.
package class ExchangeObject {
    /// The exchange that it belongs to, not retained: the exchange owns it. Set once, when the exchange has been made.
    unowned(unsafe) private(set) final var exchange: Exchange!
    @exclusivity(unchecked) private final var stateAddress: UnsafePointer<ExchangeState>!

    /// It belongs to `exchange` from now on. Called once, by the exchange, before any module sees the object.
    final func attach(to exchange: Exchange) {
        self.exchange = exchange
        stateAddress = exchange.stateAddress
    }

    /// The state of the exchange. The same as `exchange.state`, but the exchange is not retained meanwhile.
    final var walk: ExchangeState {
        @inline(__always) unsafeAddress { stateAddress }
    }

    /// The object pointer that modules get for an object of the exchange.
    @inline(__always)
    final func pointer(_ cell: ExchangeCell) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(walk.memory.cell(cell))
    }
}

/// What modules say about caching the response. Kept for cache modules; the host itself caches nothing.
final class HttpCachePolicyObject: ExchangeObject {
    struct Content {
        var varyByHeaders: String?
        var varyByQueryStrings: String?
        var varyByValue: String?
        var isUserCacheOn = true
        var isServedFromCache = false
        var hasKernelInvalidator = false
        var mustUpdate = false
    }

    var content = Content() { didSet { isTouched = true } }
    private var isTouched = false

    /// Ready for the next exchange.
    func reset() {
        guard isTouched else { return }
        content = Content()
        isTouched = false
    }
}

/// The push that raised OnSendResponse: what its subscribers see of it, and what they change.
final class SendResponseProviderObject: ExchangeObject {
    /// HTTP_SEND_RESPONSE_FLAG_…
    var flags: DWORD = 0
    var headersBeingSent = false

    /// Close the connection after the response.
    static let disconnectFlag: DWORD = HTTP_SEND_RESPONSE_FLAG_DISCONNECT
    /// This is not the last push.
    static let moreDataFlag: DWORD = HTTP_SEND_RESPONSE_FLAG_MORE_DATA
}

/// The result of an asynchronous operation that a module began.
final class HttpCompletionInfoObject: ExchangeObject {
    var bytes: DWORD = 0
    var status: HRESULT = 0
    var operation: DWORD = 0
}
