import Glibc
import HostLog
import ModuleHost
import NIOCore
import NIOPosix
import OperatingSystem
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

    /// Stops accepting.
    func close() {
        let all = channels.withLock { channels in
            defer { channels = [] }
            return channels
        }
        for channel in all { try? channel.close().wait() }
    }
}

/// Stops accepting for a moment when the process has no descriptors left, instead of asking again and again.
///
/// Connections wait in the queue of the socket meanwhile and lose nothing. The handler of a listening channel.
final class AcceptPause: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    private static let pause = TimeAmount.milliseconds(200)
    private let notices: RepeatedNotices

    init(notices: RepeatedNotices) { self.notices = notices }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let code = (error as? IOError)?.errnoCode, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else {
            return context.fireErrorCaught(error)
        }
        notices.log(.noDescriptors, level: .warning) {
            "no more connections can be accepted for now: \(SystemCallError.reason(of: code))"
                + (SystemCallError.remedy(for: code).map { "; \($0)" } ?? "")
        }
        let channel = context.channel
        try? channel.syncOptions?.setOption(.autoRead, value: false)
        channel.eventLoop.scheduleTask(in: Self.pause) {
            try? channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }
}
