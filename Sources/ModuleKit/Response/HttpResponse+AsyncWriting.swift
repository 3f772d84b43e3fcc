import CModuleABI
import Glibc

// What work of `context.pending` writes with: the task is suspended while the client is slow, and no thread waits.
extension HttpResponse {
    /// The bytes that one operation hands to the host: more would only be kept there for a slow client.
    private static let pieceSize = 256 * 1024

    /// Appends text to the entity, as UTF-8. The host copies it.
    ///
    /// Suspends where the host sends at once and the client is slow to take it: after `disableBuffering`, and whenever
    /// more has been written than the host keeps. Throws when the client has gone.
    nonisolated(nonsending) public func write(_ text: String) async throws(HostError) {
        try await write(Array(text.utf8))
    }

    /// Appends bytes to the entity. The host copies them. Suspends and throws as `write` of a text does.
    nonisolated(nonsending) public func write(_ bytes: [UInt8]) async throws(HostError) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Self.pieceSize)
            let memory = bytes.withUnsafeBytes { LentMemory(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
            let count = end - start
            let outcome = try await context.operate("write \(count) bytes", lending: memory) { context in
                var chunk = HTTP_DATA_CHUNK(memory: memory.start, count: count)
                return write(context, &chunk)
            }
            try check(outcome.code, "write \(count) bytes")
            start = end
        }
    }

    /// Appends a file, or `count` bytes of it from `offset` on, to the entity. The host sends it without reading it
    /// into memory. Suspends and throws as `write` of a text does, and throws when there is no such file.
    nonisolated(nonsending) public func write(
        file path: String, offset: Int = 0, count: Int? = nil
    ) async throws(HostError) {
        try await write(descriptor: openFile(path), offset: offset, count: count)
    }

    /// Appends an open file, or `count` bytes of it from `offset` on, to the entity. It stays the caller's, who closes
    /// it when the exchange is over. Suspends and throws as `write` of a text does.
    nonisolated(nonsending) public func write(
        descriptor: Int32, offset: Int = 0, count: Int? = nil
    ) async throws(HostError) {
        let operation = Self.writing(descriptor)
        guard var chunk = HTTP_DATA_CHUNK(file: descriptor, offset: offset, count: count) else {
            throw HostError(.invalidArgument, operation)
        }
        let outcome = try await context.operate(operation) { write($0, &chunk) }
        try check(outcome.code, operation)
    }

    /// Sends what there is: status and headers if they have not gone out, and the entity so far.
    ///
    /// Suspends until the client has taken it. `isLast` says that no more will be written. Throws when the client has
    /// gone.
    nonisolated(nonsending) public func flush(isLast: Bool = false) async throws(HostError) {
        let outcome = try await context.operate(Self.flushing) { flush($0, isLast: isLast) }
        try check(outcome.code, Self.flushing)
    }

    // MARK: The operations, as both kinds of calls begin them

    /// What a flush is called in errors.
    static var flushing: String { "flush the response" }

    /// What writing an open file is called in errors.
    static func writing(_ descriptor: Int32) -> String { "write the file of descriptor \(descriptor)" }

    /// Opens a file for the host, which reads it when it sends the response: it stays open until the exchange is over.
    func openFile(_ path: String) throws(HostError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw HostError(errno == EACCES ? .accessDenied : .fileNotFound, "open the file \(path)")
        }
        context.close(atEnd: descriptor)
        return descriptor
    }

    /// Begins to write a chunk, whose memory must live until the end of the operation.
    func write(
        _ object: UnsafeMutablePointer<IHttpContext>, _ chunk: inout HTTP_DATA_CHUNK
    ) -> HttpContext.HostAnswer {
        guard let response = Self.derived(object) else { return .done(Self.noResponse) }
        var sent: UInt32 = 0
        var isPending: Int32 = 0
        let code = IHttpResponse4_WriteEntityChunksCb(
            response, &chunk, 1, 1, 1, HttpContext.completed, context.asCompletionContext, &sent, &isPending)
        return isPending != 0 && code >= 0 ? .pending : .done(HostOutcome(code: code, bytes: sent))
    }

    /// Begins a flush.
    func flush(_ object: UnsafeMutablePointer<IHttpContext>, isLast: Bool) -> HttpContext.HostAnswer {
        guard let response = Self.derived(object) else { return .done(Self.noResponse) }
        var sent: UInt32 = 0
        var isPending: Int32 = 0
        let code = IHttpResponse4_FlushCb(
            response, 1, isLast ? 0 : 1, HttpContext.completed, context.asCompletionContext, &sent, &isPending)
        return isPending != 0 && code >= 0 ? .pending : .done(HostOutcome(code: code, bytes: sent))
    }

    private static let noResponse = HostOutcome(code: ResultCode.invalidHandle.rawValue, bytes: 0)

    /// The host hands out the most derived interface of a family, so this is what the pointer points at.
    private static func derived(_ context: UnsafeMutablePointer<IHttpContext>) -> UnsafeMutablePointer<IHttpResponse4>?
    {
        IHttpContext_GetResponse(context).map {
            UnsafeMutableRawPointer($0).assumingMemoryBound(to: IHttpResponse4.self)
        }
    }
}

extension HTTP_DATA_CHUNK {
    /// A chunk of memory.
    init(memory: UnsafeMutableRawPointer?, count: Int) {
        self.init()
        DataChunkType = HttpDataChunkFromMemory
        FromMemory.pBuffer = memory
        FromMemory.BufferLength = UInt32(count)
    }

    /// A chunk of a file, to its end if `count` is nil. Nil for a negative number.
    init?(file descriptor: Int32, offset: Int, count: Int?) {
        guard let start = UInt64(exactly: offset), let length = UInt64(exactly: count ?? 0) else { return nil }
        self.init()
        DataChunkType = HttpDataChunkFromFileHandle
        FromFileHandle.ByteRange = HTTP_BYTE_RANGE(
            StartingOffset: ULARGE_INTEGER(QuadPart: start),
            Length: ULARGE_INTEGER(QuadPart: count == nil ? UInt64.max : length))
        FromFileHandle.FileHandle = UnsafeMutableRawPointer(bitPattern: Int(descriptor))
    }
}
