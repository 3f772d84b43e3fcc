import CModuleABI

/// A provider as a module may keep it: it ends with its call, while the reference may live on.
struct ProviderReference<Provider> {
    let context: HttpContext
    private let number: UInt64
    private let address: UnsafeMutableRawPointer?

    /// Refers to the provider of `call`, which the host has made as the interface `Provider`.
    init(_ call: NotificationCall) {
        context = call.context
        number = call.number
        address = call.provider
    }

    /// The host's object, as long as the call lasts or its notification is pending; nil after that.
    var pointer: UnsafeMutablePointer<Provider>? {
        guard context.isCurrent(number) else { return nil }
        return address?.assumingMemoryBound(to: Provider.self)
    }
}

/// What OnAuthenticateRequest receives beside the context. When the notification is over it answers nothing.
public struct AuthenticationProvider {
    private let reference: ProviderReference<IAuthenticationProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    /// Says who makes the request.
    ///
    /// `method` names the way of authentication, such as "Basic"; `roles` are those that the user has.
    public func setUser(_ name: String, method: String, roles: Set<String> = []) throws(HostError) {
        guard let provider = reference.pointer else {
            throw HostError(.invalidHandle, "set the user \(name)")
        }
        // The host takes over the reference that the user is made with.
        IAuthenticationProvider_SetUser(provider, UserObject.make(name: name, method: method, roles: roles))
    }
}

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

/// What OnMapPath receives beside the context. When the notification is over it answers nothing.
public struct MapPathProvider {
    private let reference: ProviderReference<IMapPathProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    private var pointer: UnsafeMutablePointer<IMapPathProvider>? {
        reference.pointer
    }

    /// The URL that is being mapped.
    public var url: String? {
        pointer.flatMap { String(wide: IMapPathProvider_GetUrl($0)) }
    }

    /// The path that the host has found.
    public var physicalPath: String? {
        pointer.flatMap { String(wide: IMapPathProvider_GetPhysicalPath($0)) }
    }

    /// Replaces the path.
    public func setPhysicalPath(_ path: String) throws(HostError) {
        let code = pointer.map { pointer in
            withWideText(path) { IMapPathProvider_SetPhysicalPath(pointer, $0, $1) }
        }
        try check(code, "map a URL to \(path)")
    }
}

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

/// What OnCustomRequestNotification receives beside the context. When the notification is over it answers nothing.
public struct CustomNotificationProvider {
    private let reference: ProviderReference<ICustomNotificationProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    /// What the module that raised the notification calls it.
    public var type: String? {
        guard let pointer = reference.pointer else { return nil }
        return String(wide: ICustomNotificationProvider_QueryNotificationType(pointer))
    }
}

/// How an operation ended, for OnAsyncCompletion.
public struct CompletionInfo: Sendable {
    /// The bytes that were moved, or what `Completion.post` was given.
    public let bytes: Int
    /// How it went.
    public let code: ResultCode
    /// The notification that waits for it.
    public let notification: RequestNotifications
    /// Whether it is the one that follows the stage.
    public let isPost: Bool

    init(_ call: NotificationCall) {
        bytes = call.completion.map { Int(IHttpCompletionInfo_GetCompletionBytes($0)) } ?? 0
        code = call.completion.map { ResultCode(rawValue: IHttpCompletionInfo_GetCompletionStatus($0)) } ?? .ok
        notification = RequestNotifications(rawValue: call.notification)
        isPost = call.isPost
    }
}
