import CModuleABI

// What notifications write with. Past a certain size, and after `disableBuffering` always, the host sends at once and
// the thread waits for the client; work of `context.pending` has the asynchronous forms instead.
extension HttpResponse {
    /// Appends text to the entity, as UTF-8. The host copies it.
    @discardableResult
    @available(*, noasync, message: "It may wait on the thread: write try await.")
    public func write(_ text: String) -> Bool {
        if let isTaken = text.utf8.withContiguousStorageIfAvailable({ append(UnsafeRawBufferPointer($0)) }) {
            return isTaken
        }
        var text = text
        return text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes to the entity. The host copies them.
    @discardableResult
    @available(*, noasync, message: "It may wait on the thread: write try await.")
    public func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends bytes to the entity. The host copies them.
    @discardableResult
    @available(*, noasync, message: "It may wait on the thread: write an array with try await.")
    public func write(_ bytes: RawSpan) -> Bool {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Appends a file, or `count` bytes of it from `offset` on, to the entity. The host sends it without reading it
    /// into memory.
    @available(*, noasync, message: "It may wait on the thread: write try await.")
    public func write(file path: String, offset: Int = 0, count: Int? = nil) throws(HostError) {
        try write(descriptor: openFile(path), offset: offset, count: count)
    }

    /// Appends an open file, or `count` bytes of it from `offset` on, to the entity. It stays the caller's, who closes
    /// it when the exchange is over.
    @available(*, noasync, message: "It may wait on the thread: write try await.")
    public func write(descriptor: Int32, offset: Int = 0, count: Int? = nil) throws(HostError) {
        let operation = Self.writing(descriptor)
        guard object != nil else { throw HostError(.invalidHandle, operation) }
        guard var chunk = HTTP_DATA_CHUNK(file: descriptor, offset: offset, count: count) else {
            throw HostError(.invalidArgument, operation)
        }
        try check(write(&chunk), operation)
    }

    /// Sends what there is: status and headers if they have not gone out, and the entity so far.
    ///
    /// Waits for the client, so the host must run the module where that is allowed. `isLast` says that no more will be
    /// written. Throws when the client has gone.
    @available(*, noasync, message: "It waits on the thread: write try await.")
    public func flush(isLast: Bool = false) throws(HostError) {
        let operation = Self.flushing
        guard !context.isTasks else {
            return try check(context.begin { self.flush($0, isLast: isLast) }, operation)
        }
        var sent: UInt32 = 0
        let code = object.map { IHttpResponse_Flush($0, 0, isLast ? 0 : 1, &sent, nil) }
        try check(code, operation)
    }

    /// Sends from now on what is written at once. There is no way back.
    public func disableBuffering() {
        object.map { IHttpResponse_DisableBuffering($0) }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard object != nil else { return false }
        if bytes.count <= Self.largestPiece { return bytes.isEmpty || appendPiece(bytes) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.largestPiece))
            guard appendPiece(piece) else { return false }
            rest = rest.dropFirst(piece.count)
        }
        return true
    }

    /// A chunk counts its bytes in 32 bits.
    private static let largestPiece = 1 << 30

    private func appendPiece(_ piece: UnsafeRawBufferPointer) -> Bool {
        // In a task the host may keep what it was given beyond this call.
        let code = context.isTasksOwnTurn ? lend(LentMemory(piece), count: piece.count) : write(piece)
        return context.accept(code, "write \(piece.count) bytes")
    }

    private func write(_ piece: UnsafeRawBufferPointer) -> Int32 {
        var chunk = HTTP_DATA_CHUNK(memory: UnsafeMutableRawPointer(mutating: piece.baseAddress), count: piece.count)
        return write(&chunk)
    }

    private func lend(_ memory: LentMemory, count: Int) -> Int32 {
        context.begin(lending: memory) { object in
            var chunk = HTTP_DATA_CHUNK(memory: memory.start, count: count)
            return self.write(object, &chunk)
        }
    }

    /// Writes on this thread, and waits there for the client unless it is a task's.
    private func write(_ chunk: inout HTTP_DATA_CHUNK) -> Int32 {
        guard !context.isTasksOwnTurn else { return context.begin { self.write($0, &chunk) } }
        guard let object else { return ResultCode.invalidHandle.rawValue }
        var sent: UInt32 = 0
        return IHttpResponse_WriteEntityChunks(object, &chunk, 1, 0, 1, &sent, nil)
    }
}
