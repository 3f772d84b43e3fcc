import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// The response of an exchange. Status, fields and entity chunks stand in the live HTTP_RESPONSE.
///
/// The host sends it; modules see it as IHttpResponse4, whose slots it answers in an extension.
package final class HttpResponseObject: ExchangeObject {
    private let arena: Arena
    let fields: HeaderFields
    let chunks: EntityChunks
    let trailers: NamedFields

    /// What belongs to one response.
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
        // The error that SetStatus was called with, and which module called it.
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

    private let state = StateBox(State())
    /// What SetErrorDescription was given, as it was given.
    private(set) var errorDescription: String? { didSet { state.hasTexts = true } }

    init(arena: Arena) {
        self.arena = arena
        fields = HeaderFields(arena: arena, names: .response)
        chunks = EntityChunks()
        trailers = NamedFields(arena: arena)
    }

    var raw: UnsafeMutablePointer<HTTP_RESPONSE> { state.value.raw }
    var kernelPolicy: UnsafeMutablePointer<HTTP_CACHE_POLICY> { state.value.kernelPolicy }
    var userPolicy: UnsafeMutablePointer<HTTP_CACHE_POLICY> { state.value.userPolicy }
    /// Status line and fields have gone out.
    package var isHeadSent: Bool { state.isHeadSent }
    /// The last push has gone out; what is written afterwards is not sent.
    var isLastSent: Bool { state.isLastSent }
    /// Set by SuppressHeaders: the entity is the whole response.
    package var isHeadSuppressed: Bool { state.isHeadSuppressed }
    /// Set by SetNeedDisconnect and CloseConnection.
    package var needsDisconnect: Bool { state.needsDisconnect }
    var isBuffered: Bool { state.isBuffered }
    /// A module has set the status or written entity: the request is being answered.
    var isTouched: Bool { state.isTouched }
    /// How often that happened.
    var touches: UInt32 { state.touches }

    /// A module took the Server field away.
    package var hidesServer: Bool { state.hidesServer }
    var errorResult: HRESULT { state.errorResult }
    var loggedSubStatus: UInt16 { state.subStatus }
    /// The error that SetStatus was called with, and the place of the module that called it, or -1.
    var skipsCustomErrors: Bool { state.skipsCustomErrors }
    var errorModule: Int { state.errorModule }
    var errorNotification: UInt32 { state.errorNotification }
    /// The error description is plain text, which GetErrorDescription gives as HTML.
    var isDescriptionText: Bool { state.isDescriptionText }
    /// The module that asked for the raw struct last.
    var editor: LoadedModule? { state.editor >= 0 ? exchange.pipeline.modules[state.editor] : nil }

    func begin(frame: UnsafeMutablePointer<ExchangeFrame>) {
        let response: UnsafeMutablePointer<HTTP_RESPONSE> = ExchangeFrame_Response(frame)
        state.raw = response
        state.kernelPolicy = ExchangeFrame_KernelPolicy(frame)
        state.userPolicy = ExchangeFrame_UserPolicy(frame)
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
        state.subStatus = 0
        state.errorResult = 0
        state.skipsCustomErrors = false
        state.errorModule = -1
        state.errorNotification = 0
    }

    /// "OK", for every response without a reason of its own.
    // Safety: a static string is constant and ends with a zero.
    nonisolated(unsafe) private static let ok: UnsafePointer<CChar> = {
        let text: StaticString = "OK"
        return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    }()

    /// Ready for the next response.
    func reset() {
        chunks.reset()
        let hasTexts = state.hasTexts
        state.value = State()
        if hasTexts { forgetTexts() }
    }

    private func forgetTexts() {
        errorDescription = nil
        state.hasTexts = false
    }

    /// The status code.
    package var status: Int { Int(raw.pointee.StatusCode) }

    // MARK: Changed

    /// Notes that the request is being answered: a module has set the status or written entity, or the host has in its
    /// place.
    func touch() {
        state.isTouched = true
        state.touches &+= 1
    }

    /// A push has gone out.
    func noteSent(isLast: Bool, keepsEntity: Bool) {
        state.isHeadSent = true
        state.isLastSent = isLast
        // What its carrier still sends goes with the exchange.
        if !keepsEntity { chunks.removeAll() }
    }

    /// The connection is to be closed behind the response.
    func disconnectAfterwards() { state.needsDisconnect = true }

    /// The entity is to go out without status line and fields, if those have not gone out.
    func suppressHead() { if !isHeadSent { state.isHeadSuppressed = true } }

    /// What is written from now on goes out at once.
    func stopBuffering() { state.isBuffered = false }

    /// The raw struct, for a module that may edit it from now on.
    func exposeRaw() -> UnsafeMutablePointer<HTTP_RESPONSE> {
        fields.expose()
        state.editor = walk.module
        return raw
    }

    /// Takes away everything that has been set or written.
    func removeContent() {
        resetStatus()
        removeFields()
        trailers.removeAll()
        chunks.removeAll()
        errorDescription = nil
        state.isTouched = false
    }

    /// Takes all fields away.
    func removeFields() {
        fields.removeAll()
        state.hidesServer = false
    }

    /// A module took the Server field away.
    func hideServer() { state.hidesServer = true }

    /// What a module says of the error; with `isText` it is plain text and no HTML.
    func describeError(_ description: String, isText: Bool) {
        errorDescription = description
        state.isDescriptionText = isText
    }

    /// Sets a status as a module does; the reason is copied and must have been checked. False when there is no memory.
    func setStatus(
        _ code: UInt16, reason: UnsafeRawBufferPointer, subStatus: UInt16, result: HRESULT, skipsCustomErrors: Bool
    ) -> Bool {
        guard let copy = arena.copy(reason) else { return false }
        raw.pointee.StatusCode = code
        raw.pointee.pReason = UnsafePointer(copy.assumingMemoryBound(to: CChar.self))
        raw.pointee.ReasonLength = USHORT(reason.count)
        state.subStatus = subStatus
        state.errorResult = result
        state.skipsCustomErrors = skipsCustomErrors
        touch()
        noteError(code, result)
        return true
    }

    /// Sets a status of the host's own making, with the reason of RFC 9110.
    func setHostStatus(_ code: UInt16, reason: String, substatus: UInt16 = 0, result: HRESULT = 0) {
        raw.pointee.StatusCode = code
        state.subStatus = substatus
        raw.pointee.pReason = arena.copy(reason).map { UnsafePointer($0) }
        raw.pointee.ReasonLength = USHORT(reason.utf8.count)
        state.errorResult = result
        noteError(code, result)
    }

    private func noteError(_ code: UInt16, _ result: HRESULT) {
        guard code >= 400 || result < 0 else { return }
        state.errorModule = walk.module
        state.errorNotification = walk.notification?.bit ?? 0
    }
}
