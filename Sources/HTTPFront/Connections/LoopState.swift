import Configuration
import Glibc
import HTTPCodec
import Logging
import ModuleHost
import NIOCore
import NIOPosix

/// What the connections of one event loop share. Touched only on that loop, but for the parts that are constant.
final class LoopState: @unchecked Sendable {
    // Safety: `exchanges`, the common fields and `all` are confined to the loop.

    let host: ModuleHost
    let eventLoop: any EventLoop
    let logger: Logger
    let limits: ClientLimits
    let count: ConnectionCount
    let proxies: ProxyPolicy
    let accessLog: AccessLogBuffer?
    /// Counts seconds, one by one, while the loop has connections.
    private(set) var now: Int64 = 0
    private var nextTick: Scheduled<Void>?
    let exchanges: ExchangePool
    private var common: CommonFields
    private var commonSecond: Int64
    private var all: [ObjectIdentifier: Unowned] = [:]
    private(set) var isDraining = false
    /// When it began to drain, in ticks.
    private var drainBegan: Int64 = 0
    private var whenEmpty: EventLoopPromise<Void>?

    /// A connection that takes itself off the list before it goes.
    private struct Unowned {
        unowned let connection: Connection
    }

    init(
        host: ModuleHost, eventLoop: any EventLoop, logger: Logger, limits: ClientLimits, count: ConnectionCount,
        proxies: ProxyPolicy, accessLog: AccessLog?
    ) {
        self.host = host
        self.eventLoop = eventLoop
        self.logger = logger
        self.limits = limits
        self.count = count
        self.proxies = proxies
        self.accessLog = accessLog.map { AccessLogBuffer($0) }
        exchanges = ExchangePool(host: host)
        commonSecond = WallClock.seconds()
        common = CommonFields(product: host.product, secondsSinceEpoch: commonSecond)
    }

    /// The Server and Date fields, made anew at most once a second.
    func commonFields() -> CommonFields {
        let now = WallClock.seconds()
        if now != commonSecond {
            commonSecond = now
            common = CommonFields(product: host.product, secondsSinceEpoch: now)
        }
        return common
    }

    /// Looks at the limits in time, and hands over the lines of the access log, in a second, and then once a second as long as
    /// there are connections. A loop without any sleeps until one comes.
    func keepTicking() {
        guard nextTick == nil else { return }
        nextTick = eventLoop.scheduleTask(in: .seconds(1)) { [self] in
            nextTick = nil
            now += 1
            host.threadUpkeep()
            for entry in all.values { entry.connection.checkDeadlines(now: now) }
            accessLog?.handOver()
            if isDraining { tellWhatHoldsUp(seconds: now - drainBegan) }
            if !all.isEmpty { keepTicking() }
        }
    }

    /// Those that are open now.
    var connections: [Connection] { all.values.map(\.connection) }

    func add(_ connection: Connection) {
        all[ObjectIdentifier(connection)] = Unowned(connection: connection)
        keepTicking()
    }

    func remove(_ connection: Connection) {
        all[ObjectIdentifier(connection)] = nil
        if all.isEmpty { allAreGone() }
    }

    /// Closes what is idle, and everything else after its exchange. Succeeds when the last connection is gone.
    func drain() -> EventLoopFuture<Void> {
        eventLoop.flatSubmit { [self] in
            isDraining = true
            drainBegan = now
            let promise = eventLoop.makePromise(of: Void.self)
            whenEmpty = promise
            for entry in all.values { entry.connection.drain() }
            if all.isEmpty { allAreGone() }
            return promise.futureResult
        }
    }

    private func allAreGone() {
        guard let whenEmpty else { return }
        nextTick?.cancel()
        whenEmpty.succeed()
    }
}

/// The time of day, for the Date field.
enum WallClock {
    /// Seconds since 1970, from the vDSO: no system call.
    static func seconds() -> Int64 { Int64(time(nil)) }
}

extension MultiThreadedEventLoopGroup {
    /// Ends the threads of the group and waits for that.
    ///
    /// SwiftNIO tells of the end through libdispatch, which crashes the process when it finds no `/proc` to see its own threads
    /// in. There the threads are left to the end of the process, which is next.
    func end() {
        guard access("/proc/self/stat", R_OK) == 0 else { return }
        try? syncShutdownGracefully()
    }
}
