import CModuleABI
import EventLoop
import ModuleHost
package import OperatingSystem

/// What the access log says of one exchange. Filled, written and forgotten, without memory of its own
/// unless a text is copied.
package struct AccessLogEntry: ~Copyable {
    /// The parts that are text, as bytes that nobody has checked.
    package enum Text: Int, CaseIterable, Sendable {
        case method
        /// The path after percent-decoding, without the query.
        case path
        /// What follows the `?`.
        case query
        /// The target as it stood in the request line.
        case target
        case userName, host, userAgent, referer
        /// The id of the request, if a module has set it.
        case requestID
    }

    /// When the exchange ended, in milliseconds since 1970-01-01T00:00:00Z.
    package var time: Int64 = 0
    /// Who asked; behind a trusted proxy, whom the proxy names.
    package var client: EndpointAddress
    /// Where the connection reached the server.
    package var server: EndpointAddress
    /// The id of the site; 0 if none was found.
    package var site: UInt32 = 0
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
    /// The number of the exchange, with which the id of a request ends; 0 if there was none.
    package var number: UInt64 = 0

    /// Where a text is: in memory that was lent, or without that in `copies`, from `offset` on. Absent with a count below zero.
    private struct Place {
        var lent: UnsafeRawPointer?
        var offset = 0
        var count = -1
    }

    private var places = InlineArray<9, Place>(repeating: Place())
    private var copies = ByteBuffer()
    /// Bytes of all texts.
    private(set) var textCount = 0
    /// How many texts there is room for: as many as `Text` has cases, which a test holds.
    package static let textLimit = 9

    package init(client: EndpointAddress = .ipv4(0, port: 0), server: EndpointAddress = .ipv4(0, port: 0)) {
        self.client = client
        self.server = server
    }

    /// Copies the text.
    package mutating func set(_ text: Text, _ value: RawSpan) {
        put(text, Place(offset: copies.count, count: value.byteCount))
        copies.write(value)
    }

    /// Copies the text; nil leaves it absent.
    @inline(__always)
    package mutating func set(_ text: Text, _ value: String?) {
        guard let value else { return }
        if value.isEmpty { return put(text, Place(count: 0)) }
        set(text, value.utf8Span.span.bytes)
    }

    /// Takes the text from where it is, without a copy: the memory has to stay as it is until the line is written. Nil leaves it
    /// absent.
    @inline(__always)
    package mutating func lend(_ text: Text, _ value: UnsafeRawBufferPointer?) {
        guard let value else { return }
        put(text, Place(lent: value.baseAddress, count: value.count))
    }

    @inline(__always)
    private mutating func put(_ text: Text, _ place: Place) {
        textCount &+= place.count
        places[text.rawValue] = place
    }

    /// Takes the low word of an HRESULT, which is the Win32 code in those that have one.
    package mutating func setResult(_ result: Int32) { win32Status = UInt32(bitPattern: result) & 0xFFFF }

    /// The client did not wait for the answer, which IIS notes as ERROR_NETNAME_DELETED.
    mutating func setClientGone() { win32Status = UInt32(ERROR_NETNAME_DELETED) }

    /// The bytes of a text, which are good while the entry is as it is; nil if it is absent.
    @inline(__always)
    func bytes(_ text: Text) -> UnsafeRawBufferPointer? {
        let place = places[text.rawValue]
        guard place.count > 0 else { return place.count < 0 ? nil : UnsafeRawBufferPointer(start: nil, count: 0) }
        if let lent = place.lent { return UnsafeRawBufferPointer(start: lent, count: place.count) }
        return UnsafeRawBufferPointer(rebasing: copies.region[place.offset..<place.offset + place.count])
    }

    /// The bytes of a text; nil if it is absent or has none.
    @inline(__always)
    func nonEmpty(_ text: Text) -> UnsafeRawBufferPointer? {
        guard let bytes = bytes(text), !bytes.isEmpty else { return nil }
        return bytes
    }
}

extension Connection {
    /// Writes the line of an exchange that has just ended. Loop only, before the exchange is recycled.
    func log(_ exchange: Exchange, _ stream: Stream) {
        guard let buffer = loop.accessLog else { return }
        let request = exchange.request
        let version = request.version
        let reported = exchange.response.reported
        buffer.append(client: exchange.remote, server: client.local) { entry in
            entry.version = version
            entry.site = exchange.siteID
            // What has gone out: a module may have changed its mind behind that.
            entry.status = stream.writer.status ?? UInt16(exchange.response.status)
            entry.substatus = reported.subStatus
            entry.setResult(reported.result)
            if entry.win32Status == 0, !isConnected { entry.setClientGone() }
            entry.bytesSent = stream.writer.bytes
            entry.bodyBytesSent = stream.writer.entityBytes
            entry.bytesReceived = UInt64(stream.headBytes) + stream.body.bytes
            entry.timeTaken = exchange.elapsedMilliseconds
            entry.number = exchange.number
            entry.set(.requestID, exchange.ownRequestID)
            let texts = request.loggedTexts
            entry.lend(.method, texts.method)
            entry.lend(.path, texts.path)
            entry.lend(.query, texts.query)
            entry.lend(.target, texts.target)
            entry.lend(.host, texts.host)
            entry.lend(.userAgent, texts.userAgent)
            entry.lend(.referer, texts.referer)
            entry.set(.userName, exchange.loggedUser)
        }
    }

    /// Writes the line of a request that no module has seen; what it asked for is not to be relied on. Loop only.
    func logRefusal(_ status: UInt16, _ line: RefusedLine?, headBytes: Int, headSize: Int, bodySize: Int) {
        loop.accessLog?.append(client: client.remote, server: client.local) { entry in
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
