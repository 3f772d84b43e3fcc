package import ModuleInterfaces

/// An asynchronous operation of a module: which notification it belongs to and who wants to hear of its end.
package struct PendingOperation: Sendable {
    /// What kind of operation it is; GetCompletedOperation answers 1 for a read.
    package enum Kind: UInt32, Sendable {
        case posted = 0
        case read = 1
        case write = 2
        case flush = 3
    }

    package let kind: Kind
    /// The notification that was running when it began; it is dropped if that one has ended.
    package let serial: UInt64
    /// Called instead of OnAsyncCompletion if the module gave a function.
    package let callback: CompletionCallback?
    /// Entity bytes that the completion reports if nothing goes wrong.
    package let bytes: UInt32
}
