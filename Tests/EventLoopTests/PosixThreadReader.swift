import Glibc
import OperatingSystem
import Synchronization

/// Reads so many bytes from the peer of a socket on a thread of its own.
final class PosixThreadReader: Sendable {
    private let thread: PosixThread
    private let all: Received

    private final class Received: @unchecked Sendable {
        // Safety: the thread writes, and who reads has joined it.
        var bytes: [UInt8] = []
    }

    init(_ pair: SocketPair, count: Int) throws {
        let all = Received()
        self.all = all
        thread = try PosixThread.start(named: "reader") {
            var piece = [UInt8](repeating: 0, count: 64 * 1024)
            while all.bytes.count < count {
                var request = pollfd(fd: pair.peer, events: Int16(POLLIN), revents: 0)
                guard poll(&request, 1, 20_000) > 0 else { return }
                let got = recv(pair.peer, &piece, piece.count, CInt(MSG_DONTWAIT))
                guard got > 0 else { return }
                all.bytes += piece[..<got]
            }
        }
    }

    func result() -> [UInt8] {
        thread.join()
        return all.bytes
    }
}
