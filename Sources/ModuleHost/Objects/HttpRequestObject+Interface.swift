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

    package func getSiteId() -> DWORD { exchange.place.site.id }
}

/// Reading the body of the request.
extension HttpRequestObject {
    /// How a module wants to read.
    private struct Reading {
        let target: UnsafeMutableRawPointer
        let count: Int
        /// Called when an asynchronous read ends, instead of OnAsyncCompletion.
        var callback: CompletionCallback?
        let received: UnsafeMutablePointer<DWORD>?
        let pending: UnsafeMutablePointer<BOOL>?
    }

    package func readEntityBody(
        _ buffer: UnsafeMutableRawPointer?, _ count: DWORD, _ isAsync: BOOL,
        _ received: UnsafeMutablePointer<DWORD>?, _ pending: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        read(buffer, count, isAsync, callback: nil, received, pending)
    }

    package func readEntityBodyFlags(
        _ buffer: UnsafeMutableRawPointer?, _ count: DWORD, _ isAsync: BOOL, _ flags: ULONG,
        _ received: UnsafeMutablePointer<DWORD>?, _ pending: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        // The only flag; it asks for a full buffer where there is more.
        let fillBuffer = HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER
        guard flags & ~fillBuffer == 0 else { return HResult.invalidParameter }
        guard flags & fillBuffer != 0, isAsync == 0 else {
            return read(buffer, count, isAsync, callback: nil, received, pending)
        }
        return fill(buffer, count, received, pending)
    }

    package func readEntityBodyCb(
        _ buffer: UnsafeMutableRawPointer?, _ count: DWORD, _ isAsync: BOOL, _ completion: PFN_ASYNC_COMPLETION?,
        _ completionContext: UnsafeMutableRawPointer?, _ received: UnsafeMutablePointer<DWORD>?,
        _ pending: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        guard let completion else { return HResult.invalidParameter }
        let callback = CompletionCallback(
            function: unsafeBitCast(completion, to: UnsafeMutableRawPointer.self), context: completionContext)
        return read(buffer, count, isAsync, callback: callback, received, pending)
    }

    package func insertEntityBody(_ buffer: UnsafeMutableRawPointer?, _ count: DWORD) -> HRESULT {
        guard let buffer else { return HResult.invalidParameter }
        inserted.append(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
        return HResult.ok
    }

    package func getRemainingEntityBytes() -> DWORD {
        guard let entity = exchange.entity else { return 0 }
        if let contentLength { return DWORD(clamping: contentLength - min(bytesRead, contentLength)) }
        // A chunked body: unknown until its end has been seen.
        return entity.isAtEnd ? 0 : DWORD.max
    }

    private func read(
        _ buffer: UnsafeMutableRawPointer?, _ count: DWORD, _ isAsync: BOOL, callback: CompletionCallback?,
        _ received: UnsafeMutablePointer<DWORD>?, _ pending: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        received?.pointee = 0
        pending?.pointee = 0
        guard let buffer, count > 0, isAsync != 0 || received != nil else { return HResult.invalidParameter }
        let reading = Reading(
            target: buffer, count: Int(count), callback: callback, received: received, pending: pending)
        if let taken = takeInserted(into: buffer, count: Int(count)) {
            return done(reading, isAsync: isAsync != 0, HResult.ok, taken)
        }
        guard let entity = exchange.entity else {
            return done(reading, isAsync: isAsync != 0, HResult.handleEOF, 0)
        }
        exchange.wantBody()
        return isAsync != 0 ? readLater(reading, entity) : readNow(reading, entity)
    }

    private func readNow(_ reading: Reading, _ entity: EntityBuffer) -> HRESULT {
        var result = entity.read(into: reading.target, count: reading.count)
        if case .empty = result {
            // On a loop only a body that is here in full gets this far, or a module with `--execution NAME=inline`.
            guard exchange.mayWaitForBody() else { return HResult.notEnoughQuota }
            result = CallMark.waitingForClient { entity.readWaiting(into: reading.target, count: reading.count) }
        }
        return done(reading, isAsync: false, result)
    }

    private func readLater(_ reading: Reading, _ entity: EntityBuffer) -> HRESULT {
        let exchange: Exchange = self.exchange
        let operation = PendingOperation(
            kind: .read, serial: exchange.state.serial, callback: reading.callback, bytes: 0)
        let result = entity.read(into: reading.target, count: reading.count) { result, count in
            exchange.complete(.ended(operation, result: result, bytes: UInt32(count)))
        }
        guard let result else { return HResult.invalidParameter }
        if case .empty = result {
            exchange.noteOperation()
            reading.pending?.pointee = 1
            return HResult.ok
        }
        return done(reading, isAsync: true, result)
    }

    private func done(_ reading: Reading, isAsync: Bool, _ result: EntityBuffer.ReadResult) -> HRESULT {
        switch result {
        case .bytes(let count):
            bytesRead += UInt64(count)
            exchange.bodyWasRead()
            return done(reading, isAsync: isAsync, HResult.ok, count)
        case .ended(let reason):
            showTrailers()
            return done(reading, isAsync: isAsync, reason, 0)
        case .empty: return HResult.unexpected
        }
    }

    /// The read ended at once. A module that passed no pointer to learn that from always gets a completion.
    private func done(_ reading: Reading, isAsync: Bool, _ result: HRESULT, _ count: Int) -> HRESULT {
        reading.received?.pointee = DWORD(count)
        guard isAsync, reading.pending == nil else { return result }
        let operation = PendingOperation(
            kind: .read, serial: exchange.state.serial, callback: reading.callback, bytes: DWORD(count))
        exchange.noteOperation()
        exchange.complete(.ended(operation, result: result, bytes: UInt32(count)))
        return HResult.ok
    }

    private func takeInserted(into target: UnsafeMutableRawPointer, count: Int) -> Int? {
        while let first = inserted.first {
            let taken = min(first.count, count)
            if taken > 0, let start = first.baseAddress { memcpy(target, start, taken) }
            if taken == first.count {
                inserted.removeFirst()
            } else {
                inserted[0] = UnsafeRawBufferPointer(rebasing: first[taken...])
            }
            if taken > 0 { return taken }
        }
        return nil
    }

    private func fill(
        _ buffer: UnsafeMutableRawPointer?, _ count: DWORD, _ received: UnsafeMutablePointer<DWORD>?,
        _ pending: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        guard let buffer, let received else { return HResult.invalidParameter }
        var total: DWORD = 0
        while total < count {
            var part: DWORD = 0
            let result = read(buffer + Int(total), count - total, 0, callback: nil, &part, pending)
            guard result == HResult.ok else {
                // What was read before the end is a success; the next read answers that the body has ended.
                received.pointee = total
                return total > 0 && result == HResult.handleEOF ? HResult.ok : result
            }
            total += part
        }
        received.pointee = total
        return HResult.ok
    }
}
