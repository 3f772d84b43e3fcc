import CModuleABI
import EventLoop
import Glibc
import ModuleHost
package import OperatingSystem

/// What the access log says of one exchange. A value that is filled, written and used again without new memory.
package struct AccessLogEntry: ~Copyable {
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
    package var client = EndpointAddress.ipv4(0, port: 0)
    /// Where the connection reached the server.
    package var server = EndpointAddress.ipv4(0, port: 0)
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
    /// How many texts there is room for: as many as `Text` has cases, which a test holds.
    package static let textLimit = 9

    package init() {}

    /// Forgets everything but the memory it has.
    package mutating func clear() {
        bytes.clear()
        ranges = InlineArray<9, (start: Int32, end: Int32)>(repeating: (0, -1))
        time = 0
        client = .ipv4(0, port: 0)
        server = .ipv4(0, port: 0)
        version = (0, 0)
        status = 0
        substatus = 0
        win32Status = 0
        bytesSent = 0
        bodyBytesSent = 0
        bytesReceived = 0
        timeTaken = 0
    }

    /// Takes the text over.
    package mutating func set(_ text: Text, _ value: RawSpan) {
        let start = bytes.count
        bytes.write(value)
        ranges[text.rawValue] = (Int32(start), Int32(bytes.count))
    }

    /// Takes the text over; nil leaves it absent.
    package mutating func set(_ text: Text, _ value: String?) {
        guard let value else { return }
        let start = bytes.count
        bytes.write(value)
        ranges[text.rawValue] = (Int32(start), Int32(bytes.count))
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
        let region = UnsafeRawBufferPointer(rebasing: bytes.region[Int(range.start)..<Int(range.end)])
        // Safety: the bytes stay while the entry does, and nobody writes to it meanwhile.
        body(Span(_unsafeElements: region.bindMemory(to: UInt8.self)))
    }
}

extension Connection {
    /// Writes the line of an exchange that has just ended. Loop only, before the exchange is recycled.
    func log(_ exchange: Exchange, _ stream: Stream) {
        guard let buffer = loop.accessLog else { return }
        let request = exchange.request
        let version = request.version
        let reported = exchange.response.reported
        buffer.append { entry in
            entry.client = exchange.remote
            entry.server = client.local
            entry.version = version
            // What has gone out: a module may have changed its mind behind that.
            entry.status = stream.writer.status ?? UInt16(exchange.response.status)
            entry.substatus = reported.subStatus
            entry.setResult(reported.result)
            if entry.win32Status == 0, !isConnected { entry.setClientGone() }
            entry.bytesSent = stream.writer.bytes
            entry.bodyBytesSent = stream.writer.entityBytes
            entry.bytesReceived = UInt64(stream.headBytes) + stream.body.bytes
            entry.timeTaken = exchange.elapsedMilliseconds
            entry.set(.method, request.methodName)
            entry.set(.path, request.cookedPath)
            entry.set(.query, request.queryString)
            entry.set(.target, request.rawTarget)
            entry.set(.userName, exchange.loggedUser)
            entry.set(.host, request.value(Int(HttpHeaderHost.rawValue)))
            entry.set(.userAgent, request.value(Int(HttpHeaderUserAgent.rawValue)))
            entry.set(.referer, request.value(Int(HttpHeaderReferer.rawValue)))
        }
    }

    /// Writes the line of a request that no module has seen; what it asked for is not to be relied on. Loop only.
    func logRefusal(_ status: UInt16, _ line: RefusedLine?, headBytes: Int, headSize: Int, bodySize: Int) {
        loop.accessLog?.append { entry in
            entry.client = client.remote
            entry.server = client.local
            entry.status = status
            entry.bytesSent = UInt64(headSize + bodySize)
            entry.bodyBytesSent = UInt64(bodySize)
            guard let line, !line.method.isEmpty else { return }
            entry.bytesReceived = UInt64(headBytes)
            entry.set(.method, line.method)
            guard !line.target.isEmpty else { return }
            entry.set(.target, line.target)
            entry.set(.path, String(line.target.prefix { $0 != "?" }))
            if let mark = line.target.firstIndex(of: "?") {
                entry.set(.query, String(line.target[line.target.index(after: mark)...]))
            }
        }
    }
}

/// The lines of one event loop on their way to the access log. Touched only on that loop.
package final class AccessLogBuffer {
    private let log: AccessLog
    private var formatter: AccessLogFormatter
    private var entry = AccessLogEntry()
    private var lines = ByteBuffer()
    private var count = 0

    /// Bytes that are handed over at once.
    private static let limit = 32 * 1024

    package init(_ log: AccessLog) {
        self.log = log
        formatter = AccessLogFormatter(log.format)
    }

    /// Adds the line of one exchange, which has just ended. `fill` gets an entry with nothing in it but the time and the site.
    package func append(_ fill: (inout AccessLogEntry) -> Void) {
        entry.clear()
        entry.time = Self.milliseconds()
        entry.set(.siteName, log.siteName)
        fill(&entry)
        if lines.capacity == 0 { lines.reserve(Self.limit + Self.limit / 8) }
        formatter.write(entry, to: &lines)
        count += 1
        if lines.count >= Self.limit { handOver() }
    }

    /// Gives what there is to the thread that writes. Called once a second, and when the loop has drained.
    package func handOver() {
        guard count > 0 else { return }
        var full = ByteBuffer()
        swap(&full, &lines)
        log.write(full, count: count)
        count = 0
    }

    private static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
