import CModuleABI

/// What OnReadEntity receives beside the context. When the notification is over it answers nothing.
public struct ReadEntityProvider {
    private let reference: ProviderReference<IReadEntityProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    private var pointer: UnsafeMutablePointer<IReadEntityProvider>? {
        reference.pointer
    }

    /// A copy of the bytes that were read.
    public var bytes: [UInt8] {
        guard let pointer else { return [] }
        var buffer: UnsafeMutableRawPointer?
        var count: UInt32 = 0
        var capacity: UInt32 = 0
        IReadEntityProvider_GetEntity(pointer, &buffer, &count, &capacity)
        guard let buffer else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: buffer, count: Int(min(count, capacity))))
    }

    /// Replaces the bytes that were read.
    public func setBytes(_ bytes: [UInt8]) throws(HostError) {
        let operation = "replace a piece of the request's entity"
        guard let pointer, let object = reference.context.object else { throw HostError(.invalidHandle, operation) }
        guard let count = UInt32(exactly: bytes.count) else { throw HostError(.invalidData, operation) }
        // In the host's memory, because the reader looks at it after this notification.
        guard let copy = IHttpContext_AllocateRequestMemory(object, max(count, 1)) else {
            throw HostError(.outOfMemory, operation)
        }
        bytes.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count) }
        IReadEntityProvider_SetEntity(pointer, copy, count, count)
    }
}
