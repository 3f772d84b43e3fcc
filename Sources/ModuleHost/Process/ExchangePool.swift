/// The exchanges of one event loop, made on demand and used again. Loop only.
///
/// A purely synchronous exchange is used again at once. One that went PENDING or had a body rests first: a module may still hold
/// its pointers in good faith, and a call on them must be refused, not meet another client's request.
package final class ExchangePool {
    /// How many may rest at a time; then the one that has rested longest is used again.
    private let restLimit: Int
    private let host: ModuleHost
    /// The one used last, whose memory is warm; with it alone a loop of synchronous exchanges needs no list.
    private var spare: Exchange?
    private var free: [Exchange] = []
    private var resting: [Exchange] = []
    private var restingHead = 0

    package init(host: ModuleHost, restLimit: Int = 16_384) {
        self.host = host
        self.restLimit = restLimit
    }

    /// An exchange to fill; nil when the region for host objects is full.
    package func take() -> Exchange? {
        if let exchange = spare {
            spare = nil
            return exchange
        }
        if let exchange = free.popLast() { return exchange }
        if resting.count - restingHead >= restLimit { return takeRested() }
        return Exchange(host: host)
    }

    /// The carrier is done with `exchange`.
    package func recycle(_ exchange: Exchange) {
        if exchange.reset() {
            resting.append(exchange)
        } else if spare == nil {
            spare = exchange
        } else {
            free.append(exchange)
        }
    }

    private func takeRested() -> Exchange {
        let exchange = resting[restingHead]
        restingHead += 1
        if restingHead * 2 >= resting.count {
            resting.removeFirst(restingHead)
            restingHead = 0
        }
        return exchange
    }
}
