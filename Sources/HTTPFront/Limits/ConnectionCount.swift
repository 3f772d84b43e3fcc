import Configuration
import HTTPCodec
import ModuleHost
import OperatingSystem
import Synchronization

extension ClientLimits {
    /// The limits for the decoder.
    var head: DecoderLimits {
        var limits = DecoderLimits()
        limits.fieldSectionBytes = headerBytes
        limits.fieldCount = headerCount
        return limits
    }
}

/// The connections of a worker, in all and by client address. Shared by its loops.
final class ConnectionCount: Sendable {
    private let most: Int
    private let mostPerAddress: Int
    private let total = Atomic<Int>(0)
    private let byAddress = Lock<[String: Int]>([:])

    /// Those of trusted proxies count in all, and not by address: all their clients come from there.
    private let trusted: TrustedProxies

    init(_ limits: ClientLimits, trusted: TrustedProxies) {
        self.trusted = trusted
        most = limits.connections
        mostPerAddress = limits.connectionsPerAddress
    }

    /// One more connection. False if it is one too many; `remove` it all the same when it ends.
    func add(_ address: EndpointAddress) -> Bool {
        let count = total.add(1, ordering: .relaxed).newValue
        var isAllowed = most == 0 || count <= most
        if mostPerAddress > 0, !trusted.contains(address) {
            let own = byAddress.withLock { counts -> Int in
                counts[address.host, default: 0] += 1
                return counts[address.host, default: 0]
            }
            isAllowed = isAllowed && own <= mostPerAddress
        }
        return isAllowed
    }

    /// A connection has ended.
    func remove(_ address: EndpointAddress) {
        total.subtract(1, ordering: .relaxed)
        guard mostPerAddress > 0, !trusted.contains(address) else { return }
        byAddress.withLock { counts in
            let left = counts[address.host, default: 1] - 1
            counts[address.host] = left > 0 ? left : nil
        }
    }
}
