import CModuleABI

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
