import CProcess
import Glibc
package import OperatingSystem

/// One end of the channel between a supervisor and its worker. A value that owns nothing: who made the pair closes it.
///
/// Any thread may send; one receives.
package struct ChannelEnd: Sendable {
    /// The socket; readable when a message has come, or the other end is closed.
    package let descriptor: Int32
    /// Who has this end.
    private let side: ChannelMessage.Side

    /// What has come.
    package enum Reception: Hashable, Sendable {
        /// A message. The descriptor is -1, or the receiver's to close.
        case message(ChannelMessage, descriptor: Int32)
        /// Nothing now.
        case nothing
        /// The other end is closed, and all that was sent before has been received.
        case end
    }

    /// The end that `side` has, as a descriptor of this process.
    package init(_ descriptor: Int32, of side: ChannelMessage.Side) {
        self.descriptor = descriptor
        self.side = side
    }

    /// Two connected ends, close-on-exec and non-blocking. The maker owns and closes both; `purpose` names them in the error.
    package static func pair(
        for purpose: String
    ) throws(SystemCallError) -> (supervisor: ChannelEnd, worker: ChannelEnd) {
        var ends: [Int32] = [-1, -1]
        let code = MessageSocket_MakePair(&ends)
        guard code == 0 else { throw SystemCallError("making \(purpose)", code: code) }
        return (ChannelEnd(ends[0], of: .supervisor), ChannelEnd(ends[1], of: .worker))
    }

    /// Sends a message, with a descriptor if it takes one. Never waits: an end that does not read for long enough makes it fail.
    package func send(_ message: ChannelMessage, descriptor: Int32 = -1) throws(SystemCallError) {
        let bytes = message.encoded
        let code = MessageSocket_Send(self.descriptor, bytes, bytes.count, message.hasDescriptor ? descriptor : -1)
        guard code == 0 else { throw SystemCallError("sending a message of \(bytes.count) bytes", code: code) }
    }

    /// Takes the next message, if there is one. Never waits. Throws what is wrong with it; it is gone then, unless it brings a
    /// supervisor descriptors: such a message stays, and keeps all after it from being received.
    package func receive() throws(ChannelError) -> Reception {
        var bytes = [UInt8](repeating: 0, count: ChannelMessage.sizeLimit)
        var isWhole = false
        var received: Int32 = -1
        // Descriptors go to workers only. A supervisor that took some could be made to run out of them, or to wait for their close.
        let count =
            side == .worker
            ? MessageSocket_Receive(descriptor, &bytes, bytes.count, &received, &isWhole)
            : MessageSocket_Receive(descriptor, &bytes, bytes.count, nil, &isWhole)
        if count < 0 {
            switch errno {
            case EAGAIN: return .nothing
            case EBADMSG: throw .tooShort(0)
            case EPROTO: throw .notWhole
            default: throw .system(errno)
            }
        }
        guard count > 0 else { return .end }
        do throws(ChannelError) {
            guard isWhole else { throw .notWhole }
            let message = try ChannelMessage(
                decoding: bytes[..<count], from: side == .worker ? .supervisor : .worker)
            guard message.hasDescriptor == (received >= 0) else {
                throw .descriptor(UInt16(bytes[2]) | UInt16(bytes[3]) << 8)
            }
            return .message(message, descriptor: received)
        } catch {
            if received >= 0 { close(received) }
            throw error
        }
    }

    /// Closes the socket, on a thread of its own: messages that are still in it may bring sockets of a module, and the close of
    /// those may wait (SO_LINGER).
    package func discard() {
        let descriptor = descriptor
        do {
            try PosixThread.startDetached(named: "modhost-close", blockingSignals: true) { close(descriptor) }
        } catch {
            close(descriptor)
        }
    }

    /// Waits until there is something to receive. For a thread that does nothing else.
    func wait() {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&entry, 1, -1) < 0, errno == EINTR {}
    }
}

/// Bytes in a file without a name that cannot be changed, for the way to another process.
enum SealedFile {
    /// More than any configuration has.
    private static let sizeLimit = 1 << 30

    /// Makes a file with these bytes, close-on-exec, which the caller closes.
    static func make(_ bytes: [UInt8], named name: String) throws(SystemCallError) -> Int32 {
        let descriptor = SealedFile_Make(name, bytes, bytes.count)
        guard descriptor >= 0 else { throw SystemCallError("making a file in memory") }
        return descriptor
    }

    /// All bytes of a file that `make` has made. The position in the file is shared with other processes and not used.
    static func bytes(of descriptor: Int32) throws(SystemCallError) -> [UInt8] {
        let activity = "reading a file in memory"
        let size = SealedFile_Size(descriptor)
        guard size >= 0, size <= sizeLimit else { throw SystemCallError(activity, code: size < 0 ? errno : EFBIG) }
        var bytes = [UInt8](repeating: 0, count: size)
        var done = 0
        while done < size {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: done), size - done, off_t(done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemCallError(activity, code: count < 0 ? errno : EIO) }
            done += count
        }
        return bytes
    }
}
