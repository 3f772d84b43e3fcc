import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpContext4: the exchange as modules see it.
final class HttpContextObject: ExchangeObject, HttpContextInterface {
    // MARK: What belongs to it

    func getSite() -> UnsafeMutablePointer<IHttpSite>? {
        HttpSiteObject.of(exchange.place.site, host: exchange.host)
    }
    func getApplication() -> UnsafeMutablePointer<IHttpApplication>? {
        HttpApplicationObject.of(exchange.place.application, host: exchange.host)
    }

    func getConnection() -> UnsafeMutablePointer<IHttpConnection>? {
        exchange.connection.flatMap { HttpConnectionObject.of($0, host: exchange.host) }?.pointer
            .assumingMemoryBound(to: IHttpConnection.self)
    }

    func getRequest() -> UnsafeMutablePointer<IHttpRequest>? {
        pointer(.request).assumingMemoryBound(to: IHttpRequest.self)
    }

    func getResponse() -> UnsafeMutablePointer<IHttpResponse>? {
        pointer(.response).assumingMemoryBound(to: IHttpResponse.self)
    }

    func getUser() -> UnsafeMutablePointer<IHttpUser>? { walk.user?.object }
    func getParentContext() -> UnsafeMutablePointer<IHttpContext>? { nil }
    func getRootContext() -> UnsafeMutablePointer<IHttpContext>? { nil }

    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        pointer(.container).assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    func getNamedContextContainer() -> UnsafeMutablePointer<INamedContextContainer>? {
        pointer(.namedContainer).assumingMemoryBound(to: INamedContextContainer.self)
    }

    func getUrlInfo() -> UnsafeMutablePointer<IHttpUrlInfo>? {
        pointer(.urlInfo).assumingMemoryBound(to: IHttpUrlInfo.self)
    }

    func getMetadata() -> UnsafeMutablePointer<IMetadataInfo>? {
        pointer(.metadata).assumingMemoryBound(to: IMetadataInfo.self)
    }

    func getTraceContext() -> UnsafeMutablePointer<IHttpTraceContext>? {
        pointer(.traceContext).assumingMemoryBound(to: IHttpTraceContext.self)
    }

    func allocateRequestMemory(_ count: DWORD) -> UnsafeMutableRawPointer? { exchange.arena.allocate(Int(count)) }

    // MARK: The walk

    func getResponseHeadersSent() -> BOOL { exchange.response.isHeadSent ? 1 : 0 }
    func getExecuteFlags() -> DWORD { 0 }
    func setRequestHandled() { exchange.markHandled() }
    func getRequestStartTime() -> ULONGLONG { walk.startTime }
    func getRequestElapsedTime() -> ULONGLONG { MonotonicClock.milliseconds() - walk.startTime }

    /// Reads and writes may be pending together in any case: each has its own place to wait.
    func enableFullDuplex() {}

    func indicateCompletion(_ status: REQUEST_NOTIFICATION_STATUS) {
        // PENDING has no meaning here; the notification is pending already.
        guard status != RQ_NOTIFICATION_PENDING else { return }
        exchange.complete(.indicated(status: status.rawValue, serial: walk.serial))
    }

    func postCompletion(_ bytes: DWORD) -> HRESULT {
        let operation = PendingOperation(kind: .posted, serial: walk.serial, callback: nil, bytes: bytes)
        exchange.complete(.ended(operation, result: HResult.ok, bytes: bytes))
        return HResult.ok
    }

    func postCompletionEx(
        _ bytes: DWORD, _ completion: LPOVERLAPPED_COMPLETION_ROUTINE?, _ completionContext: UnsafeMutableRawPointer?
    ) -> HRESULT {
        guard let completion else { return HResult.invalidParameter }
        let callback = CompletionCallback(
            function: unsafeBitCast(completion, to: UnsafeMutableRawPointer.self), context: completionContext)
        return exchange.host.run(callback, bytes: bytes) ? HResult.ok : HResult.notEnoughQuota
    }

    func disableNotifications(_ mask: DWORD, _ postMask: DWORD) {
        exchange.disable(mask & Stage.allBits, post: postMask & Stage.allBits)
    }

    func getIsLastNotification(_ status: REQUEST_NOTIFICATION_STATUS) -> BOOL {
        exchange.isLastNotification(status: status.rawValue) ? 1 : 0
    }

    // MARK: Server variables and paths

    func getServerVariableA(
        _ name: PCSTR?, _ value: UnsafeMutablePointer<PCSTR?>?, _ count: UnsafeMutablePointer<DWORD>?
    ) -> HRESULT {
        value?.pointee = nil
        count?.pointee = 0
        guard let name, let value else { return HResult.invalidParameter }
        guard let text = exchange.serverVariables.value(named: String(cString: name)) else {
            return HResult.invalidIndex
        }
        guard let copy = exchange.arena.copy(text) else { return HResult.outOfMemory }
        value.pointee = UnsafePointer(copy)
        count?.pointee = DWORD(text.utf8.count)
        return HResult.ok
    }

    func getServerVariableW(
        _ name: PCSTR?, _ value: UnsafeMutablePointer<PCWSTR?>?, _ count: UnsafeMutablePointer<DWORD>?
    ) -> HRESULT {
        value?.pointee = nil
        count?.pointee = 0
        guard let name, let value else { return HResult.invalidParameter }
        guard let text = exchange.serverVariables.value(named: String(cString: name)) else {
            return HResult.invalidIndex
        }
        guard let wide = exchange.wideText(text) else { return HResult.outOfMemory }
        value.pointee = wide.start
        count?.pointee = DWORD(wide.count)
        return HResult.ok
    }

    func setServerVariable(_ name: PCSTR?, _ value: PCWSTR?) -> HRESULT {
        guard let name, name.pointee != 0 else { return HResult.invalidParameter }
        exchange.setServerVariable(String(cString: name), to: WideText.string(value))
        return HResult.ok
    }

    func getPhysicalPath(_ count: UnsafeMutablePointer<DWORD>?) -> PCWSTR? { physicalPath(count) }

    func getScriptName(_ count: UnsafeMutablePointer<DWORD>?) -> PCWSTR? {
        exchange.wide(exchange.request.cookedPath, count: count)
    }

    func getScriptTranslated(_ count: UnsafeMutablePointer<DWORD>?) -> PCWSTR? { physicalPath(count) }

    private func physicalPath(_ count: UnsafeMutablePointer<DWORD>?) -> PCWSTR? {
        guard let path = exchange.physicalPath else {
            count?.pointee = 0
            return nil
        }
        return exchange.wide(path, count: count)
    }
}

/// IHttpUrlInfo of an exchange. The host keeps no URL cache, so it and its container live as long as the exchange.
final class HttpUrlInfoObject: ExchangeObject, HttpUrlInfoInterface {
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        pointer(.urlContainer).assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    /// FALSE: without a URL cache nothing is counted.
    func isFrequentlyHit() -> BOOL { 0 }
}

/// IMetadataInfo of an exchange: where its URL stands in the configuration and on disk.
final class MetadataInfoObject: ExchangeObject, MetadataInfoInterface {
    func getMetaPath() -> UnsafePointer<WCHAR>? {
        exchange.wide(exchange.configurationPath)
    }

    func getVrPath() -> UnsafePointer<WCHAR>? { exchange.wide(exchange.place.directory.folder.path) }
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        pointer(.metadataContainer).assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    /// The object is the exchange's and lives as long as that, whatever the count.
    func referenceMetadata() {}
    func dereferenceMetadata() {}
}
