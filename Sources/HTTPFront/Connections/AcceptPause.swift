import Glibc
import HostLog
import ModuleHost
import NIOCore

/// Stops to accept for a moment when the process has no descriptors left, instead of asking again and again.
///
/// Connections wait in the queue of the socket meanwhile and lose nothing. The handler of a listening channel.
final class AcceptPause: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    private static let pause = TimeAmount.milliseconds(200)
    private let notices: RepeatedNotices

    init(notices: RepeatedNotices) { self.notices = notices }

    private static func remedy(_ code: CInt) -> String {
        switch code {
        case EMFILE: "raise the limit of open files (ulimit -n)"
        case ENFILE: "raise the system's limit of open files (fs.file-max)"
        default: "the system is short of memory for sockets"
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let code = (error as? IOError)?.errnoCode, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else {
            return context.fireErrorCaught(error)
        }
        notices.log(.noDescriptors, level: .warning) {
            "no more connections can be accepted for now: \(String(cString: strerror(code))); \(Self.remedy(code))"
        }
        let channel = context.channel
        try? channel.syncOptions?.setOption(.autoRead, value: false)
        channel.eventLoop.scheduleTask(in: Self.pause) {
            try? channel.syncOptions?.setOption(.autoRead, value: true)
        }
    }
}
