package import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpResponse4: the response as modules see it.
extension HttpResponseObject: HttpResponseInterface {
    // MARK: Status and fields

    package func getRawHttpResponse() -> UnsafeMutablePointer<HTTP_RESPONSE>? { exposeRaw() }
    package func getRawHttpResponseConst() -> UnsafePointer<HTTP_RESPONSE>? { UnsafePointer(exposeRaw()) }

    package func getCachePolicy() -> UnsafeMutablePointer<IHttpCachePolicy>? {
        pointer(.cachePolicy).assumingMemoryBound(to: IHttpCachePolicy.self)
    }

    package func setStatus(
        _ code: USHORT, _ reason: PCSTR?, _ subStatus: USHORT, _ result: HRESULT,
        _ exception: UnsafeMutablePointer<IAppHostConfigException>?,
        _ skipsCustomErrors: BOOL
    ) -> HRESULT {
        guard code >= 200, code <= 999, let reason else {
            if code >= 100, code < 200 { exchange.reportInterimStatus(code) }
            return HResult.invalidParameter
        }
        let bytes = UnsafeRawBufferPointer(cString: reason)
        guard !bytes.isEmpty, bytes.count <= 1024, FieldText.isValue(bytes) else { return HResult.invalidParameter }
        let isSet = setStatus(
            code, reason: bytes, subStatus: subStatus, result: result, skipsCustomErrors: skipsCustomErrors != 0)
        return isSet ? HResult.ok : HResult.outOfMemory
    }

    package func getStatus(
        _ code: UnsafeMutablePointer<USHORT>?, _ subStatus: UnsafeMutablePointer<USHORT>?,
        _ reason: UnsafeMutablePointer<PCSTR?>?, _ reasonCount: UnsafeMutablePointer<USHORT>?,
        _ result: UnsafeMutablePointer<HRESULT>?, _ module: UnsafeMutablePointer<PCWSTR?>?,
        _ notification: UnsafeMutablePointer<DWORD>?,
        _ exception: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostConfigException>?>?,
        _ skipsCustomErrors: UnsafeMutablePointer<BOOL>?
    ) {
        code?.pointee = raw.pointee.StatusCode
        subStatus?.pointee = loggedSubStatus
        reason?.pointee = raw.pointee.pReason
        reasonCount?.pointee = raw.pointee.ReasonLength
        result?.pointee = errorResult
        module?.pointee = errorModule >= 0 ? exchange.wide(exchange.pipeline.modules[errorModule].name) : nil
        notification?.pointee = errorNotification
        exception?.pointee = nil
        skipsCustomErrors?.pointee = self.skipsCustomErrors ? 1 : 0
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
        if HeaderNames.response.id(of: bytes) == HeaderNames.responseID.server { hideServer() }
        fields.delete(named: bytes)
        return HResult.ok
    }

    package func deleteHeaderById(_ id: HTTP_HEADER_ID) -> HRESULT {
        if Int(id.rawValue) == HeaderNames.responseID.server { hideServer() }
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

    package func clear() { removeContent() }
    package func clearHeaders() { removeFields() }

    package func setErrorDescription(_ text: PCWSTR?, _ count: DWORD, _ htmlEncode: BOOL) -> HRESULT {
        guard let text else { return HResult.invalidParameter }
        let description = WideText.string(UnsafeRawPointer(text), count: min(Int(count), 64 * 1024))
        describeError(description, isText: htmlEncode != 0)
        return HResult.ok
    }

    package func getErrorDescription(_ count: UnsafeMutablePointer<DWORD>?) -> PCWSTR? {
        guard let errorDescription else {
            count?.pointee = 0
            return nil
        }
        let isText = isDescriptionText
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

    // MARK: Trailers

    package func setTrailer(_ name: PCSTR?, _ value: PCSTR?, _ count: USHORT, _ replace: BOOL) -> HRESULT {
        guard let name, let value else { return HResult.invalidParameter }
        let nameBytes = UnsafeRawBufferPointer(cString: name)
        guard nameBytes.count <= Int(USHORT.max) else { return HResult.invalidData }
        guard FieldText.isName(nameBytes), HeaderNames.mayTrail(nameBytes), !isLastSent else {
            return HResult.invalidParameter
        }
        let valueBytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        guard FieldText.isValue(valueBytes) else { return HResult.invalidData }
        let result = trailers.set(name: nameBytes, value: valueBytes, replace: replace != 0)
        if trailers.count > HeaderFields.plainCount { fields.requestReview() }
        return result
    }

    package func deleteTrailer(_ name: PCSTR?) -> HRESULT {
        guard let name else { return HResult.invalidParameter }
        trailers.remove(named: UnsafeRawBufferPointer(cString: name))
        return HResult.ok
    }

    package func getTrailer(_ name: PCSTR?, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        let value = name.flatMap { trailers.value(named: UnsafeRawBufferPointer(cString: $0)) }
        count?.pointee = USHORT(truncatingIfNeeded: value?.count ?? 0)
        return value?.start
    }

    // MARK: The connection

    package func setNeedDisconnect() { disconnectAfterwards() }

    package func resetConnection() {
        disconnectAfterwards()
        exchange.carrier?.abort()
    }

    package func closeConnection() { resetConnection() }
    package func suppressHeaders() { suppressHead() }
    package func getHeadersSuppressed() -> BOOL { isHeadSuppressed ? 1 : 0 }
    package func disableBuffering() { stopBuffering() }
}

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
