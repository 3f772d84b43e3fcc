package import CModuleABI
import CModuleBorder
import Executors
import ModuleInterfaces

/// Writing the entity of the response and pushing it to the client.
extension HttpResponseObject {
    /// A buffered response is pushed by itself when it takes more memory than this (the handler's responseBufferLimit of IIS).
    static let bufferLimit: UInt64 = 4 * 1024 * 1024

    /// How a module wants to push.
    private struct Pushing {
        let isAsync: Bool
        let more: Bool
        let kind: PendingOperation.Kind
        var callback: CompletionCallback?
        let sent: UnsafeMutablePointer<DWORD>?
        let expected: UnsafeMutablePointer<BOOL>?
    }

    package func writeEntityChunks(
        _ chunks: UnsafeMutablePointer<HTTP_DATA_CHUNK>?, _ count: DWORD, _ isAsync: BOOL, _ more: BOOL,
        _ sent: UnsafeMutablePointer<DWORD>?, _ expected: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        write(
            chunks, count,
            Pushing(isAsync: isAsync != 0, more: more != 0, kind: .write, sent: sent, expected: expected))
    }

    package func writeEntityChunksCb(
        _ chunks: UnsafeMutablePointer<HTTP_DATA_CHUNK>?, _ count: DWORD, _ isAsync: BOOL, _ more: BOOL,
        _ completion: PFN_ASYNC_COMPLETION?, _ completionContext: UnsafeMutableRawPointer?,
        _ sent: UnsafeMutablePointer<DWORD>?, _ expected: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        guard let completion else { return HResult.invalidParameter }
        return write(
            chunks, count,
            Pushing(
                isAsync: isAsync != 0, more: more != 0, kind: .write,
                callback: Self.callback(completion, completionContext), sent: sent, expected: expected))
    }

    package func flush(
        _ isAsync: BOOL, _ more: BOOL, _ sent: UnsafeMutablePointer<DWORD>?, _ expected: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        push(Pushing(isAsync: isAsync != 0, more: more != 0, kind: .flush, sent: sent, expected: expected))
    }

    package func flushCb(
        _ isAsync: BOOL, _ more: BOOL, _ completion: PFN_ASYNC_COMPLETION?,
        _ completionContext: UnsafeMutableRawPointer?, _ sent: UnsafeMutablePointer<DWORD>?,
        _ expected: UnsafeMutablePointer<BOOL>?
    ) -> HRESULT {
        guard let completion else { return HResult.invalidParameter }
        return push(
            Pushing(
                isAsync: isAsync != 0, more: more != 0, kind: .flush,
                callback: Self.callback(completion, completionContext), sent: sent, expected: expected))
    }

    package func writeEntityChunkByReference(
        _ chunk: UnsafeMutablePointer<HTTP_DATA_CHUNK>?, _ position: LONG
    ) -> HRESULT {
        guard let chunk, position >= -1 else { return HResult.invalidParameter }
        guard !isLastSent else { return HResult.invalidParameter }
        let place = position == -1 ? nil : Int(position)
        switch chunks.insert(byReference: chunk.pointee, at: place) {
        case .failure(let refusal): return refusal.result
        case .success:
            touch()
            return HResult.ok
        }
    }

    package func redirect(_ url: PCSTR?, _ resetStatus: BOOL, _ includeParams: BOOL) -> HRESULT {
        guard let url else { return HResult.invalidParameter }
        guard !isHeadSent else { return HResult.ok }
        var target = String(cString: url)
        if includeParams != 0, let query = exchange.request.queryString {
            target += (target.contains("?") ? "&" : "?") + query
        }
        target = exchange.absoluteURL(target)
        guard FieldText.isValue(UnsafeRawBufferPointer(cString: url)), target.utf8.count <= Int(USHORT.max) else {
            return HResult.invalidParameter
        }
        let result = target.withCString {
            fields.set(HeaderNames.responseID.location, value: .init(cString: $0), replace: true)
        }
        guard result == HResult.ok else { return result }
        if resetStatus != 0 { setHostStatus(302, reason: "Found") }
        chunks.removeAll()
        touch()
        return HResult.ok
    }

    private static func callback(
        _ function: PFN_ASYNC_COMPLETION, _ context: UnsafeMutableRawPointer?
    ) -> CompletionCallback {
        CompletionCallback(function: unsafeBitCast(function, to: UnsafeMutableRawPointer.self), context: context)
    }

    private func write(
        _ array: UnsafeMutablePointer<HTTP_DATA_CHUNK>?, _ count: DWORD, _ pushing: Pushing
    ) -> HRESULT {
        pushing.sent?.pointee = 0
        pushing.expected?.pointee = 0
        guard let array, count > 0, count <= DWORD(EntityChunks.limit) else { return HResult.invalidParameter }
        // Written after the last push, it has no place in the message any more.
        guard !isLastSent else { return HResult.invalidParameter }
        // Inside OnSendResponse nothing is pushed: the push that raised it takes along what is written there.
        let goesOutNow = !isBuffered && !walk.isSendingResponse
        if goesOutNow || chunks.bufferedBytes > Self.bufferLimit, !exchange.mayQueueOutput {
            return HResult.notEnoughQuota
        }
        let buffer = UnsafeBufferPointer(start: array, count: Int(count))
        let written: DWORD
        switch goesOutNow ? chunks.lend(buffer) : chunks.copy(buffer) {
        case .success(let bytes): written = DWORD(clamping: bytes)
        case .failure(let refusal): return refusal.result
        }
        touch()
        pushing.sent?.pointee = written
        if walk.isSendingResponse || (isBuffered && chunks.bufferedBytes <= Self.bufferLimit) {
            return done(pushing, bytes: written)
        }
        return push(pushing, bytes: written)
    }

    /// Sends what there is. `bytes` is what the completion reports; nil: the entity bytes sent.
    private func push(_ pushing: Pushing, bytes: DWORD? = nil) -> HRESULT {
        if bytes == nil { pushing.sent?.pointee = 0 }
        pushing.expected?.pointee = 0
        // A flush from inside OnSendResponse must not raise it again.
        if walk.isSendingResponse { return done(pushing, bytes: bytes ?? 0) }
        guard !isLastSent else { return done(pushing, bytes: 0) }
        guard exchange.mayQueueOutput else { return HResult.notEnoughQuota }
        let reason: Disqualification = pushing.kind == .flush ? .flushed : .wroteUnbuffered
        guard let sent = exchange.push(more: pushing.more, waits: pushing.isAsync ? nil : reason) else {
            return HResult.networkNameDeleted
        }
        let count = bytes ?? DWORD(clamping: sent)
        pushing.sent?.pointee = count
        guard pushing.isAsync else {
            return exchange.waitForOutput(for: reason)
        }
        guard exchange.hasBacklog else { return done(pushing, bytes: count) }
        exchange.noteOperation()
        pushing.expected?.pointee = 1
        let operation = PendingOperation(
            kind: pushing.kind, serial: walk.serial, callback: pushing.callback, bytes: count)
        exchange.carrier?.completeWhenSent(operation, of: exchange)
        return HResult.ok
    }

    /// The operation ended at once. A module that passed no pointer to learn that from always gets a completion.
    private func done(_ pushing: Pushing, bytes: DWORD) -> HRESULT {
        // In OnSendResponse nothing can be pending, so no completion is due.
        guard pushing.isAsync, pushing.expected == nil, !walk.isSendingResponse else { return HResult.ok }
        let operation = PendingOperation(
            kind: pushing.kind, serial: walk.serial, callback: pushing.callback, bytes: bytes)
        exchange.noteOperation()
        exchange.complete(.ended(operation, result: HResult.ok, bytes: bytes))
        return HResult.ok
    }
}
