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

    // The pointers that modules get on every exchange, so that they need not be worked out again.
    let contextPointer: UnsafeMutableRawPointer
    let allocatorPointer: UnsafeMutableRawPointer
    let eventProviderPointer: UnsafeMutableRawPointer
    let authenticationProviderPointer: UnsafeMutableRawPointer
    let mapHandlerProviderPointer: UnsafeMutableRawPointer
    let sendResponseProviderPointer: UnsafeMutableRawPointer
    let preBeginProviderPointer: UnsafeMutableRawPointer
    let completionInfoPointer: UnsafeMutableRawPointer

    init(
        memory: HostObjectBlock, arena: Arena, host: ModuleHost, context: HttpContextObject, request: HttpRequestObject,
        response: HttpResponseObject
    ) {
        func pointer(_ cell: Cell) -> UnsafeMutableRawPointer { memory.pointer(cell.rawValue) }
        func set(_ cell: Cell, _ kind: UInt32, _ table: UnsafeRawPointer, _ owner: AnyObject) {
            memory.set(cell.rawValue, kind: Int(kind), table: table, owner: owner)
        }

        container = ModuleContextContainerObject(host: host)
        namedContainer = NamedContextContainerObject(host: host)
        urlContainer = ModuleContextContainerObject(host: host)
        metadataContainer = ModuleContextContainerObject(host: host)
        cachePolicy = HttpCachePolicyObject()
        completionInfo = HttpCompletionInfoObject()
        sendResponseProvider = SendResponseProviderObject()
        allocator = ModuleAllocatorObject(arena: arena)
        url = HttpUrlInfoObject(container: pointer(.urlContainer))
        metadata = MetadataInfoObject(container: pointer(.metadataContainer))
        trace = HttpTraceContextObject(host: host, isProcess: false)

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

        contextPointer = pointer(.context)
        allocatorPointer = pointer(.allocator)
        eventProviderPointer = pointer(.eventProvider)
        authenticationProviderPointer = pointer(.authenticationProvider)
        mapHandlerProviderPointer = pointer(.mapHandlerProvider)
        sendResponseProviderPointer = pointer(.sendResponseProvider)
        preBeginProviderPointer = pointer(.preBeginProvider)
        completionInfoPointer = pointer(.completionInfo)
    }

    /// The exchange that all of them belong to. Called once, when it has been made.
    func attach(_ exchange: Exchange) {
        event.exchange = exchange
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
    func pointer(_ cell: ExchangeCells.Cell) -> UnsafeMutableRawPointer { memory.pointer(cell.rawValue) }
}
