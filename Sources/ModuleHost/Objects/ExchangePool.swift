import CModuleBorder
import ModuleInterfaces

/// The exchanges of one event loop, made on demand and used again. Loop only.
///
/// Modules have pointers into the block of an exchange. After a purely synchronous exchange the block is used again at
/// once. After one that was PENDING or had a body it rests first, and the exchange takes another block: a module may
/// still hold pointers into the old one, and a call through them must be refused and must not reach another client's
/// request.
package final class ExchangePool {
    /// How many blocks may rest at a time; then the one that has rested longest is used again.
    private let restLimit: Int
    private let host: ModuleHost

    private struct Kept {
        /// The exchange used last, whose memory is warm; with it alone a loop of synchronous exchanges needs no list.
        var spare: Exchange?
        var free: [Exchange] = []
        /// A ring once it is full.
        var resting: [HostObjectBlock] = []
        var oldest = 0
    }

    private let kept = StateBox(Kept())

    package init(host: ModuleHost, restLimit: Int = 16_384) {
        self.host = host
        self.restLimit = restLimit
    }

    /// An exchange to fill; nil when the region for host objects is full.
    package func take() -> Exchange? {
        if let exchange = kept.spare {
            kept.spare = nil
            return exchange
        }
        return kept.free.popLast() ?? Exchange(host: host)
    }

    /// The carrier is done with `exchange`.
    package func recycle(_ exchange: Exchange) {
        if exchange.reset(), let rested = exchangeBlock(exchange.state.memory) { exchange.move(into: rested) }
        if kept.spare == nil { kept.spare = exchange } else { kept.free.append(exchange) }
    }

    /// Lets a block rest and returns one that has rested or is new; nil when there is neither.
    private func exchangeBlock(_ block: HostObjectBlock) -> HostObjectBlock? {
        if kept.resting.count < restLimit {
            guard let new = HostObjectBlock(cells: ExchangeCell.allCases.count, live: false, confined: true) else {
                return kept.resting.isEmpty ? nil : replaceOldest(with: block)
            }
            kept.resting.append(block)
            return new
        }
        return replaceOldest(with: block)
    }

    private func replaceOldest(with block: HostObjectBlock) -> HostObjectBlock {
        let rested = kept.resting[kept.oldest]
        kept.resting[kept.oldest] = block
        kept.oldest = (kept.oldest + 1) % kept.resting.count
        return rested
    }
}

/// Making an exchange with everything that modules see of it.
extension Exchange {
    /// An exchange that has no request yet. Nil when the region for host objects is full.
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
