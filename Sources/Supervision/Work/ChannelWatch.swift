import Glibc
import OperatingSystem

/// The thread of a worker that listens to the supervisor. It needs no signal, so no module can keep it from hearing.
enum ChannelWatch {
    /// Starts the thread; it calls `handle` with each message, and ends after ``ChannelMessage/end``, which is also what the end of
    /// the supervisor is taken for. It takes no signals: those are for the main thread. No module runs on it.
    ///
    /// A process that has not ended so many seconds after that is ended, if `limit` is given.
    static func start(
        _ channel: ChannelEnd, limit: UInt32?,
        _ handle: @escaping @Sendable (Result<ChannelMessage, ChannelError>) -> Void
    ) throws(PosixThreadError) {
        let task = ChannelTask(channel: channel, limit: limit, handle: handle)
        try PosixThread.startDetached(named: "modhost-channel", blockingSignals: true) { task.run() }
    }
}

private struct ChannelTask: Sendable {
    private let channel: ChannelEnd
    private let identity: FileIdentity?
    private let limit: UInt32?
    private let handle: @Sendable (Result<ChannelMessage, ChannelError>) -> Void

    init(
        channel: ChannelEnd, limit: UInt32?,
        handle: @escaping @Sendable (Result<ChannelMessage, ChannelError>) -> Void
    ) {
        self.channel = channel
        identity = FileIdentity(channel.descriptor)
        self.limit = limit
        self.handle = handle
    }

    func run() {
        while true {
            channel.wait()
            // A module may have closed the channel, and what has its number now is not to be read.
            guard let identity, FileIdentity(channel.descriptor) == identity else {
                handle(.failure(.closedHere))
                break
            }
            do throws(ChannelError) {
                switch try channel.receive() {
                case .message(.end, _), .end: return end()
                case .message(let message, let descriptor):
                    if descriptor >= 0 { close(descriptor) }
                    handle(.success(message))
                case .nothing: continue
                }
            } catch {
                if case .system = error { break }
                handle(.failure(error))
            }
        }
        end()
    }

    private func end() {
        handle(.success(.end))
        guard let limit else { return }
        // No timer and no signal, which a module could take away.
        var left = limit
        // Whatever interrupts the sleep, such as a module that changes the ids of all threads, does not end it.
        while left > 0 { left = sleep(left) }
        _exit(1)
    }
}

/// Which file a descriptor stands for.
private struct FileIdentity: Equatable {
    private let device: UInt
    private let file: UInt

    init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        file = UInt(status.st_ino)
    }
}
