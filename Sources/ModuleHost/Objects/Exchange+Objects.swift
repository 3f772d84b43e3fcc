import CModuleBorder
import ModuleInterfaces

/// Making an exchange with everything that modules see of it.
extension Exchange {
    /// An exchange at rest. Nil when the region for host objects is full.
    package convenience init?(host: ModuleHost) {
        guard let memory = HostObjectBlock(cells: ExchangeCell.allCases.count, live: false, confined: true) else {
            return nil
        }
        let arena = Arena()
        self.init(host: host, memory: memory, arena: arena, objects: ExchangeObjects(arena: arena, host: host))
    }
}

extension ExchangeObjects {
    /// Makes all of them, each with the table by which it answers.
    fileprivate init(arena: Arena, host: ModuleHost) {
        let request = HttpRequestObject(arena: arena)
        let response = HttpResponseObject(arena: arena)
        let cachePolicy = HttpCachePolicyObject()
        let completionInfo = HttpCompletionInfoObject()
        let sending = SendResponseProviderObject()
        let contexts = StoredContexts()
        let namedContexts = StoredContexts()
        let urlContexts = StoredContexts()
        let metadataContexts = StoredContexts()
        func container(_ cell: ExchangeCell, _ contexts: StoredContexts) -> Placed {
            Placed(
                cell: cell, kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table,
                object: ModuleContextContainerObject(contexts, host: host))
        }
        let all: [Placed] = [
            Placed(
                cell: .context, kind: HostKind_HttpContext, table: HttpContextObject.table, object: HttpContextObject()),
            Placed(cell: .request, kind: HostKind_HttpRequest, table: HttpRequestObject.table, object: request),
            Placed(cell: .response, kind: HostKind_HttpResponse, table: HttpResponseObject.table, object: response),
            Placed(
                cell: .cachePolicy, kind: HostKind_HttpCachePolicy, table: HttpCachePolicyObject.table,
                object: cachePolicy),
            container(.container, contexts),
            Placed(
                cell: .namedContainer, kind: HostKind_NamedContextContainer, table: NamedContextContainerObject.table,
                object: NamedContextContainerObject(namedContexts)),
            Placed(
                cell: .allocator, kind: HostKind_ModuleAllocator, table: ModuleAllocatorObject.table,
                object: ModuleAllocatorObject(arena: arena)),
            Placed(
                cell: .eventProvider, kind: HostKind_HttpEventProvider, table: HttpEventProviderObject.table,
                object: HttpEventProviderObject()),
            Placed(
                cell: .authenticationProvider, kind: HostKind_AuthenticationProvider,
                table: AuthenticationProviderObject.table, object: AuthenticationProviderObject()),
            Placed(
                cell: .mapHandlerProvider, kind: HostKind_MapHandlerProvider, table: MapHandlerProviderObject.table,
                object: MapHandlerProviderObject()),
            Placed(
                cell: .sendResponseProvider, kind: HostKind_SendResponseProvider,
                table: SendResponseProviderObject.table, object: sending),
            Placed(
                cell: .preBeginProvider, kind: HostKind_PreBeginRequestProvider,
                table: PreBeginRequestProviderObject.table, object: PreBeginRequestProviderObject()),
            Placed(
                cell: .completionInfo, kind: HostKind_HttpCompletionInfo, table: HttpCompletionInfoObject.table,
                object: completionInfo),
            Placed(
                cell: .urlInfo, kind: HostKind_HttpUrlInfo, table: HttpUrlInfoObject.table, object: HttpUrlInfoObject()),
            container(.urlContainer, urlContexts),
            Placed(
                cell: .metadata, kind: HostKind_MetadataInfo, table: MetadataInfoObject.table,
                object: MetadataInfoObject()),
            container(.metadataContainer, metadataContexts),
            Placed(
                cell: .traceContext, kind: HostKind_HttpTraceContext, table: HttpTraceContextObject.table,
                object: HttpTraceContextObject(host: host, isProcess: false)),
        ]
        self.init(
            request: request, response: response, cachePolicy: cachePolicy, completionInfo: completionInfo,
            sendResponseProvider: sending, contexts: contexts, namedContexts: namedContexts, urlContexts: urlContexts,
            metadataContexts: metadataContexts, all: all)
    }
}
