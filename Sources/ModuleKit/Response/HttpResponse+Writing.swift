import CModuleABI
import Glibc

extension HttpResponse {
    /// Appends text to the entity, as UTF-8. The host copies it.
    @discardableResult
    public func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes to the entity. The host copies them.
    @discardableResult
    public func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { write($0) }
    }

    /// Appends bytes to the entity. The host copies them.
    @discardableResult
    public func write(_ bytes: RawSpan) -> Bool {
        bytes.withUnsafeBytes { write($0) }
    }

    /// Appends a file, or `count` bytes of it from `offset` on, to the entity. The host sends it without reading it
    /// into memory.
    public func write(file path: String, offset: Int = 0, count: Int? = nil) throws(HostError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw HostError(errno == EACCES ? .accessDenied : .fileNotFound, "open the file \(path)")
        }
        // The host reads the file when it sends the response, so it stays open until the exchange is over.
        context.close(atEnd: descriptor)
        try write(descriptor: descriptor, offset: offset, count: count)
    }

    /// Appends an open file, or `count` bytes of it from `offset` on, to the entity. It stays the caller's, who closes
    /// it when the exchange is over.
    public func write(descriptor: Int32, offset: Int = 0, count: Int? = nil) throws(HostError) {
        let operation = "write the file of descriptor \(descriptor)"
        guard let object else { throw HostError(.invalidHandle, operation) }
        guard let start = UInt64(exactly: offset), let length = UInt64(exactly: count ?? 0) else {
            throw HostError(.invalidArgument, operation)
        }
        var chunk = HTTP_DATA_CHUNK()
        chunk.DataChunkType = HttpDataChunkFromFileHandle
        chunk.FromFileHandle.ByteRange = HTTP_BYTE_RANGE(
            StartingOffset: ULARGE_INTEGER(QuadPart: start),
            Length: ULARGE_INTEGER(QuadPart: count == nil ? UInt64.max : length))
        chunk.FromFileHandle.FileHandle = UnsafeMutableRawPointer(bitPattern: Int(descriptor))
        var sent: UInt32 = 0
        try check(IHttpResponse_WriteEntityChunks(object, &chunk, 1, 0, 1, &sent, nil), operation)
    }

    /// Sends what there is: status and headers if they have not gone out, and the entity so far.
    ///
    /// Waits for the client, so the host must run the module where that is allowed. `isLast` says that no more will be
    /// written. Throws when the client has gone.
    public func flush(isLast: Bool = false) throws(HostError) {
        var sent: UInt32 = 0
        let code = object.map { IHttpResponse_Flush($0, 0, isLast ? 0 : 1, &sent, nil) }
        try check(code, "flush the response")
    }

    /// Sends from now on what is written at once. There is no way back.
    public func disableBuffering() {
        object.map { IHttpResponse_DisableBuffering($0) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let object else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            // A chunk counts its bytes in 32 bits.
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
            var chunk = HTTP_DATA_CHUNK()
            chunk.DataChunkType = HttpDataChunkFromMemory
            chunk.FromMemory.pBuffer = UnsafeMutableRawPointer(mutating: piece.baseAddress)
            chunk.FromMemory.BufferLength = UInt32(piece.count)
            var sent: UInt32 = 0
            let code = IHttpResponse_WriteEntityChunks(object, &chunk, 1, 0, 1, &sent, nil)
            guard context.accept(code, "write \(piece.count) bytes") else { return false }
            rest = rest.dropFirst(piece.count)
        }
        return true
    }
}
