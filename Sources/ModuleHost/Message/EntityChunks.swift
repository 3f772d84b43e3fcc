import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// The entity chunks of a response that have not been sent: the array that `HTTP_RESPONSE.pEntityChunks` shows to modules.
///
/// Copies of what modules wrote live in an arena of their own, which is emptied by each push, so that a response of any
/// length needs constant memory.
final class EntityChunks {
    /// More than these are refused, as IIS does: the count in the raw struct has 16 bits.
    static let limit = 65535

    private let arena = Arena()
    ///
    private struct State {
        var raw: UnsafeMutablePointer<HTTP_RESPONSE>!
        var capacity = 0
        /// How many places of our array have been filled.
        var used = 0
        /// The array we made; a module may have put one of its own in its place.
        var own: UnsafeMutablePointer<HTTP_DATA_CHUNK>?
        var bufferedBytes: UInt64 = 0
        var hasDescriptors = false
    }

    private let state = StateBox(State())
    /// Duplicates of descriptors that modules wrote; a module may close its own at once.
    private var descriptors: [Int32] = []

    private var raw: UnsafeMutablePointer<HTTP_RESPONSE> { state.value.raw }
    /// Bytes that were copied. What stands in files or was taken by reference costs no memory here.
    var bufferedBytes: UInt64 { state.bufferedBytes }

    /// What one chunk is made of.
    enum Piece {
        case memory(UnsafeRawBufferPointer)
        case file(descriptor: Int32, offset: UInt64, length: UInt64)
    }

    func attach(_ raw: UnsafeMutablePointer<HTTP_RESPONSE>) { state.raw = raw }

    /// How many there are: none without an array, and in our own no more than we put there, whatever the raw struct says.
    var count: Int {
        guard let chunks = raw.pointee.pEntityChunks else { return 0 }
        let count = Int(raw.pointee.EntityChunkCount)
        return chunks == state.own ? min(count, state.used) : count
    }
    var isEmpty: Bool { count == 0 }

    /// Copies chunks to the end. The bytes they have, or why one was refused; those before it stay.
    func copy(_ chunks: UnsafeBufferPointer<HTTP_DATA_CHUNK>) -> Result<UInt64, Refusal> {
        var total: UInt64 = 0
        for chunk in chunks {
            switch append(copying: chunk) {
            case .success(let bytes): total &+= bytes
            case .failure(let refusal): return .failure(refusal)
            }
        }
        return .success(total)
    }

    /// Takes chunks as they are, for a push that follows before the call returns. If one is refused, none stays.
    func lend(_ chunks: UnsafeBufferPointer<HTTP_DATA_CHUNK>) -> Result<UInt64, Refusal> {
        let before = count
        var total: UInt64 = 0
        for chunk in chunks {
            switch insert(byReference: chunk, at: nil) {
            case .success(let bytes): total &+= bytes
            case .failure(let refusal):
                raw.pointee.EntityChunkCount = USHORT(before)
                return .failure(refusal)
            }
        }
        return .success(total)
    }

    /// Copies a chunk to the end. The bytes it has, or why it was refused.
    func append(copying chunk: HTTP_DATA_CHUNK) -> Result<UInt64, Refusal> {
        switch chunk.DataChunkType {
        case HttpDataChunkFromMemory:
            let count = Int(chunk.FromMemory.BufferLength)
            guard count > 0 else { return .success(0) }
            guard let source = chunk.FromMemory.pBuffer else { return .failure(.invalid) }
            guard let copy = arena.copy(UnsafeRawBufferPointer(start: source, count: count)) else {
                return .failure(.memory)
            }
            var own = HTTP_DATA_CHUNK()
            own.DataChunkType = HttpDataChunkFromMemory
            own.FromMemory.pBuffer = copy
            own.FromMemory.BufferLength = ULONG(count)
            return insert(own).map {
                state.bufferedBytes &+= UInt64(count)
                return UInt64(count)
            }
        case HttpDataChunkFromFileHandle:
            return file(chunk).flatMap { own in
                let duplicate = fcntl(Self.descriptor(own), F_DUPFD_CLOEXEC, 0)
                guard duplicate >= 0 else { return .failure(.invalid) }
                descriptors.append(duplicate)
                state.hasDescriptors = true
                var own = own
                own.FromFileHandle.FileHandle = UnsafeMutableRawPointer(bitPattern: Int(duplicate))
                return insert(own, at: count).map { own.FromFileHandle.ByteRange.Length.QuadPart }
            }
        default: return .failure(.unsupported)
        }
    }

    /// Takes a chunk as it is: its memory or file stays the module's and must stay valid until the response is sent.
    func insert(byReference chunk: HTTP_DATA_CHUNK, at position: Int?) -> Result<UInt64, Refusal> {
        switch chunk.DataChunkType {
        case HttpDataChunkFromMemory:
            guard chunk.FromMemory.BufferLength == 0 || chunk.FromMemory.pBuffer != nil else {
                return .failure(.invalid)
            }
            return insert(chunk, at: position ?? count).map { UInt64(chunk.FromMemory.BufferLength) }
        case HttpDataChunkFromFileHandle:
            return file(chunk).flatMap { own in
                insert(own, at: position ?? count).map { own.FromFileHandle.ByteRange.Length.QuadPart }
            }
        default: return .failure(.unsupported)
        }
    }

    enum Refusal: Error {
        case invalid, unsupported, memory, tooMany

        var result: HRESULT {
            switch self {
            case .invalid: HResult.invalidParameter
            case .unsupported: HResult.notSupported
            case .memory: HResult.outOfMemory
            case .tooMany: HResult.arithmeticOverflow
            }
        }
    }

    /// A file chunk with its length worked out: to the end of the file if the module said so.
    private func file(_ chunk: HTTP_DATA_CHUNK) -> Result<HTTP_DATA_CHUNK, Refusal> {
        var status = stat()
        // Only files have a length to promise.
        guard fstat(Self.descriptor(chunk), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .failure(.invalid)
        }
        let size = UInt64(max(0, status.st_size))
        let offset = chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart
        guard offset <= size else { return .failure(.invalid) }
        var own = chunk
        let length = chunk.FromFileHandle.ByteRange.Length.QuadPart
        own.FromFileHandle.ByteRange.Length.QuadPart = min(length, size - offset)
        return .success(own)
    }

    /// The descriptor of a file chunk: a HANDLE is one, widened.
    private static func descriptor(_ chunk: HTTP_DATA_CHUNK) -> Int32 {
        Int32(truncatingIfNeeded: Int(bitPattern: chunk.FromFileHandle.FileHandle))
    }

    /// Puts a chunk at `position`, or at the end.
    private func insert(_ chunk: HTTP_DATA_CHUNK, at position: Int = .max) -> Result<Void, Refusal> {
        let count = self.count
        guard count < Self.limit else { return .failure(.tooMany) }
        if state.own == nil || raw.pointee.pEntityChunks != state.own || count >= state.capacity {
            guard grow(from: count) else { return .failure(.memory) }
        }
        guard let own = state.own else { return .failure(.memory) }
        if position < count {
            memmove(own + position + 1, own + position, (count - position) * MemoryLayout<HTTP_DATA_CHUNK>.stride)
            own[position] = chunk
        } else {
            own[count] = chunk
        }
        // No more than `limit`, which the raw struct can say.
        let newCount = count &+ 1
        state.used = newCount
        raw.pointee.EntityChunkCount = USHORT(truncatingIfNeeded: newCount)
        return .success(())
    }

    /// Moves the chunks, `used` of them, into a larger array of our own.
    private func grow(from used: Int) -> Bool {
        let stride = MemoryLayout<HTTP_DATA_CHUNK>.stride
        let newCapacity = max(8, used &* 2)
        guard let memory = arena.allocateUninitialized(newCapacity &* stride) else { return false }
        let array = memory.bindMemory(to: HTTP_DATA_CHUNK.self, capacity: newCapacity)
        if used > 0, let old = raw.pointee.pEntityChunks { memcpy(memory, old, used * stride) }
        state.used = used
        state.own = array
        raw.pointee.pEntityChunks = array
        state.capacity = newCapacity
        return true
    }

    private static func length(_ chunk: HTTP_DATA_CHUNK) -> UInt64 {
        switch chunk.DataChunkType {
        case HttpDataChunkFromMemory: UInt64(chunk.FromMemory.BufferLength)
        case HttpDataChunkFromFileHandle: chunk.FromFileHandle.ByteRange.Length.QuadPart
        default: 0
        }
    }

    /// The bytes of all chunks as they stand now, also those that a module put into the raw struct itself.
    var totalBytes: UInt64 {
        guard let chunks = raw.pointee.pEntityChunks else { return 0 }
        var total: UInt64 = 0
        for index in 0..<count { total &+= Self.length(chunks[index]) }
        return total
    }

    /// Works out the lengths of file ranges that a module put into the raw struct itself. What keeps a chunk from being sent,
    /// in words that follow "left"; nil if nothing does.
    func review() -> String? {
        for index in 0..<count {
            guard let chunks = raw.pointee.pEntityChunks else { return nil }
            let chunk = chunks[index]
            switch chunk.DataChunkType {
            case HttpDataChunkFromMemory:
                guard chunk.FromMemory.pBuffer != nil || chunk.FromMemory.BufferLength == 0 else {
                    return "an entity chunk of \(chunk.FromMemory.BufferLength) bytes without a pointer"
                }
            case HttpDataChunkFromFileHandle:
                let length = chunk.FromFileHandle.ByteRange.Length.QuadPart
                if chunks == state.own, length <= UInt64(Int64.max) { continue }
                guard case .success(let own) = file(chunk) else {
                    return "an entity chunk whose file is not open or ends before the range begins"
                }
                guard own.FromFileHandle.ByteRange.Length.QuadPart != length else { continue }
                if chunks != state.own, !grow(from: count) { return "entity for which there is no memory" }
                state.own?[index] = own
            default:
                return "an entity chunk of the kind \(chunk.DataChunkType.rawValue), which this host does not send,"
            }
        }
        return nil
    }

    /// Every piece in order.
    func forEach(_ body: (Piece) -> Void) {
        guard let chunks = raw.pointee.pEntityChunks else { return }
        for index in 0..<count {
            let chunk = chunks[index]
            switch chunk.DataChunkType {
            case HttpDataChunkFromMemory:
                guard let start = chunk.FromMemory.pBuffer else { continue }
                body(.memory(UnsafeRawBufferPointer(start: start, count: Int(chunk.FromMemory.BufferLength))))
            case HttpDataChunkFromFileHandle:
                let range = chunk.FromFileHandle.ByteRange
                body(
                    .file(
                        descriptor: Self.descriptor(chunk), offset: range.StartingOffset.QuadPart,
                        length: range.Length.QuadPart))
            default: continue
            }
        }
    }

    /// All chunks have been sent, or are dropped.
    func removeAll() {
        raw.pointee.EntityChunkCount = 0
        raw.pointee.pEntityChunks = nil
        forget()
    }

    /// The exchange is over. The array went with the frame.
    func reset() { forget() }

    private func forget() {
        guard state.own != nil else { return }
        state.own = nil
        state.capacity = 0
        state.used = 0
        state.bufferedBytes = 0
        if state.hasDescriptors {
            state.hasDescriptors = false
            for descriptor in descriptors { close(descriptor) }
            descriptors.removeAll()
        }
        arena.reset()
    }
}
