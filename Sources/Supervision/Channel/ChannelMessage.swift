import HostLog
import OperatingSystem

/// What a supervisor and its worker say to each other, and how: all of it is in this file.
///
/// The channel is a pair of SOCK_SEQPACKET sockets. One message is one datagram, at most ``sizeLimit`` bytes:
///
///     offset 0   UInt16, little-endian   the version of this form, 1
///     offset 2   UInt16, little-endian   the kind
///     offset 4   what the kind says, to the end of the datagram
///
/// With a kind that says so comes one descriptor (SCM_RIGHTS); with others none may. What is too large for a datagram goes as a
/// sealed file in memory, whose size has no limit but memory, and which a sender need not wait with.
///
/// Both ends are the same program in the same version, since workers are started from the file that the supervisor runs. A changed
/// meaning therefore is a new kind; a changed form is a new version. What a worker sends is foreign data to
/// the supervisor, since modules live in the worker: everything is checked here, and nothing that comes is a trap.
///
/// A new message is a case here, with its kind, and what `WorkerCommand` or `Supervisor` does about it.
package enum ChannelMessage: Hashable, Sendable {
    /// To a worker, first of all: what it is to be. Its bytes are in the sealed file that comes with the message.
    case configuration

    /// To a worker: files that were moved away are to be opened anew.
    case reopenLogs

    /// To a worker: it is to finish what it has and to end. The end of the channel says the same: then the supervisor is gone.
    case end

    /// To the supervisor: this worker serves. Once.
    case ready

    /// To the supervisor: this worker cannot serve, for the reason in this sentence, and is about to exit. UTF-8, at most
    /// ``sentenceLimit`` bytes; it is one printable line when it arrives.
    case failed(String)

    /// The two ends of a channel.
    package enum Side: Sendable {
        case supervisor
        case worker
    }

    /// The version of the form that is described above.
    package static let version: UInt16 = 1

    /// Bytes of a datagram.
    package static let sizeLimit = 8192

    /// Bytes of a sentence; the rest is cut off.
    package static let sentenceLimit = 4096

    /// The numbers that stand for the cases, for ever; those from 0x8000 on are for supervisors.
    private enum Kind: UInt16 {
        case configuration = 1
        case reopenLogs = 2
        case end = 3
        case ready = 0x8001
        case failed = 0x8002

        var sender: Side { rawValue < 0x8000 ? .supervisor : .worker }
    }

    private var kind: Kind {
        switch self {
        case .configuration: .configuration
        case .reopenLogs: .reopenLogs
        case .end: .end
        case .ready: .ready
        case .failed: .failed
        }
    }

    /// Whether it says how the start of a worker went.
    var isReport: Bool {
        switch self {
        case .ready, .failed: true
        case .configuration, .reopenLogs, .end: false
        }
    }

    /// Whether a descriptor comes with it.
    var hasDescriptor: Bool { self == .configuration }

    /// The datagram.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for number in [Self.version, kind.rawValue] {
            bytes += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
        }
        if case .failed(let sentence) = self {
            bytes += sentence.split(whereSeparator: \.isNewline).joined(separator: " ").utf8.prefix(Self.sentenceLimit)
        }
        return bytes
    }

    /// Reads a datagram that `sender` has sent.
    package init(decoding bytes: some RandomAccessCollection<UInt8>, from sender: Side) throws(ChannelError) {
        let bytes = Array(bytes)
        guard bytes.count >= 4 else { throw .tooShort(bytes.count) }
        let version = UInt16(bytes[0]) | UInt16(bytes[1]) << 8
        let number = UInt16(bytes[2]) | UInt16(bytes[3]) << 8
        guard version == Self.version else { throw .version(version) }
        guard let kind = Kind(rawValue: number), kind.sender == sender else { throw .kind(number) }
        let content = bytes[4...]
        switch kind {
        case .configuration: self = .configuration
        case .reopenLogs: self = .reopenLogs
        case .end: self = .end
        case .ready: self = .ready
        case .failed:
            self = .failed(
                ForeignSentence.line(String(decoding: content.prefix(Self.sentenceLimit), as: UTF8.self), limit: .max))
        }
        guard content.isEmpty || kind == .failed else { throw .surplus(number, content.count) }
    }
}

/// What is wrong with a message that came over a channel.
package enum ChannelError: Error, Hashable, Sendable, CustomStringConvertible {
    case tooShort(Int)
    case version(UInt16)
    /// No such kind, or not one that this end is sent.
    case kind(UInt16)
    case surplus(UInt16, Int)
    /// Longer than a message may be, or with descriptors that none may have.
    case notWhole
    /// Without the descriptor that it needs, or with one that it must not have.
    case descriptor(UInt16)
    /// A second report of a worker, which makes one.
    case repeated
    /// This process has closed its end, or put another file in its place.
    case closedHere
    /// An errno value of the system.
    case system(Int32)

    /// The sentence for a person, without an end.
    package var description: String {
        let remedy = "start the server again"
        return switch self {
        case .closedHere:
            "a module has closed descriptors that are not its own, the channel to the supervisor among them"
        case .tooShort(let count): "a message of \(count) bytes is too short to be one"
        case .version(let version):
            "a message has the form of version \(version), and this program knows version \(ChannelMessage.version); \(remedy)"
        case .kind(let kind): "a message is of kind \(kind), which nobody expects here; \(remedy)"
        case .surplus(let kind, let count): "a message of kind \(kind) has \(count) bytes too many; \(remedy)"
        case .notWhole: "a message is longer than \(ChannelMessage.sizeLimit) bytes, or brings descriptors"
        case .descriptor(let kind): "a message of kind \(kind) brings no descriptor, or one that it must not; \(remedy)"
        case .repeated: "it has said more than once how its start went"
        case .system(let code): "receiving a message failed: \(SystemCallError.reason(of: code))"
        }
    }
}
