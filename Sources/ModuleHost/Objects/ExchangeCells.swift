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
    private let owners: [AnyObject]

    // The pointers that modules get on every exchange, so that they need not be worked out again.
    let contextPointer: UnsafeMutableRawPointer
    let allocatorPointer: UnsafeMutableRawPointer
    let eventProviderPointer: UnsafeMutableRawPointer
    let authenticationProviderPointer: UnsafeMutableRawPointer
    let mapHandlerProviderPointer: UnsafeMutableRawPointer
    let sendResponseProviderPointer: UnsafeMutableRawPointer
    let preBeginProviderPointer: UnsafeMutableRawPointer
    let completionInfoPointer: UnsafeMutableRawPointer

    init(exchange: Exchange) {
        let memory = exchange.memory
        func pointer(_ cell: Cell) -> UnsafeMutableRawPointer { memory.pointer(cell.rawValue) }
        func set(_ cell: Cell, _ kind: UInt32, _ table: UnsafeRawPointer, _ owner: AnyObject) {
            memory.set(cell.rawValue, kind: Int(kind), table: table, owner: owner)
        }

        container = ModuleContextContainerObject(host: exchange.host)
        namedContainer = NamedContextContainerObject(host: exchange.host)
        urlContainer = ModuleContextContainerObject(host: exchange.host)
        metadataContainer = ModuleContextContainerObject(host: exchange.host)
        cachePolicy = HttpCachePolicyObject(exchange: exchange)
        completionInfo = HttpCompletionInfoObject()
        sendResponseProvider = SendResponseProviderObject(exchange: exchange)
        let allocator = ModuleAllocatorObject(arena: exchange.arena)
        let event = HttpEventProviderObject(exchange: exchange)
        let authentication = AuthenticationProviderObject(exchange: exchange)
        let mapHandler = MapHandlerProviderObject(exchange: exchange)
        let preBegin = PreBeginRequestProviderObject(exchange: exchange)
        let url = HttpUrlInfoObject(container: pointer(.urlContainer))
        let metadata = MetadataInfoObject(exchange: exchange, container: pointer(.metadataContainer))
        let trace = HttpTraceContextObject(host: exchange.host, exchange: exchange)
        owners = [allocator, event, authentication, mapHandler, preBegin, url, metadata, trace]

        set(.context, HostKind_HttpContext, HttpContextObject.table, exchange.context)
        set(.request, HostKind_HttpRequest, HttpRequestObject.table, exchange.request)
        set(.response, HostKind_HttpResponse, HttpResponseObject.table, exchange.response)
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
