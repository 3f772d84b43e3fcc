import EventLoop
import Glibc
import HostLog
import ModuleHost
import OperatingSystem

/// The listening sockets of a worker.
final class Listeners: Sendable {
    private let notices: RepeatedNotices
    private let opened = Lock<[Opened]>([])

    private struct Opened: @unchecked Sendable {
        // Safety: the listener is used on its loop alone.
        let listener: Listener
        let loop: EventLoop
    }

    init(notices: RepeatedNotices) { self.notices = notices }

    /// Accepts on a socket that is bound and listening, on one loop.
    func open(_ descriptor: CInt, address: Int, on loop: LoopState) throws {
        let result = loop.eventLoop.perform { [notices] in
            Result { try Opened(listener: Self.listener(descriptor, address, on: loop, notices), loop: loop.eventLoop) }
        }
        let new = try result.get()
        opened.withLock { $0.append(new) }
    }

    private static func listener(
        _ descriptor: CInt, _ number: Int, on loop: LoopState, _ notices: RepeatedNotices
    ) throws -> Listener {
        let own = EndpointAddress(localOf: descriptor)
        return try Listener(descriptor, on: loop.eventLoop) { notice in
            switch notice {
            case .accepted(let socket, let address):
                // A socket that listens on every address of the machine does not say which one was reached.
                let local = own.isWildcard ? EndpointAddress(localOf: socket.descriptor) : own
                let client = ClientConnection(remote: EndpointAddress(of: address), local: local, listener: number)
                Connection(socket, client: client, loop: loop).open()
            case .exhausted(let code):
                notices.log(.noDescriptors, level: .warning) {
                    "no more connections can be accepted for now: \(SystemCallError.reason(of: code))"
                        + (SystemCallError.remedy(for: code).map { "; \($0)" } ?? "")
                }
            }
        }
    }

    /// Stops accepting.
    func close() {
        let all = opened.withLock { opened in
            defer { opened = [] }
            return opened
        }
        for opened in all { opened.loop.perform { opened.listener.close() } }
    }
}
