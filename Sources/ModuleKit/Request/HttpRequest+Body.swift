import CModuleABI

extension HttpRequest {
    /// The bytes of the entity that have not been read; nil if their number is not known, as for a chunked one.
    public var remainingBytes: Int? {
        guard let object else { return 0 }
        let remaining = IHttpRequest_GetRemainingEntityBytes(object)
        return remaining == UInt32.max ? nil : Int(remaining)
    }

    /// Reads the next piece of the entity, at most `maximum` bytes; nil at its end.
    ///
    /// Waits for the client on the calling thread, so it is for notifications that do not return `.pending`. Work of
    /// `context.pending` writes `try await`, which holds no thread; called there by way of a function that is not
    /// asynchronous, it throws. Throws also when the client has gone.
    @available(*, noasync, message: "It waits on the thread: write try await.")
    public func readBody(maximum: Int = 65_536) throws(HostError) -> [UInt8]? {
        guard let object else { throw HostError(.invalidHandle, Self.reading) }
        try checkMayWait()
        let capacity = Self.capacity(maximum)
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var received: UInt32 = 0
            code = IHttpRequest_ReadEntityBody(object, buffer.baseAddress, UInt32(capacity), 0, &received, nil)
            count = code < 0 ? 0 : min(Int(received), capacity)
        }
        if code == ResultCode.endOfEntity.rawValue { return nil }
        try check(code, Self.reading)
        return bytes.isEmpty ? nil : bytes
    }

    /// Reads the entity to its end. Throws a `ModuleError` with status 413 if it has more than `limit` bytes.
    ///
    /// Waits for the client on the calling thread, as `readBody` does.
    @available(*, noasync, message: "It waits on the thread: write try await.")
    public func body(limit: Int = 1 << 20) throws -> [UInt8] {
        let expected = try expectedBytes(limit: limit)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected ?? 0)
        while let piece = try readBody(maximum: min(65_536, max(expected ?? 65_536, 1))) {
            guard bytes.count + piece.count <= limit else { throw Self.tooLarge(limit) }
            bytes += piece
        }
        return bytes
    }

    /// The fields that followed a chunked entity, in their order; none before all of it has been read.
    public var trailers: [(name: String, value: String)] {
        guard let raw = object.flatMap({ IHttpRequest_GetRawHttpRequest($0) }) else { return [] }
        return HeaderText.unknown(raw.pointee.Headers.pTrailers, count: Int(raw.pointee.Headers.TrailerCount))
    }

    /// Puts `bytes` before what has not been read of the entity. Content-Length stays as it is.
    public func insertBody(_ bytes: [UInt8]) throws(HostError) {
        let operation = "insert bytes into the request's entity"
        guard let object, let owner = context.object else { throw HostError(.invalidHandle, operation) }
        guard let count = UInt32(exactly: bytes.count) else { throw HostError(.invalidData, operation) }
        // The host does not copy, so the bytes have to be in memory that lives as long as the exchange.
        guard let copy = IHttpContext_AllocateRequestMemory(owner, max(count, 1)) else {
            throw HostError(.outOfMemory, operation)
        }
        bytes.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count) }
        try check(IHttpRequest_InsertEntityBody(object, copy, count), operation)
    }

    /// What a read is called in errors.
    static var reading: String { "read the request's entity" }

    /// The bytes that one read may ask for.
    static func capacity(_ maximum: Int) -> Int { max(1, min(maximum, Int(Int32.max))) }

    static func tooLarge(_ limit: Int) -> ModuleError {
        ModuleError(status: 413, details: "The request's entity has more than \(limit) bytes.")
    }

    /// The number of bytes that are still to come, if it is known. Throws if it is more than `limit`.
    func expectedBytes(limit: Int) throws(ModuleError) -> Int? {
        let expected = remainingBytes
        if let expected, expected > limit { throw Self.tooLarge(limit) }
        return expected
    }

    private func checkMayWait() throws(HostError) {
        guard context.isTasks else { return }
        throw HostError(.unexpected, "read the request's entity without await in the work of context.pending")
    }
}
