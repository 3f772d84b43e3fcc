import CModuleABI
import Synchronization

/// The result that a notification owes after it has returned `.pending`. Any thread may give it, once.
public final class Completion: Sendable {
    /// The address of the host's object; 0 when the result has been given or the exchange is over.
    private let address: Atomic<UInt>

    init(_ object: UnsafeMutablePointer<IHttpContext>?) {
        address = Atomic(UInt(bitPattern: object))
    }

    /// Gives the result: the host goes on with the request. Any thread; not to be followed by any use of the context.
    ///
    /// Answers false, and does nothing, for a second result, after the end of the exchange, and for `.pending`.
    @discardableResult
    public func complete(_ status: NotificationStatus = .continue) -> Bool {
        guard status != .pending else { return false }
        let taken = address.exchange(0, ordering: .acquiringAndReleasing)
        guard let object = UnsafeMutablePointer<IHttpContext>(bitPattern: taken) else { return false }
        IHttpContext_IndicateCompletion(object, status.abi)
        return true
    }

    /// Asks for a call of `onAsyncCompletion`, which then gives the result. Any thread.
    ///
    /// Answers false when the result has been given already or the host refuses.
    @discardableResult
    public func post(bytes: UInt32 = 0) -> Bool {
        let object = UnsafeMutablePointer<IHttpContext>(bitPattern: address.load(ordering: .acquiring))
        guard let object else { return false }
        return IHttpContext_PostCompletion(object, bytes) >= 0
    }

    /// Takes the result away: the notification has ended in another way.
    func expire() {
        address.store(0, ordering: .releasing)
    }
}
