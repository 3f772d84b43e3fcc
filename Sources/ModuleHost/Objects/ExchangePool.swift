import ModuleInterfaces

/// The exchanges of one event loop, made on demand and used again. Loop only.
///
/// What modules have pointers to is a block of each exchange. After a purely synchronous exchange it is used again at once.
/// When an exchange went PENDING or had a body, its block rests first, and the exchange goes on with another one: a module may
/// still hold its pointers in good faith, and a call on them must be refused, not meet another client's request.
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

    /// Lets a block rest and gives one that has rested or is new; nil when there is neither.
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
