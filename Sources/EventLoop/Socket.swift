import CEvents
import Glibc

/// The calls on a socket that a test can have fail; see `SocketFaults`.
package enum SocketCall: Sendable {
    case accept, receive, send, sendFile
}

/// What is to become of one such call instead of what the system would make of it.
package enum SocketFault: Sendable, Equatable {
    /// Nothing: the system is asked.
    case none
    /// The call fails with that errno value, and the system is not asked.
    case error(CInt)
    /// The system is asked for so many bytes at most.
    case atMost(Int)
}

/// Decides before each call on a socket what is to become of it. A test gives one to a loop; a server has none, and then a call
/// costs one comparison more.
package protocol SocketFaults: AnyObject, Sendable {
    /// The next call on any socket of the loop. Called on the thread that makes the call.
    func next(_ call: SocketCall) -> SocketFault
}

/// The descriptor of a connected socket and the calls on it. All of them return at once, with the bytes that were moved, or the
/// negative of an errno value.
///
/// A value like the number it holds: whoever owns the connection closes it, once.
package struct Socket {
    package let descriptor: CInt
    let faults: (any SocketFaults)?

    /// Whether calls do what the system makes of them, as they do but in tests.
    package var isUndisturbed: Bool { faults == nil }

    package init(_ descriptor: CInt, faults: (any SocketFaults)? = nil) {
        self.descriptor = descriptor
        self.faults = faults
    }

    /// Appends what has come, `limit` bytes at most. 0: the client will send nothing more.
    package func receive(into buffer: inout ByteBuffer, limit: Int) -> Int {
        var limit = limit
        if let faults {
            switch faults.next(.receive) {
            case .none: break
            case .error(let code): return -Int(code)
            case .atMost(let count): limit = min(limit, max(count, 1))
            }
        }
        let room = buffer.room(limit)
        let count = recv(descriptor, room.baseAddress, min(limit, room.count), CInt(MSG_DONTWAIT))
        guard count > 0 else { return count == 0 ? 0 : -Int(errno) }
        buffer.didWrite(count)
        return count
    }

    /// Sends what the socket takes. `more` says that more bytes follow at once, so that the system need not send a short packet.
    func send(_ bytes: UnsafeRawBufferPointer, more: Bool) -> Int {
        var count = bytes.count
        if let faults, let refused = Self.limit(faults, .send, &count) { return refused }
        let flags = CInt(MSG_NOSIGNAL | MSG_DONTWAIT) | (more ? CInt(MSG_MORE) : 0)
        let sent = Glibc.send(descriptor, bytes.baseAddress, count, flags)
        return sent >= 0 ? sent : -Int(errno)
    }

    /// Sends a range of a file. 0: the file ends before the range begins.
    func send(_ file: FileRange) -> Int {
        var count = file.nextPiece
        if let faults, let refused = Self.limit(faults, .sendFile, &count) { return refused }
        return CEvents_SendFile(descriptor, file.descriptor, file.offset, count)
    }

    /// Bytes for one call, where there may be many: it does not return before the socket is full or has them all.
    static let largestPiece = 1 << 21

    private static func limit(_ faults: any SocketFaults, _ call: SocketCall, _ count: inout Int) -> Int? {
        switch faults.next(call) {
        case .none: break
        case .error(let code): return -Int(code)
        case .atMost(let limit): count = min(count, max(limit, 1))
        }
        return nil
    }

    /// Waits until the socket takes more, is broken off, or `milliseconds` have gone by. Never on a loop.
    func waitUntilWritable(milliseconds: CInt) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, milliseconds)
    }

    /// Says that nothing more will be sent.
    package func endOutput() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// Ends both directions; who waits for the socket wakes. The descriptor stays open.
    package func breakOff() { shutdown(descriptor, CInt(SHUT_RDWR)) }

    /// Breaks the connection off, whoever else has a descriptor for it: the client sees a reset, not an orderly end that it could
    /// take for the whole of a response. The descriptor stays open.
    package func reset() {
        // To connect a TCP socket to nowhere is how it is reset at once; others are shut down.
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        if connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size)) != 0 { breakOff() }
    }

    /// Closes the descriptor. Once.
    package func close() { Glibc.close(descriptor) }
}

/// A range of a file that is to be sent.
package struct FileRange {
    package var descriptor: CInt
    package var offset: Int64
    package var count: Int

    package init(descriptor: CInt, offset: Int64, count: Int) {
        self.descriptor = descriptor
        self.offset = offset
        self.count = count
    }

    /// Bytes for one call. The next one then begins with a whole page, which is the unit that the system takes from a file.
    var nextPiece: Int { min(count, Socket.largestPiece - Int(offset & 4095)) }

    /// Whether the file ends before the range does, which it did not when the range was announced.
    var isShortened: Bool {
        var status = stat()
        return fstat(descriptor, &status) != 0 || Int64(status.st_size) < offset + Int64(count)
    }
}
