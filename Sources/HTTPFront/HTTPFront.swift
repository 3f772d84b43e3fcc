package import Configuration
package import EventLoop
import Executors
import HostLog
package import Logging
package import ModuleHost
import OperatingSystem

/// The network side of a worker: event loops, listeners, connections.
///
/// Its methods wait for the loops, so they are called from the worker's main thread only.
package final class HTTPFront: Sendable {
    private let loops: [LoopState]
    private let listeners: Listeners
    private let accessLog: AccessLog?

    /// Starts `threads` event loops. `hooks` run first and last on each of their threads.
    ///
    /// Nothing is accepted before `listen`. Called once per worker, on its main thread.
    package init(
        host: ModuleHost, threads: Int, logger: Logger, hooks: ThreadHooks, limits: ClientLimits = ClientLimits(),
        proxies: ProxyPolicy = ProxyPolicy(), accessLog: AccessLog? = nil, faults: (any SocketFaults)? = nil
    ) throws {
        let count = ConnectionCount(limits, trusted: proxies.trusted)
        var loops: [LoopState] = []
        for _ in 0..<threads {
            let eventLoop = try EventLoop(
                named: "modhost-loop", faults: faults, started: hooks.started, ends: hooks.ends)
            let loop = eventLoop.perform {
                host.watchThisLoop()
                let loop = LoopState(
                    host: host, eventLoop: eventLoop, logger: logger, limits: limits, count: count, proxies: proxies,
                    accessLog: accessLog)
                eventLoop.setDelegate(loop)
                return loop
            }
            loops.append(loop)
        }
        self.loops = loops
        self.accessLog = accessLog
        listeners = Listeners(notices: host.notices)
    }

    /// Accepts connections on sockets that are bound and listening already: the first one on the first loop, and so on around.
    ///
    /// `addresses` has for each the number of the address in the configuration, by which sites are told apart.
    /// The front owns the descriptors from now on.
    package func listen(on descriptors: [CInt], addresses: [Int] = []) throws {
        for (index, descriptor) in descriptors.enumerated() {
            let address = addresses.indices.contains(index) ? addresses[index] : 0
            try listeners.open(descriptor, address: address, on: loops[index % loops.count])
        }
    }

    /// Stops accepting, lets each exchange in flight end, closes idle connections, and returns when all are gone.
    package func drain() {
        listeners.close()
        // All loops drain at the same time; each is then waited for.
        let drained = loops.map { loop in
            let spot = ParkingSpot()
            loop.eventLoop.execute { loop.drain { spot.wake() } }
            return spot
        }
        for spot in drained { spot.sleep() }
    }

    /// Opens the access log anew, behind the lines of requests that have ended. Called by the worker's main thread.
    package func reopenAccessLog() { accessLog?.reopen() }

    /// Ends the event loops. Called last, after `drain`.
    package func shutdown() {
        for loop in loops { loop.eventLoop.end() }
    }
}
