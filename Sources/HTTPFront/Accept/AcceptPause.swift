import Glibc
import Logging
import NIOCore

/// Stops to accept for a moment when the process has no descriptors left, instead of asking again and again.
///
/// Connections wait in the queue of the socket meanwhile and lose nothing. The handler of a listening channel.
final class AcceptPause: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    private static let pause = TimeAmount.milliseconds(200)
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let code = (error as? IOError)?.errnoCode, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else {
            return context.fireErrorCaught(error)
        }
        logger.warning(
            "no more connections can be accepted for now: \(String(cString: strerror(code))); raise the limit of open files (ulimit -n)"
        )
        let channel = context.channel
        try? channel.syncOptions?.setOption(.autoRead, value: false)
        channel.eventLoop.scheduleTask(in: Self.pause) {
            try? channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }
}
