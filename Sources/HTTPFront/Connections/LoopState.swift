import Configuration
import EventLoop
import Glibc
import HTTPCodec
import Logging
import ModuleHost

/// What the connections of one event loop share. Touched only on that loop, but for the parts that are constant.
final class LoopState: EventLoopDelegate, @unchecked Sendable {
    // Safety: everything that changes is confined to the loop.

    let host: ModuleHost
    let eventLoop: EventLoop
    let logger: Logger
    let limits: ClientLimits
    let headLimits: DecoderLimits
    let count: ConnectionCount
    let proxies: ProxyPolicy
    let accessLog: AccessLogBuffer?
    let exchanges: ExchangePool
    /// Counts seconds, one by one, while the loop has connections.
    @exclusivity(unchecked) private(set) var now: Int64 = 0
    /// The Server and Date fields of some second, which it knows.
    @exclusivity(unchecked) private var common: CommonFields
    /// Whether the next connection is read from when it is accepted.
    @exclusivity(unchecked) var firstReads = FirstReads()
    /// The first of the connections that are open, or whose exchange is under way, which are a list.
    @exclusivity(unchecked) private unowned(unsafe) var first: Connection?
    @exclusivity(unchecked) private(set) var isDraining = false
    /// When it began to drain, in ticks.
    private var drainBegan: Int64 = 0
    private var whenEmpty: (() -> Void)?
    /// A decoder and streams that are at rest.
    @exclusivity(unchecked) private var spareDecoder: HeadDecoder?
    @exclusivity(unchecked) private var spareStream: Stream?
    @exclusivity(unchecked) private var freeStreams: [Stream] = []

    init(
        host: ModuleHost, eventLoop: EventLoop, logger: Logger, limits: ClientLimits, count: ConnectionCount,
        proxies: ProxyPolicy, accessLog: AccessLog?
    ) {
        self.host = host
        self.eventLoop = eventLoop
        self.logger = logger
        self.limits = limits
        headLimits = limits.head
        self.count = count
        self.proxies = proxies
        self.accessLog = accessLog.map { AccessLogBuffer($0, requestIDPrefix: host.requestIDPrefix) }
        exchanges = ExchangePool(host: host)
        common = CommonFields(product: host.product, secondsSinceEpoch: WallClock.seconds())
    }

    /// The Server and Date fields, made anew at most once a second.
    var commonFields: CommonFields {
        let now = WallClock.seconds()
        if now != common.second { common = CommonFields(product: host.product, secondsSinceEpoch: now) }
        return common
    }

    /// Whether a process that a module has forked may hold sockets of connections too.
    var mayHaveForked: Bool { EventLoop.mayHaveForked }

    // MARK: Used again and again

    /// A decoder for the next head.
    func takeDecoder() -> HeadDecoder {
        guard let decoder = spareDecoder.take() else { return HeadDecoder(limits: headLimits) }
        return decoder
    }

    /// The head is complete, and nothing of it is needed any more.
    func giveBack(_ decoder: HeadDecoder) { spareDecoder = decoder }

    /// A stream for the next exchange.
    func takeStream() -> Stream { spareStream.take() ?? freeStreams.popLast() ?? Stream() }

    /// Its exchange is over.
    func giveBack(_ stream: Stream) {
        if spareStream == nil { spareStream = stream } else { freeStreams.append(stream) }
    }

    // MARK: The seconds

    /// Looks at the limits in time in a second, and then once a second as long as there are connections. A loop without any sleeps
    /// until one comes.
    func keepTicking() { eventLoop.keepTicking() }

    func tick() -> Bool {
        now += 1
        host.threadUpkeep()
        forEachConnection { $0.checkDeadlines(now: now) }
        if isDraining { tellWhatHoldsUp(seconds: now - drainBegan) }
        return first != nil
    }

    // MARK: The connections

    /// Calls `body` with each connection that is open; it may end that one.
    func forEachConnection(_ body: (Connection) -> Void) {
        var current = first
        while let connection = current {
            current = connection.next
            body(connection)
        }
    }

    var isEmpty: Bool { first == nil }

    func add(_ connection: Connection) {
        connection.next = first
        first?.previous = connection
        first = connection
        keepTicking()
    }

    func remove(_ connection: Connection) {
        if let previous = connection.previous { previous.next = connection.next } else { first = connection.next }
        connection.next?.previous = connection.previous
        connection.next = nil
        connection.previous = nil
    }

    // MARK: The end of the worker

    /// Closes what is idle, and everything else after its exchange. Calls `whenEmpty` when the last connection is gone.
    func drain(whenEmpty: @escaping () -> Void) {
        isDraining = true
        drainBegan = now
        self.whenEmpty = whenEmpty
        forEachConnection { $0.drain() }
        // A client that was not told of the end may be sending a request at this moment: it has a while for that.
        eventLoop.schedule(inMilliseconds: drainMilliseconds) { [self] in forEachConnection { $0.closeIfIdle() } }
        if isEmpty { allAreGone() }
    }

    /// The answer of a connection had gone out before the loop began to drain, and promised that the connection goes on.
    func awaitLastRequest(of connection: Connection) {
        eventLoop.schedule(inMilliseconds: drainMilliseconds) { connection.closeIfIdle() }
    }

    private var drainMilliseconds: UInt64 { UInt64(max(limits.drainSeconds, 0)) * 1000 }

    /// The last connection is gone.
    func allAreGone() {
        whenEmpty?()
        whenEmpty = nil
    }
}

/// The time of day, for the Date field.
enum WallClock {
    /// Seconds since 1970, from the vDSO: no system call.
    static func seconds() -> Int64 { Int64(time(nil)) }
}

/// Whether it is worth it to read from a connection as soon as it is accepted. On a loop with much to do the request has come by
/// then, and one wait is saved; on one that is quick it has not, and the call is in vain. So after one in vain a few are left out.
struct FirstReads {
    private var leftOut = 0
    private var length = 0
    private static let longest = 15

    /// Asked for each connection.
    mutating func isNextWorthIt() -> Bool {
        guard leftOut > 0 else { return true }
        leftOut -= 1
        return false
    }

    /// What came of a read that was worth it.
    mutating func note(isInVain: Bool) {
        length = isInVain ? min(2 * length + 1, Self.longest) : 0
        leftOut = length
    }
}
