import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpCachePolicy2: what modules say about caching the response. Kept for cache modules; the host itself caches nothing.
final class HttpCachePolicyObject: HttpCachePolicyInterface {
    private unowned(unsafe) let exchange: Exchange
    private var varyByHeaders: String?
    private var varyByQueryStrings: String?
    private var varyByValue: String?
    private var isUserCacheOn = true
    private var isServedFromCache = false
    private var hasKernelInvalidator = false
    private var mustUpdate = false

    init(exchange: Exchange) { self.exchange = exchange }

    func reset() {
        guard varyByHeaders != nil || varyByQueryStrings != nil || varyByValue != nil || !isUserCacheOn
            || isServedFromCache || hasKernelInvalidator || mustUpdate
        else { return }
        varyByHeaders = nil
        varyByQueryStrings = nil
        varyByValue = nil
        isUserCacheOn = true
        isServedFromCache = false
        hasKernelInvalidator = false
        mustUpdate = false
    }

    func getKernelCachePolicy() -> UnsafeMutablePointer<HTTP_CACHE_POLICY>? { exchange.response.kernelPolicy }
    func setKernelCacheInvalidatorSet() { hasKernelInvalidator = true }
    func getUserCachePolicy() -> UnsafeMutablePointer<HTTP_CACHE_POLICY>? { exchange.response.userPolicy }

    func appendVaryByHeader(_ name: UnsafePointer<CChar>?) -> HRESULT {
        guard let name else { return HResult.ok }
        varyByHeaders = Self.joined(varyByHeaders, String(cString: name))
        return HResult.ok
    }

    func getVaryByHeaders() -> UnsafePointer<CChar>? { text(varyByHeaders) }

    func appendVaryByQueryString(_ name: UnsafePointer<CChar>?) -> HRESULT {
        guard let name else { return HResult.ok }
        varyByQueryStrings = Self.joined(varyByQueryStrings, String(cString: name))
        return HResult.ok
    }

    func getVaryByQueryStrings() -> UnsafePointer<CChar>? { text(varyByQueryStrings) }

    func setVaryByValue(_ value: UnsafePointer<CChar>?) -> HRESULT {
        guard let value else { return HResult.invalidArgument }
        varyByValue = String(cString: value)
        return HResult.ok
    }

    func getVaryByValue() -> UnsafePointer<CChar>? { text(varyByValue) }
    func isUserCacheEnabled() -> BOOL { isUserCacheOn ? 1 : 0 }
    func disableUserCache() { isUserCacheOn = false }
    func isCached() -> BOOL { isServedFromCache ? 1 : 0 }
    func setIsCached() { isServedFromCache = true }
    func getKernelCacheInvalidatorSet() -> BOOL { hasKernelInvalidator ? 1 : 0 }
    func isForceUpdateSet() -> BOOL { mustUpdate ? 1 : 0 }
    func setForceUpdate() { mustUpdate = true }

    private static func joined(_ old: String?, _ new: String) -> String { old.map { "\($0),\(new)" } ?? new }

    private func text(_ value: String?) -> UnsafePointer<CChar>? {
        value.flatMap { exchange.arena.copy($0) }.map { UnsafePointer($0) }
    }
}
