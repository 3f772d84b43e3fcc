package import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// IHttpRequest4: the request as modules see it.
extension HttpRequestObject: HttpRequestInterface {
    package func getRawHttpRequest() -> UnsafeMutablePointer<HTTP_REQUEST>? { exposeRaw() }
    package func getRawHttpRequestConst() -> UnsafePointer<HTTP_REQUEST>? { UnsafePointer(exposeRaw()) }

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
        return setMethod(bytes) ? HResult.ok : HResult.outOfMemory
    }

    package func getUrlChanged() -> BOOL { 0 }
    package func getForwardedUrl() -> PCWSTR? { nil }

    package func getLocalAddress() -> PSOCKADDR? { localAddress }
    package func getRemoteAddress() -> PSOCKADDR? { remoteAddress }

    package func getHttpVersion(_ major: UnsafeMutablePointer<USHORT>?, _ minor: UnsafeMutablePointer<USHORT>?) {
        major?.pointee = version.major
        minor?.pointee = version.minor
    }

    package func getSiteId() -> DWORD { exchange.host.site.id }
}
