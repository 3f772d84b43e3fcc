package import Configuration
import Executors
import HostLog
package import Logging
package import ModuleHost
import NIOCore
import NIOPosix
import OperatingSystem

/// The network side of a worker: event loops, listeners, connections. The only target that knows SwiftNIO.
///
/// Its methods wait for the loops, so they are called from the worker's main thread only.
package final class HTTPFront: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let loops: [LoopState]
    private let listeners: Listeners
    private let accessLog: AccessLog?

    /// Starts `threads` event loops. `hooks` run first and last on each of their threads.
    ///
    /// Nothing is accepted before `listen`. Called once per worker, on its main thread.
    package init(
        host: ModuleHost, threads: Int, logger: Logger, hooks: ThreadHooks, limits: ClientLimits = ClientLimits(),
        proxies: ProxyPolicy = ProxyPolicy(), accessLog: AccessLog? = nil
    ) throws {
        try PosixThread.ensureAvailable(threads, named: "modhost-loop")
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let count = ConnectionCount(limits, trusted: proxies.trusted)
        var loops: [LoopState] = []
        for eventLoop in group.makeIterator() {
            loops.append(
                try eventLoop.submit {
                    hooks.started()
                    host.watchThisLoop()
                    let loop = LoopState(
                        host: host, eventLoop: eventLoop, logger: logger, limits: limits, count: count,
                        proxies: proxies, accessLog: accessLog)
                    return loop
                }.wait())
        }
        self.loops = loops
        self.accessLog = accessLog
        listeners = Listeners(notices: host.notices)
    }

    /// Accepts connections on sockets that are bound and listening already: the first one on the first loop, and so on around.
    ///
    /// The front owns the descriptors from now on.
    package func listen(on descriptors: [CInt]) throws {
        for (index, descriptor) in descriptors.enumerated() {
            try listeners.open(descriptor, on: loops[index % loops.count])
        }
    }

    /// Stops accepting, lets each exchange in flight end, closes idle connections, and returns when all are gone.
    package func drain() {
        listeners.close()
        // All loops drain at the same time; each is then waited for.
        for drained in loops.map({ $0.drain() }) { try? drained.wait() }
        for loop in loops { try? loop.eventLoop.submit { loop.accessLog?.handOver() }.wait() }
    }

    /// Opens the access log anew, behind the lines of requests that have ended. Any thread.
    package func reopenAccessLog() {
        guard let accessLog, let first = loops.first else { return }
        let handed = loops.map { loop in loop.eventLoop.submit { loop.accessLog?.handOver() } }
        EventLoopFuture.andAllComplete(handed, on: first.eventLoop).whenComplete { _ in accessLog.reopen() }
    }

    /// Ends the event loops. Called last, after `drain`.
    package func shutdown() {
        group.end()
    }
}
