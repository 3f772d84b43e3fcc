package import CModuleABI
internal import DequeModule
package import ModuleInterfaces

/// One message to an exchange whose notification is PENDING: why it may go on.
package enum Completion: Sendable {
    /// IndicateCompletion: the notification ends with this verdict.
    case indicated(status: UInt32, serial: UInt64)
    /// An operation has ended, or PostCompletion was called: the module hears of it and answers with a verdict.
    case ended(PendingOperation, result: HRESULT, bytes: UInt32)

    var serial: UInt64 {
        switch self {
        case .indicated(_, let serial): serial
        case .ended(let operation, _, _): operation.serial
        }
    }
}

/// The messages of one exchange and whether its executor waits for one.
struct CompletionQueue {
    /// How far the exchange is, seen from the threads that send messages.
    enum State {
        /// An executor runs it, or it has not begun: messages wait.
        case running
        /// It is PENDING: the next message makes its executor go on.
        case parked
        /// It is over: messages are dropped.
        case ended
    }

    private(set) var state: State = .running
    private var messages: Deque<Completion> = []
    /// Messages that came for a notification which had its result already.
    private var late = 0

    /// A message arrives. True if the executor must be told.
    mutating func add(_ message: Completion) -> Bool {
        switch state {
        case .ended: return false
        case .running:
            messages.append(message)
            return false
        case .parked:
            messages.append(message)
            state = .running
            return true
        }
    }

    /// The next message for the notification `serial`, dropping those of notifications that have ended.
    mutating func next(for serial: UInt64) -> Completion? {
        while let message = messages.popFirst() {
            if message.serial == serial { return message }
            late += 1
        }
        return nil
    }

    /// The next message, or the exchange is parked until one comes.
    mutating func nextOrPark(for serial: UInt64) -> Completion? {
        if let message = next(for: serial) { return message }
        state = .parked
        return nil
    }

    /// The executor could not take the exchange just now; it will ask again.
    mutating func putBack(_ message: Completion) {
        messages.prepend(message)
        state = .running
    }

    /// Open for the messages of another exchange.
    mutating func begin() {
        state = .running
        removeMessages()
        late = 0
    }

    /// Closed for good, or until `begin`. How many messages came to nothing since then.
    mutating func end() -> Int {
        state = .ended
        defer { removeMessages() }
        return late + messages.count
    }

    /// An empty deque is not asked: most exchanges have no message, and one without memory would get some.
    private mutating func removeMessages() {
        if !messages.isEmpty { messages.removeAll(keepingCapacity: true) }
    }
}

/// An asynchronous operation of a module: which notification it belongs to and who wants to hear of its end.
package struct PendingOperation: Sendable {
    /// What kind of operation it is.
    package enum Kind: Sendable {
        case posted, read, write, flush

        /// What GetCompletedOperation answers: the contract has a number for a read, the others are only different.
        var number: UInt32 {
            switch self {
            case .read: MODHOST_OPERATION_READ
            case .posted: MODHOST_OPERATION_READ - 1
            case .write: MODHOST_OPERATION_READ + 1
            case .flush: MODHOST_OPERATION_READ + 2
            }
        }
    }

    package let kind: Kind
    /// The notification that was running when it began; it is dropped if that one has ended.
    package let serial: UInt64
    /// Called instead of OnAsyncCompletion if the module gave a function.
    package let callback: CompletionCallback?
    /// Entity bytes that the completion reports if nothing goes wrong.
    package let bytes: UInt32
}
