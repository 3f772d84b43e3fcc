import CEvents
import Glibc

/// A listening socket on a loop: accepts connections and hands each to its owner. Loop only.
package final class Listener: EventSource {
    /// What became of asking for connections.
    package enum Notice {
        /// A connection, with the `sockaddr` of its client.
        case accepted(Socket, UnsafeRawBufferPointer)
        /// There are none to be had for now, with the errno value; the listener pauses.
        case exhausted(CInt)
    }

    private let descriptor: CInt
    private unowned let loop: EventLoop
    private let handler: (Notice) -> Void
    private var watch: EventLoop.Watch?

    /// Connections taken at once, before others have a turn.
    private static let batch = 64
    /// How many are likely to be there: after so many none is asked for that is probably not there. What was left is told again.
    private var likely = 1
    /// In so many turns in a row there were as many as were likely.
    private var fullTurns = 0
    /// Where one comes at a time, a second one is looked for only every so many turns. Where there are more, they double.
    private static let manyTurns = 8
    /// How long it pauses when the process has no descriptors left. Connections wait in the queue of the socket meanwhile.
    private static let pauseMilliseconds: UInt64 = 200

    /// Accepts on a socket that is bound and listening, which it owns from now on.
    package init(_ descriptor: CInt, on loop: EventLoop, handler: @escaping (Notice) -> Void) throws {
        self.descriptor = descriptor
        self.loop = loop
        self.handler = handler
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        // Connections inherit it: small answers go out at once.
        var on: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
        guard let watch = loop.watch(descriptor, self, isListener: true) else {
            throw EventLoopError(making: "the watch of a listening socket", code: errno)
        }
        self.watch = watch
    }

    /// Stops accepting and closes the socket.
    package func close() {
        guard let watch else { return }
        loop.unwatch(watch, descriptor)
        self.watch = nil
        Glibc.close(descriptor)
    }

    package func ready(_ readiness: Readiness) {
        var address = sockaddr_storage()
        for count in 0..<likely {
            guard watch != nil else { return }
            let accepted = accept(&address)
            if accepted >= 0 {
                let socket = Socket(accepted, faults: loop.faults)
                withUnsafeBytes(of: &address) { handler(.accepted(socket, $0)) }
                continue
            }
            switch -accepted {
            case EAGAIN:
                likely = max(count, 1)
                fullTurns = 0
                return
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return pause(-accepted)
            // The client of this one is gone already, or the network had an error: the next may be good.
            default: continue
            }
        }
        fullTurns += 1
        if likely > 1 || fullTurns == Self.manyTurns {
            likely = min(2 * likely, Self.batch)
            fullTurns = 0
        }
    }

    /// The descriptor of a connection, or the negative of an errno value.
    private func accept(_ address: inout sockaddr_storage) -> CInt {
        if let faults = loop.faults, case .error(let code) = faults.next(.accept) { return -code }
        address.ss_family = sa_family_t(AF_UNSPEC)
        return CEvents_Accept(descriptor, &address, MemoryLayout<sockaddr_storage>.size)
    }

    private func pause(_ code: CInt) {
        guard let watch else { return }
        handler(.exhausted(code))
        loop.setReading(false, watch, descriptor)
        loop.schedule(inMilliseconds: Self.pauseMilliseconds) { [self] in
            if let watch = self.watch { loop.setReading(true, watch, descriptor) }
        }
    }
}
