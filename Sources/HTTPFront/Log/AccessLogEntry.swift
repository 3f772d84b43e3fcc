import CModuleABI
package import ModuleHost
import NIOCore

/// What the access log says of one exchange. A value that is filled, written and used again without new memory.
package struct AccessLogEntry: Sendable {
    /// The parts that are text, as bytes that nobody has checked.
    package enum Text: Int, CaseIterable, Sendable {
        case siteName, method
        /// The path after percent-decoding, without the query.
        case path
        /// What follows the `?`.
        case query
        /// The target as it stood in the request line.
        case target
        case userName, host, userAgent, referer
    }

    /// When the exchange ended, in milliseconds since 1970-01-01T00:00:00Z.
    package var time: Int64 = 0
    /// Who asked; behind a trusted proxy, whom the proxy names.
    package var client = ConnectionAddress.ipv4(0, port: 0)
    /// Where the connection reached the server.
    package var server = ConnectionAddress.ipv4(0, port: 0)
    /// The version of the request; 0.0 when none was understood.
    package var version: (major: UInt16, minor: UInt16) = (0, 0)
    package var status: UInt16 = 0
    package var substatus: UInt16 = 0
    /// The Win32 code of the error a module reported; see `setResult`.
    package var win32Status: UInt32 = 0
    /// All bytes of the response, with its head.
    package var bytesSent: UInt64 = 0
    /// The bytes of the response without its head.
    package var bodyBytesSent: UInt64 = 0
    /// All bytes of the request, with its head.
    package var bytesReceived: UInt64 = 0
    /// From the first byte of the request to the last of the response, in milliseconds.
    package var timeTaken: UInt64 = 0

    private var bytes = ByteBuffer()
    private var ranges = InlineArray<9, (start: Int32, end: Int32)>(repeating: (0, -1))

    package init() {}

    /// Forgets everything but the memory it has.
    package mutating func clear() {
        var kept = bytes
        bytes = ByteBuffer()
        kept.clear()
        self = AccessLogEntry()
        bytes = kept
    }

    /// Takes the text over.
    package mutating func set(_ text: Text, _ value: RawSpan) {
        let start = bytes.writerIndex
        bytes.writeBytes(value)
        ranges[text.rawValue] = (Int32(start), Int32(bytes.writerIndex))
    }

    /// Takes the text over; nil leaves it absent.
    package mutating func set(_ text: Text, _ value: String?) {
        guard let value else { return }
        let start = bytes.writerIndex
        bytes.writeString(value)
        ranges[text.rawValue] = (Int32(start), Int32(bytes.writerIndex))
    }

    /// Takes the low word of an HRESULT, which is the Win32 code in those that have one.
    package mutating func setResult(_ result: Int32) { win32Status = UInt32(bitPattern: result) & 0xFFFF }

    /// The client did not wait for the answer, which IIS notes as ERROR_NETNAME_DELETED.
    mutating func setClientGone() { win32Status = UInt32(ERROR_NETNAME_DELETED) }

    /// Whether that text was set, be it to nothing.
    func has(_ text: Text) -> Bool { ranges[text.rawValue].end >= 0 }

    /// Whether that text is absent or has no bytes.
    func isEmpty(_ text: Text) -> Bool { ranges[text.rawValue].end <= ranges[text.rawValue].start }

    /// Gives the bytes of a text; none if it is absent.
    func withBytes(_ text: Text, _ body: (Span<UInt8>) -> Void) {
        guard !isEmpty(text) else { return }
        let range = ranges[text.rawValue]
        body(bytes.readableBytesUInt8Span.extracting(Int(range.start)..<Int(range.end)))
    }
}
