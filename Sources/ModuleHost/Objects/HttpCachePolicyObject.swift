import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpCachePolicy2: what modules say about caching the response.
extension HttpCachePolicyObject: HttpCachePolicyInterface {
    func getKernelCachePolicy() -> UnsafeMutablePointer<HTTP_CACHE_POLICY>? { exchange.response.kernelPolicy }
    func setKernelCacheInvalidatorSet() { content.hasKernelInvalidator = true }
    func getUserCachePolicy() -> UnsafeMutablePointer<HTTP_CACHE_POLICY>? { exchange.response.userPolicy }

    func appendVaryByHeader(_ name: UnsafePointer<CChar>?) -> HRESULT {
        guard let name else { return HResult.ok }
        content.varyByHeaders = Self.joined(content.varyByHeaders, String(cString: name))
        return HResult.ok
    }

    func getVaryByHeaders() -> UnsafePointer<CChar>? { text(content.varyByHeaders) }

    func appendVaryByQueryString(_ name: UnsafePointer<CChar>?) -> HRESULT {
        guard let name else { return HResult.ok }
        content.varyByQueryStrings = Self.joined(content.varyByQueryStrings, String(cString: name))
        return HResult.ok
    }

    func getVaryByQueryStrings() -> UnsafePointer<CChar>? { text(content.varyByQueryStrings) }

    func setVaryByValue(_ value: UnsafePointer<CChar>?) -> HRESULT {
        guard let value else { return HResult.invalidArgument }
        content.varyByValue = String(cString: value)
        return HResult.ok
    }

    func getVaryByValue() -> UnsafePointer<CChar>? { text(content.varyByValue) }
    func isUserCacheEnabled() -> BOOL { content.isUserCacheOn ? 1 : 0 }
    func disableUserCache() { content.isUserCacheOn = false }
    func isCached() -> BOOL { content.isServedFromCache ? 1 : 0 }
    func setIsCached() { content.isServedFromCache = true }
    func getKernelCacheInvalidatorSet() -> BOOL { content.hasKernelInvalidator ? 1 : 0 }
    func isForceUpdateSet() -> BOOL { content.mustUpdate ? 1 : 0 }
    func setForceUpdate() { content.mustUpdate = true }

    private static func joined(_ old: String?, _ new: String) -> String { old.map { "\($0),\(new)" } ?? new }

    private func text(_ value: String?) -> UnsafePointer<CChar>? {
        value.flatMap { exchange.arena.copy($0) }.map { UnsafePointer($0) }
    }
}
