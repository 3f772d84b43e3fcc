import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// The smaller objects of an exchange and the places of all its objects in its block.
final class ExchangeCells {
    /// Where an object stands in the block.
    enum Cell: Int, CaseIterable {
        case context, request, response, cachePolicy, container, namedContainer, allocator
        case eventProvider, authenticationProvider, mapHandlerProvider, sendResponseProvider, preBeginProvider
        case completionInfo, urlInfo, urlContainer, metadata, metadataContainer, traceContext
    }

    static let count = Cell.allCases.count

    let container: ModuleContextContainerObject
    let namedContainer: NamedContextContainerObject
    let urlContainer: ModuleContextContainerObject
    let metadataContainer: ModuleContextContainerObject
    let cachePolicy: HttpCachePolicyObject
    let completionInfo: HttpCompletionInfoObject
    let sendResponseProvider: SendResponseProviderObject
    private let event = HttpEventProviderObject()
    private let authentication = AuthenticationProviderObject()
    private let mapHandler = MapHandlerProviderObject()
    private let preBegin = PreBeginRequestProviderObject()
    private let allocator: ModuleAllocatorObject
    private let url: HttpUrlInfoObject
    private let metadata: MetadataInfoObject
    private let trace: HttpTraceContextObject

    private unowned(unsafe) let context: HttpContextObject
    private unowned(unsafe) let request: HttpRequestObject
    private unowned(unsafe) let response: HttpResponseObject

    /// The three objects belong to the exchange, as this one does.
    init(
        arena: Arena, host: ModuleHost, context: HttpContextObject, request: HttpRequestObject,
        response: HttpResponseObject
    ) {
        self.context = context
        self.request = request
        self.response = response
        container = ModuleContextContainerObject(host: host)
        namedContainer = NamedContextContainerObject(host: host)
        urlContainer = ModuleContextContainerObject(host: host)
        metadataContainer = ModuleContextContainerObject(host: host)
        cachePolicy = HttpCachePolicyObject()
        completionInfo = HttpCompletionInfoObject()
        sendResponseProvider = SendResponseProviderObject()
        allocator = ModuleAllocatorObject(arena: arena)
        url = HttpUrlInfoObject()
        metadata = MetadataInfoObject()
        trace = HttpTraceContextObject(host: host, isProcess: false)
    }

    /// Puts all objects into a block, which modules see from then on. Nobody may call the one before any more.
    func move(into memory: HostObjectBlock) {
        func set(_ cell: Cell, _ kind: UInt32, _ table: UnsafeRawPointer, _ owner: AnyObject) {
            memory.set(cell.rawValue, kind: Int(kind), table: table, owner: owner)
        }

        set(.context, HostKind_HttpContext, HttpContextObject.table, context)
        set(.request, HostKind_HttpRequest, HttpRequestObject.table, request)
        set(.response, HostKind_HttpResponse, HttpResponseObject.table, response)
        set(.cachePolicy, HostKind_HttpCachePolicy, HttpCachePolicyObject.table, cachePolicy)
        set(.container, HostKind_ModuleContextContainer, ModuleContextContainerObject.table, container)
        set(.namedContainer, HostKind_NamedContextContainer, NamedContextContainerObject.table, namedContainer)
        set(.allocator, HostKind_ModuleAllocator, ModuleAllocatorObject.table, allocator)
        set(.eventProvider, HostKind_HttpEventProvider, HttpEventProviderObject.table, event)
        set(
            .authenticationProvider, HostKind_AuthenticationProvider, AuthenticationProviderObject.table,
            authentication)
        set(.mapHandlerProvider, HostKind_MapHandlerProvider, MapHandlerProviderObject.table, mapHandler)
        set(
            .sendResponseProvider, HostKind_SendResponseProvider, SendResponseProviderObject.table,
            sendResponseProvider)
        set(.preBeginProvider, HostKind_PreBeginRequestProvider, PreBeginRequestProviderObject.table, preBegin)
        set(.completionInfo, HostKind_HttpCompletionInfo, HttpCompletionInfoObject.table, completionInfo)
        set(.urlInfo, HostKind_HttpUrlInfo, HttpUrlInfoObject.table, url)
        set(.urlContainer, HostKind_ModuleContextContainer, ModuleContextContainerObject.table, urlContainer)
        set(.metadata, HostKind_MetadataInfo, MetadataInfoObject.table, metadata)
        set(.metadataContainer, HostKind_ModuleContextContainer, ModuleContextContainerObject.table, metadataContainer)
        set(.traceContext, HostKind_HttpTraceContext, HttpTraceContextObject.table, trace)
    }

    /// The exchange that all of them belong to. Called once, when it has been made.
    func attach(_ exchange: Exchange) {
        event.exchange = exchange
        url.exchange = exchange
        authentication.exchange = exchange
        mapHandler.exchange = exchange
        preBegin.exchange = exchange
        sendResponseProvider.exchange = exchange
        cachePolicy.exchange = exchange
        metadata.exchange = exchange
        trace.exchange = exchange
    }

    /// Contexts that modules left are cleaned up: the exchange is over.
    func cleanUpContexts(exchange: UInt64) {
        container.cleanUp(exchange: exchange)
        namedContainer.cleanUp(exchange: exchange)
        urlContainer.cleanUp(exchange: exchange)
        metadataContainer.cleanUp(exchange: exchange)
    }

    /// Ready for the next exchange.
    func reset() { cachePolicy.reset() }
}

extension Exchange {
    /// The object pointer that modules get for one of the objects of this exchange.
    @inline(__always)
    func pointer(_ cell: ExchangeCells.Cell) -> UnsafeMutableRawPointer { memory.pointer(cell.rawValue) }
}
