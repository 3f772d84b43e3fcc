import HostLog
import ModuleHost
import NIOCore
import NIOPosix
import Synchronization

/// The listening sockets of a worker.
final class Listeners: Sendable {
    private let notices: RepeatedNotices
    private let channels = Mutex<[any Channel]>([])

    /// Connections taken per wake-up. NIO takes 4 by default, which starves new clients under load.
    private static let acceptsPerWakeUp: UInt = 64
    /// Output that may be queued for a slow client before the exchange has to wait for it.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
        low: Connection.outputMark / 2, high: Connection.outputMark)

    init(notices: RepeatedNotices) { self.notices = notices }

    /// Accepts on a socket that is bound and listening, on one loop.
    func open(_ descriptor: CInt, on loop: LoopState) throws {
        let channel = try ServerBootstrap(group: loop.eventLoop)
            .serverChannelOption(.maxMessagesPerRead, value: Self.acceptsPerWakeUp)
            .serverChannelInitializer { [notices] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause(notices: notices))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.writeBufferWaterMark, value: Self.waterMark)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Connection(channel: channel, loop: loop))
                }
            }
            .withBoundSocket(descriptor)
            .wait()
        channels.withLock { $0.append(channel) }
    }

    /// Stops to accept.
    func close() {
        let all = channels.withLock { channels in
            defer { channels = [] }
            return channels
        }
        for channel in all { try? channel.close().wait() }
    }
}
