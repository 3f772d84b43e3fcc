import CModuleABI
import CModuleBorder
import CSharedPage
import Glibc
import ModuleInterfaces

/// The request of an exchange. Method, URL and fields are C strings in the arena of the exchange.
///
/// Its carrier fills it, the host reads it; modules see it as IHttpRequest4, whose slots it answers in an extension.
package final class HttpRequestObject: ExchangeObject {
    let arena: Arena
    let fields: HeaderFields

    /// Text in the arena. Method and target end with a zero, path and query need not.
    struct Text {
        let start: UnsafePointer<CChar>
        let count: Int

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
        var string: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// What belongs to one request.
    private struct State {
        var raw: UnsafeMutablePointer<HTTP_REQUEST>!
        /// The head as it came, with zeros where names and values end.
        var head: UnsafeMutablePointer<CChar>!
        var method: Text!
        var target: Text!
        var path: Text?
        var query: Text?
        var major: UInt16 = 1
        var minor: UInt16 = 1
        var contentLength: UInt64?
        var bytesRead: UInt64 = 0
        var isRawComplete = false
        var hasInserted = false
    }

    private let state = StateBox(State())
    /// Bodies that modules put before the client's.
    var inserted: [UnsafeRawBufferPointer] = [] {
        didSet { state.hasInserted = true }
    }

    init(arena: Arena) {
        self.arena = arena
        fields = HeaderFields(arena: arena, names: .request)
    }

    var raw: UnsafeMutablePointer<HTTP_REQUEST> { state.value.raw }
    private var head: UnsafeMutablePointer<CChar> { state.value.head }
    var method: Text { state.value.method }
    /// The target as the client wrote it.
    var target: Text { state.value.target }
    /// What follows the `?`, without it; nil if there is no `?`.
    var query: Text? { state.query }
    /// Percent-decoded path without the query.
    var path: Text { state.path ?? target }
    /// What Content-Length announced; nil if there is no body or it is chunked.
    package var contentLength: UInt64? {
        get { state.contentLength }
        set { state.contentLength = newValue }
    }
    /// Bytes that modules have read from the client's body so far.
    var bytesRead: UInt64 {
        get { state.bytesRead }
        set { state.bytesRead = newValue }
    }

    // MARK: Filled by the carrier

    /// Copies the head and sets method, target and version. False when there is no memory.
    func begin(
        _ line: RequestLine, bytes: RawSpan, frame: UnsafeMutablePointer<ExchangeFrame>, exchange number: UInt64
    ) -> Bool {
        let copy = bytes.withUnsafeBytes { arena.copy($0) }
        guard let copy else { return false }
        state.head = copy.assumingMemoryBound(to: CChar.self)
        state.raw = ExchangeFrame_Request(frame)
        fields.attach(
            known: RawRequest_KnownHeaders(raw), unknownCount: RawRequest_UnknownCount(raw),
            unknown: RawRequest_Unknown(raw))
        CallMark.note(requestLine: copy, count: line.target.upperBound, exchange: number)
        state.method = text(line.method)
        state.target = text(line.target)
        state.major = line.majorVersion
        state.minor = line.minorVersion
        raw.pointee.Verb = line.verb.map { HTTP_VERB(rawValue: $0) } ?? HttpVerbs.number(of: method.bytes)
        return true
    }

    /// A field of the head: where name and value are in its bytes, and its HTTP_HEADER_ID or -1.
    @inline(__always)
    package func add(name: Range<Int>, value: Range<Int>, knownID: Int) {
        head[name.upperBound] = 0
        head[value.upperBound] = 0
        fields.adopt(
            id: knownID, name: head + name.lowerBound, nameCount: name.count, value: head + value.lowerBound,
            valueCount: value.count)
    }

    /// A field of the head whose HTTP_HEADER_ID the host looks up.
    package func add(name: Range<Int>, value: Range<Int>) {
        let bytes = UnsafeRawBufferPointer(start: head + name.lowerBound, count: name.count)
        add(name: name, value: value, knownID: fields.names.id(of: bytes) ?? -1)
    }

    /// Replaces the value of the Host field where the request is for another host: that of an absolute target, or the
    /// one that a trusted proxy names.
    package func setHost(_ host: RawSpan) {
        host.withUnsafeBytes { _ = fields.set(HeaderNames.requestID.host, value: $0, replace: true) }
    }

    /// Path and query as they stand in the head: nothing had to be decoded. Without a call of this or the next one, the target
    /// itself is the path.
    package func setURL(path: Range<Int>, query: Range<Int>?) {
        state.path = slice(path)
        state.query = query.map(slice)
    }

    /// The path after cooking, and where the query stands in the head.
    package func setURL(cookedPath: RawSpan, query: Range<Int>?) {
        state.path = cookedPath.withUnsafeBytes { bytes in
            arena.copy(bytes).map {
                Text(start: UnsafePointer($0.assumingMemoryBound(to: CChar.self)), count: bytes.count)
            }
        }
        state.query = query.map(slice)
    }

    private func slice(_ range: Range<Int>) -> Text {
        Text(start: UnsafePointer(head + range.lowerBound), count: range.count)
    }

    private func text(_ range: Range<Int>) -> Text {
        head[range.upperBound] = 0
        return Text(start: UnsafePointer(head + range.lowerBound), count: range.count)
    }

    /// Leaves method and target on the breadcrumb slot of the calling thread, before a walk begins or goes on there.
    func noteLine(exchange number: UInt64) {
        let limit = Int(BREADCRUMB_REQUEST_LINE_LIMIT)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { line in
            var count = 0
            for part in [method.bytes, target.bytes] {
                if count > 0, count < limit {
                    line[count] = UInt8(ascii: " ")
                    count += 1
                }
                for byte in part.prefix(limit - count) {
                    line[count] = byte
                    count += 1
                }
            }
            guard let start = line.baseAddress else { return }
            CallMark.note(requestLine: start, count: count, exchange: number)
        }
    }

    /// Ready for the next request.
    func reset() {
        if state.hasInserted { inserted.removeAll() }
        state.value = State()
    }

    // MARK: Changed by modules

    /// Another method takes the place of the client's; the name is copied. False when there is no memory.
    func setMethod(_ name: UnsafeRawBufferPointer) -> Bool {
        guard let copy = arena.copy(name) else { return false }
        state.method = Text(start: UnsafePointer(copy.assumingMemoryBound(to: CChar.self)), count: name.count)
        raw.pointee.Verb = HttpVerbs.number(of: name)
        if state.isRawComplete { completeMethod() }
        return true
    }

    /// The raw struct, for a module that may edit it from now on. What few modules look at is filled when it is first
    /// asked for.
    func exposeRaw() -> UnsafeMutablePointer<HTTP_REQUEST> {
        fields.expose()
        if !state.isRawComplete {
            state.isRawComplete = true
            completeRaw()
        }
        if walk.hasBody { showTrailers() }
        return raw
    }

    // MARK: Read by the host

    /// The value of the Host field; empty if there is none.
    var hostField: UnsafeRawBufferPointer {
        fields.value(HeaderNames.requestID.host)?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    }
    /// The path after cooking.
    package var cookedPath: String { path.string }
    package var methodName: String { method.string }
    package var rawTarget: String { target.string }
    package var queryString: String? { query?.string }
    package var isHead: Bool { raw.pointee.Verb == HttpVerbHEAD }
    /// 10 for HTTP/1.0, 11 for HTTP/1.1.
    package var version: (major: UInt16, minor: UInt16) { (state.major, state.minor) }

    /// The value of the field with that HTTP_HEADER_ID.
    package func value(_ id: Int) -> String? {
        fields.value(id).map {
            String(decoding: UnsafeRawBufferPointer(start: $0.start, count: $0.count), as: UTF8.self)
        }
    }

    /// What the access log shows of it: bytes that stay as they are until the exchange is reset.
    package struct LoggedTexts {
        package let method: UnsafeRawBufferPointer
        package let path: UnsafeRawBufferPointer
        package let query: UnsafeRawBufferPointer?
        package let target: UnsafeRawBufferPointer
        package let host: UnsafeRawBufferPointer?
        package let userAgent: UnsafeRawBufferPointer?
        package let referer: UnsafeRawBufferPointer?
    }

    package var loggedTexts: LoggedTexts {
        LoggedTexts(
            method: method.bytes, path: path.bytes, query: query?.bytes, target: target.bytes,
            host: fields.value(Int(HttpHeaderHost.rawValue))?.bytes,
            userAgent: fields.value(Int(HttpHeaderUserAgent.rawValue))?.bytes,
            referer: fields.value(Int(HttpHeaderReferer.rawValue))?.bytes)
    }

    /// The host as the client named it, with the port if it gave one; the address that it reached if it named none.
    package var authority: String {
        if let host = value(HeaderNames.requestID.host), !host.isEmpty { return host }
        return exchange.connection?.local.authority ?? "localhost"
    }
}

/// Where the parts of a request line are in the bytes of the head, and what they mean.
package struct RequestLine: Sendable {
    package var method: Range<Int>
    package var target: Range<Int>
    /// HTTP_VERB of the method; 1 (unknown) for methods without one. Nil: the host looks it up.
    package var verb: UInt32?
    package var majorVersion: UInt16
    package var minorVersion: UInt16

    package init(
        method: Range<Int>, target: Range<Int>, verb: UInt32? = nil, majorVersion: UInt16, minorVersion: UInt16
    ) {
        self.method = method
        self.target = target
        self.verb = verb
        self.majorVersion = majorVersion
        self.minorVersion = minorVersion
    }
}
