package import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// IHttpResponse4: the response as modules see it. Status, fields and entity chunks stand in the live HTTP_RESPONSE.
package final class HttpResponseObject: HttpResponseInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!
    private let arena: Arena
    let fields: HeaderFields
    let chunks: EntityChunks
    let trailers: NamedFields

    /// What belongs to one response. Behind a pointer for the reason given at `ExchangeState`.
    private struct State {
        var raw: UnsafeMutablePointer<HTTP_RESPONSE>!
        var kernelPolicy: UnsafeMutablePointer<HTTP_CACHE_POLICY>!
        var userPolicy: UnsafeMutablePointer<HTTP_CACHE_POLICY>!
        var isHeadSent = false
        var isLastSent = false
        var isHeadSuppressed = false
        var needsDisconnect = false
        var isBuffered = true
        var isTouched = false
        var touches: UInt32 = 0
        var hidesServer = false
        // What SetStatus was told about an error, and by whom.
        var subStatus: UInt16 = 0
        var errorResult: HRESULT = 0
        var skipsCustomErrors = false
        var errorModule = -1
        var errorNotification: UInt32 = 0
        /// The place of the module that had the raw struct last, or -1.
        var editor = -1
        var hasTexts = false
        /// The error description is plain text, which GetErrorDescription gives as HTML.
        var isDescriptionText = false
    }

    private let state: UnsafeMutablePointer<State>
    /// What SetErrorDescription was given, as it was given.
    private(set) var errorDescription: String? { didSet { state.pointee.hasTexts = true } }

    init(arena: Arena) {
        self.arena = arena
        fields = HeaderFields(arena: arena, names: .response)
        chunks = EntityChunks()
        trailers = NamedFields(arena: arena)
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    deinit { state.deallocate() }

    var raw: UnsafeMutablePointer<HTTP_RESPONSE> { state.pointee.raw }
    var kernelPolicy: UnsafeMutablePointer<HTTP_CACHE_POLICY> { state.pointee.kernelPolicy }
    var userPolicy: UnsafeMutablePointer<HTTP_CACHE_POLICY> { state.pointee.userPolicy }
    /// Status line and fields have gone out.
    package internal(set) var isHeadSent: Bool {
        get { state.pointee.isHeadSent }
        set { state.pointee.isHeadSent = newValue }
    }
    /// The last push has gone out; whatever is written afterwards has no place to go.
    var isLastSent: Bool {
        get { state.pointee.isLastSent }
        set { state.pointee.isLastSent = newValue }
    }
    /// Set by SuppressHeaders: the entity is the whole response.
    package var isHeadSuppressed: Bool { state.pointee.isHeadSuppressed }
    /// Set by SetNeedDisconnect and CloseConnection.
    package var needsDisconnect: Bool {
        get { state.pointee.needsDisconnect }
        set { state.pointee.needsDisconnect = newValue }
    }
    var isBuffered: Bool { state.pointee.isBuffered }
    /// A module set the status or wrote entity: somebody answers.
    var isTouched: Bool { state.pointee.isTouched }
    /// How often that happened.
    var touches: UInt32 { state.pointee.touches }

    func touch() {
        state.pointee.isTouched = true
        state.pointee.touches &+= 1
    }

    /// A module took the Server field away.
    package var hidesServer: Bool { state.pointee.hidesServer }
    var errorResult: HRESULT { state.pointee.errorResult }
    var loggedSubStatus: UInt16 { state.pointee.subStatus }
    /// The module that had the raw struct in its hands last.
    var editor: LoadedModule? { state.pointee.editor >= 0 ? exchange.pipeline.modules[state.pointee.editor] : nil }

    func begin(frame: UnsafeMutablePointer<ExchangeFrame>) {
        let response: UnsafeMutablePointer<HTTP_RESPONSE> = ExchangeFrame_Response(frame)
        state.pointee.raw = response
        state.pointee.kernelPolicy = ExchangeFrame_KernelPolicy(frame)
        state.pointee.userPolicy = ExchangeFrame_UserPolicy(frame)
        fields.attach(
            known: RawResponse_KnownHeaders(response), unknownCount: RawResponse_UnknownCount(response),
            unknown: RawResponse_Unknown(response))
        trailers.attach(count: RawResponse_TrailerCount(response), array: RawResponse_Trailers(response))
        response.pointee.Version = HTTP_VERSION(MajorVersion: 1, MinorVersion: 1)
        resetStatus()
        chunks.attach(response)
    }

    private func resetStatus() {
        raw.pointee.StatusCode = 200
        raw.pointee.pReason = Self.ok
        raw.pointee.ReasonLength = 2
        state.pointee.subStatus = 0
        state.pointee.errorResult = 0
        state.pointee.skipsCustomErrors = false
        state.pointee.errorModule = -1
        state.pointee.errorNotification = 0
    }

    /// "OK", for every response that nobody gave a reason.
    // Safety: a static string is constant and ends with a zero.
    nonisolated(unsafe) private static let ok: UnsafePointer<CChar> = {
        let text: StaticString = "OK"
        return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }()

    func reset() {
        chunks.reset()
        let hasTexts = state.pointee.hasTexts
        state.pointee = State()
        if hasTexts { forgetTexts() }
    }

    private func forgetTexts() {
        errorDescription = nil
        state.pointee.hasTexts = false
    }

    // MARK: Read by the host

    /// The status code.
    package var status: Int { Int(raw.pointee.StatusCode) }

    /// Sets a status of the host's own making, with the reason of RFC 9110.
    func setHostStatus(_ code: UInt16, reason: String, result: HRESULT = 0) {
        raw.pointee.StatusCode = code
        raw.pointee.pReason = arena.copy(reason).map { UnsafePointer($0) }
        raw.pointee.ReasonLength = USHORT(reason.utf8.count)
        state.pointee.errorResult = result
        noteError(code, result)
    }

    private func noteError(_ code: UInt16, _ result: HRESULT) {
        guard code >= 400 || result < 0 else { return }
        state.pointee.errorModule = exchange.state.pointee.module
        state.pointee.errorNotification = exchange.currentNotification?.bit ?? 0
    }

    // MARK: Slots: status and fields

    package func getRawHttpResponse() -> UnsafeMutablePointer<HTTP_RESPONSE>? {
        fields.expose()
        state.pointee.editor = exchange.state.pointee.module
        return raw
    }

    package func getRawHttpResponseConst() -> UnsafePointer<HTTP_RESPONSE>? {
        getRawHttpResponse().map { UnsafePointer($0) }
    }

    package func getCachePolicy() -> UnsafeMutablePointer<IHttpCachePolicy>? {
        exchange.pointer(.cachePolicy).assumingMemoryBound(to: IHttpCachePolicy.self)
    }

    package func setStatus(
        _ code: USHORT, _ reason: PCSTR?, _ subStatus: USHORT, _ result: HRESULT, _ exception: OpaquePointer?,
        _ skipsCustomErrors: BOOL
    ) -> HRESULT {
        guard code >= 200, code <= 999, let reason else {
            if code >= 100, code < 200 { exchange.reportInterimStatus(code) }
            return HResult.invalidParameter
        }
        let bytes = UnsafeRawBufferPointer(cString: reason)
        guard !bytes.isEmpty, bytes.count <= 1024, FieldText.isValue(bytes) else { return HResult.invalidParameter }
        guard let copy = arena.copy(bytes) else { return HResult.outOfMemory }
        raw.pointee.StatusCode = code
        raw.pointee.pReason = UnsafePointer(copy.assumingMemoryBound(to: CChar.self))
        raw.pointee.ReasonLength = USHORT(bytes.count)
        state.pointee.subStatus = subStatus
        state.pointee.errorResult = result
        state.pointee.skipsCustomErrors = skipsCustomErrors != 0
        touch()
        noteError(code, result)
        return HResult.ok
    }

    package func getStatus(
        _ code: UnsafeMutablePointer<USHORT>?, _ subStatus: UnsafeMutablePointer<USHORT>?,
        _ reason: UnsafeMutablePointer<PCSTR?>?, _ reasonCount: UnsafeMutablePointer<USHORT>?,
        _ result: UnsafeMutablePointer<HRESULT>?, _ module: UnsafeMutablePointer<PCWSTR?>?,
        _ notification: UnsafeMutablePointer<DWORD>?,
        _ exception: UnsafeMutablePointer<OpaquePointer?>?,
        _ skipsCustomErrors: UnsafeMutablePointer<BOOL>?
    ) {
        code?.pointee = raw.pointee.StatusCode
        subStatus?.pointee = state.pointee.subStatus
        reason?.pointee = raw.pointee.pReason
        reasonCount?.pointee = raw.pointee.ReasonLength
        result?.pointee = errorResult
        let errorModule = state.pointee.errorModule
        module?.pointee = errorModule >= 0 ? exchange.wide(exchange.pipeline.modules[errorModule].name) : nil
        notification?.pointee = state.pointee.errorNotification
        exception?.pointee = nil
        skipsCustomErrors?.pointee = state.pointee.skipsCustomErrors ? 1 : 0
    }

    package func setHeaderByName(_ name: PCSTR?, _ value: PCSTR?, _ count: USHORT, _ replace: BOOL) -> HRESULT {
        fields.setChecked(name: name, value: value, count: count, replace: replace)
    }

    package func setHeaderById(_ id: HTTP_HEADER_ID, _ value: PCSTR?, _ count: USHORT, _ replace: BOOL) -> HRESULT {
        fields.setChecked(id: id, value: value, count: count, replace: replace)
    }

    package func deleteHeaderByName(_ name: PCSTR?) -> HRESULT {
        guard let name else { return HResult.ok }
        let bytes = UnsafeRawBufferPointer(cString: name)
        if HeaderNames.response.id(of: bytes) == HeaderNames.responseID.server { state.pointee.hidesServer = true }
        fields.delete(named: bytes)
        return HResult.ok
    }

    package func deleteHeaderById(_ id: HTTP_HEADER_ID) -> HRESULT {
        if Int(id.rawValue) == HeaderNames.responseID.server { state.pointee.hidesServer = true }
        fields.delete(Int(id.rawValue))
        return HResult.ok
    }

    package func getHeaderByName(_ name: PCSTR?, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        let value = name.flatMap { fields.value(named: .init(cString: $0)) }
        count?.pointee = USHORT(truncatingIfNeeded: value?.count ?? 0)
        return value?.start
    }

    package func getHeaderById(_ id: HTTP_HEADER_ID, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        let value = fields.value(Int(id.rawValue))
        count?.pointee = USHORT(truncatingIfNeeded: value?.count ?? 0)
        return value?.start
    }

    package func clear() {
        resetStatus()
        clearHeaders()
        trailers.removeAll()
        chunks.removeAll()
        errorDescription = nil
        state.pointee.isTouched = false
    }

    package func clearHeaders() {
        fields.removeAll()
        state.pointee.hidesServer = false
    }

    package func setErrorDescription(_ text: PCWSTR?, _ count: DWORD, _ htmlEncode: BOOL) -> HRESULT {
        guard let text else { return HResult.invalidParameter }
        let description = WideText.string(UnsafeRawPointer(text), count: min(Int(count), 64 * 1024))
        errorDescription = description
        state.pointee.isDescriptionText = htmlEncode != 0
        return HResult.ok
    }

    package func getErrorDescription(_ count: UnsafeMutablePointer<DWORD>?) -> PCWSTR? {
        guard let errorDescription else {
            count?.pointee = 0
            return nil
        }
        let isText = state.pointee.isDescriptionText
        return exchange.wide(isText ? Self.escaped(errorDescription) : errorDescription, count: count)
    }

    /// Text as it may stand in HTML.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }

    // MARK: Slots: the connection

    package func setNeedDisconnect() { needsDisconnect = true }

    package func resetConnection() {
        needsDisconnect = true
        exchange.carrier?.abort()
    }

    package func closeConnection() { resetConnection() }
    package func suppressHeaders() { if !isHeadSent { state.pointee.isHeadSuppressed = true } }
    package func getHeadersSuppressed() -> BOOL { isHeadSuppressed ? 1 : 0 }
    package func disableBuffering() { state.pointee.isBuffered = false }
}
