package import CModuleABI
import CModuleBorder
import CSharedPage
import Glibc
import ModuleInterfaces

/// IHttpRequest4: the request as modules see it. Method, URL and fields are C strings in the arena of the exchange.
package final class HttpRequestObject: HttpRequestInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!
    let arena: Arena
    let fields: HeaderFields

    /// Text in the arena. Method and target end with a zero, path and query need not.
    struct Text {
        let start: UnsafePointer<CChar>
        let count: Int

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
        var string: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// What belongs to one request. Behind a pointer for the reason given at `ExchangeState`.
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

    private let state: UnsafeMutablePointer<State>
    /// Bodies that modules put before the client's.
    var inserted: [UnsafeRawBufferPointer] = [] {
        didSet { state.pointee.hasInserted = true }
    }

    init(arena: Arena) {
        self.arena = arena
        fields = HeaderFields(arena: arena, names: .request)
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    deinit { state.deallocate() }

    var raw: UnsafeMutablePointer<HTTP_REQUEST> { state.pointee.raw }
    private var head: UnsafeMutablePointer<CChar> { state.pointee.head }
    var method: Text { state.pointee.method }
    /// The target as the client wrote it.
    var target: Text { state.pointee.target }
    /// What follows the `?`, without it; nil if there is no `?`.
    var query: Text? { state.pointee.query }
    /// Percent-decoded path without the query.
    private var path: Text { state.pointee.path ?? state.pointee.target }
    /// What Content-Length announced; nil if there is no body or it is chunked.
    package var contentLength: UInt64? {
        get { state.pointee.contentLength }
        set { state.pointee.contentLength = newValue }
    }
    /// Bytes that modules have read from the client's body so far.
    var bytesRead: UInt64 {
        get { state.pointee.bytesRead }
        set { state.pointee.bytesRead = newValue }
    }

    // MARK: Filled by the carrier

    /// Copies the head and sets method, target and version. False when there is no memory.
    func begin(
        _ line: RequestLine, bytes: RawSpan, frame: UnsafeMutablePointer<ExchangeFrame>, exchange number: UInt64
    ) -> Bool {
        let copy = bytes.withUnsafeBytes { arena.copy($0) }
        guard let copy else { return false }
        state.pointee.head = copy.assumingMemoryBound(to: CChar.self)
        state.pointee.raw = ExchangeFrame_Request(frame)
        fields.attach(
            known: RawRequest_KnownHeaders(raw), unknownCount: RawRequest_UnknownCount(raw),
            unknown: RawRequest_Unknown(raw))
        CallMark.note(requestLine: copy, count: line.target.upperBound, exchange: number)
        state.pointee.method = text(line.method)
        state.pointee.target = text(line.target)
        state.pointee.major = line.majorVersion
        state.pointee.minor = line.minorVersion
        raw.pointee.Verb = HTTP_VERB(rawValue: line.verb ?? HttpVerbs.number(of: method.bytes))
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

    /// Whom the request is for, where that is not what its Host field says. The field says so from now on.
    package func setHost(_ host: RawSpan) {
        host.withUnsafeBytes { _ = fields.set(HeaderNames.requestID.host, value: $0, replace: true) }
    }

    /// Path and query as they stand in the head: nothing had to be decoded. Without a call of this or the next one, the target
    /// itself is the path.
    package func setURL(path: Range<Int>, query: Range<Int>?) {
        state.pointee.path = slice(path)
        state.pointee.query = query.map(slice)
    }

    /// The path after cooking, and where the query stands in the head.
    package func setURL(cookedPath: RawSpan, query: Range<Int>?) {
        state.pointee.path = cookedPath.withUnsafeBytes { bytes in
            arena.copy(bytes).map {
                Text(start: UnsafePointer($0.assumingMemoryBound(to: CChar.self)), count: bytes.count)
            }
        }
        state.pointee.query = query.map(slice)
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

    func reset() {
        if state.pointee.hasInserted { inserted.removeAll() }
        state.pointee = State()
    }

    // MARK: Read by the host

    /// The path after cooking.
    package var cookedPath: String { path.string }
    package var methodName: String { method.string }
    package var rawTarget: String { target.string }
    package var queryString: String? { query?.string }
    package var isHead: Bool { raw.pointee.Verb == HttpVerbHEAD }
    /// 10 for HTTP/1.0, 11 for HTTP/1.1.
    package var version: (major: UInt16, minor: UInt16) { (state.pointee.major, state.pointee.minor) }

    /// The value of the field with that HTTP_HEADER_ID.
    package func value(_ id: Int) -> String? {
        fields.value(id).map {
            String(decoding: UnsafeRawBufferPointer(start: $0.start, count: $0.count), as: UTF8.self)
        }
    }

    /// The host as the client named it, with the port if it gave one; the address that it reached if it named none.
    package var authority: String {
        if let host = value(HeaderNames.requestID.host), !host.isEmpty { return host }
        return exchange.connection?.local.authority ?? "localhost"
    }

    // MARK: Slots

    package func getRawHttpRequest() -> UnsafeMutablePointer<HTTP_REQUEST>? {
        fields.expose()
        if !state.pointee.isRawComplete { completeRaw() }
        if exchange.state.pointee.hasBody { showTrailers() }
        return raw
    }

    package func getRawHttpRequestConst() -> UnsafePointer<HTTP_REQUEST>? {
        getRawHttpRequest().map { UnsafePointer($0) }
    }

    package func getHeaderByName(_ name: PCSTR?, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        answer(name.flatMap { fields.value(named: .init(cString: $0)) }, count)
    }

    package func getHeaderById(_ id: HTTP_HEADER_ID, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        answer(fields.value(Int(id.rawValue)), count)
    }

    private func answer(_ value: HeaderFields.Value?, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        count?.pointee = USHORT(truncatingIfNeeded: value?.count ?? 0)
        return value?.start
    }

    package func setHeaderByName(_ name: PCSTR?, _ value: PCSTR?, _ count: USHORT, _ replace: BOOL) -> HRESULT {
        fields.setChecked(name: name, value: value, count: count, replace: replace)
    }

    package func setHeaderById(_ id: HTTP_HEADER_ID, _ value: PCSTR?, _ count: USHORT, _ replace: BOOL) -> HRESULT {
        fields.setChecked(id: id, value: value, count: count, replace: replace)
    }

    package func deleteHeaderByName(_ name: PCSTR?) -> HRESULT {
        guard let name else { return HResult.invalidParameter }
        fields.delete(named: .init(cString: name))
        return HResult.ok
    }

    package func deleteHeaderById(_ id: HTTP_HEADER_ID) -> HRESULT {
        guard id.rawValue < fields.names.count else { return HResult.invalidParameter }
        fields.delete(Int(id.rawValue))
        return HResult.ok
    }

    package func getHttpMethod() -> PCSTR? { method.start }

    package func setHttpMethod(_ verb: PCSTR?) -> HRESULT {
        guard let verb else { return HResult.invalidParameter }
        let bytes = UnsafeRawBufferPointer(cString: verb)
        guard FieldText.isName(bytes) else { return HResult.invalidParameter }
        guard let copy = arena.copy(bytes) else { return HResult.outOfMemory }
        state.pointee.method = Text(start: UnsafePointer(copy.assumingMemoryBound(to: CChar.self)), count: bytes.count)
        raw.pointee.Verb = HTTP_VERB(rawValue: HttpVerbs.number(of: bytes))
        if state.pointee.isRawComplete { completeMethod() }
        return HResult.ok
    }

    package func getUrlChanged() -> BOOL { 0 }
    package func getForwardedUrl() -> PCWSTR? { nil }

    package func getLocalAddress() -> PSOCKADDR? {
        exchange.connection?.localAddress.assumingMemoryBound(to: sockaddr.self)
    }

    package func getRemoteAddress() -> PSOCKADDR? {
        guard exchange.state.pointee.isForwarded, let client = exchange.forwarded.client else {
            return exchange.connection?.remoteAddress.assumingMemoryBound(to: sockaddr.self)
        }
        guard let memory = arena.allocate(MemoryLayout<sockaddr_storage>.size) else { return nil }
        client.store(to: memory)
        return memory.assumingMemoryBound(to: sockaddr.self)
    }

    package func getHttpVersion(_ major: UnsafeMutablePointer<USHORT>?, _ minor: UnsafeMutablePointer<USHORT>?) {
        major?.pointee = state.pointee.major
        minor?.pointee = state.pointee.minor
    }

    package func getSiteId() -> DWORD { exchange.host.site.id }

    // MARK: The raw struct

    /// Fills what few modules look at: wide text is made only when first asked for.
    private func completeRaw() {
        state.pointee.isRawComplete = true
        raw.pointee.RequestId = exchange.number
        raw.pointee.Version = HTTP_VERSION(
            MajorVersion: state.pointee.major, MinorVersion: state.pointee.minor)
        raw.pointee.pRawUrl = target.start
        raw.pointee.RawUrlLength = USHORT(truncatingIfNeeded: target.count)
        raw.pointee.Address.pLocalAddress = getLocalAddress()
        raw.pointee.Address.pRemoteAddress = getRemoteAddress()
        if exchange.entity != nil { raw.pointee.Flags |= 1 }  // HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS
        completeMethod()
        completeCookedURL()
    }

    private func completeMethod() {
        let isUnknown = raw.pointee.Verb == HttpVerbUnknown
        raw.pointee.pUnknownVerb = isUnknown ? method.start : nil
        raw.pointee.UnknownVerbLength = isUnknown ? USHORT(truncatingIfNeeded: method.count) : 0
    }

    /// One buffer of WCHARs, `http://host/path?query` (or `https`), into which all four pointers point. Lengths are bytes.
    private func completeCookedURL() {
        let size = MemoryLayout<WCHAR>.size
        let host = hostBytes
        let scheme: StaticString = exchange.isSecure ? "https://" : "http://"
        let hostStart = scheme.utf8CodeUnitCount
        let mostCharacters = hostStart + host.count + path.count + 1 + (query?.count ?? 0)
        guard let memory = arena.allocateUninitialized((mostCharacters + 1) * size) else { return }
        let start = memory.bindMemory(to: WCHAR.self, capacity: mostCharacters + 1)
        _ = WideText.write(utf8: .init(start: scheme.utf8Start, count: hostStart), to: memory)
        let hostCount = WideText.write(utf8: host, to: memory + hostStart * size)
        let pathStart = hostStart + hostCount
        let pathCount = WideText.write(utf8: path.bytes, to: memory + pathStart * size)
        var count = pathStart + pathCount
        raw.pointee.CookedUrl.pFullUrl = UnsafePointer(start)
        raw.pointee.CookedUrl.pHost = UnsafePointer(start + hostStart)
        raw.pointee.CookedUrl.HostLength = USHORT(truncatingIfNeeded: hostCount * size)
        raw.pointee.CookedUrl.pAbsPath = UnsafePointer(start + pathStart)
        raw.pointee.CookedUrl.AbsPathLength = USHORT(truncatingIfNeeded: pathCount * size)
        if let query {
            memory.storeBytes(of: 0x3F, toByteOffset: count * size, as: UInt32.self)
            let queryCount = 1 + WideText.write(utf8: query.bytes, to: memory + (count + 1) * size)
            raw.pointee.CookedUrl.pQueryString = UnsafePointer(start + count)
            raw.pointee.CookedUrl.QueryStringLength = USHORT(truncatingIfNeeded: queryCount * size)
            count += queryCount
        }
        raw.pointee.CookedUrl.FullUrlLength = USHORT(truncatingIfNeeded: count * size)
    }

    /// The host as the client named it; the address that it reached if it named none.
    private var hostBytes: UnsafeRawBufferPointer {
        if let host = fields.value(HeaderNames.requestID.host), host.count > 0 {
            return UnsafeRawBufferPointer(start: host.start, count: host.count)
        }
        return arena.copy(authority).map { UnsafeRawBufferPointer(cString: $0) } ?? .init(start: nil, count: 0)
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a C string without its zero.
    init(cString: UnsafePointer<CChar>) {
        self.init(start: cString, count: strlen(cString))
    }
}
