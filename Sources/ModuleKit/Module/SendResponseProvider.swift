import CModuleABI

/// What OnSendResponse receives beside the context. When the notification is over it answers nothing.
public struct SendResponseProvider {
    private let reference: ProviderReference<ISendResponseProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    private var pointer: UnsafeMutablePointer<ISendResponseProvider>? {
        reference.pointer
    }

    /// Whether status and headers go out now, so that they can still be changed.
    public var isSendingHeaders: Bool {
        pointer.map { ISendResponseProvider_GetHeadersBeingSent($0) != 0 } ?? false
    }

    /// Whether this is the last part of the response.
    public var isLast: Bool {
        pointer.map { ISendResponseProvider_GetReadyToLogData($0) != 0 } ?? false
    }

    /// The HTTP_SEND_RESPONSE_FLAG_ bits of this sending.
    public var flags: UInt32 {
        get { pointer.map { ISendResponseProvider_GetFlags($0) } ?? 0 }
        nonmutating set { pointer.map { ISendResponseProvider_SetFlags($0, newValue) } }
    }
}
