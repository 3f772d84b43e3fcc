#if DEBUG
internal import CProcess
internal import Synchronization
#else
package import Synchronization
#endif

#if DEBUG
/// A value that one thread at a time may use: a `Mutex` of which ThreadSanitizer knows.
///
/// A `Mutex` sleeps and wakes inside the Swift library, which the sanitizer does not see; it would take threads that met
/// there for threads that did not wait for each other. So in a debug build the lock has a mark, by which it tells what it
/// does. In a release build it is the `Mutex` itself. It stays where it was made: keep it in a `let`.
package struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let mark = LockMark_Make()

    /// A lock that is free, and what it guards.
    package init(_ value: consuming sending Value) {
        mutex = Mutex(value)
    }

    deinit { LockMark_Free(mark) }

    /// Waits for the lock and runs `body` with the value.
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        LockMark_WillLock(mark, 0)
        defer { LockMark_DidUnlock(mark) }
        return try mutex.withLock { value throws(Failure) -> sending Result in
            LockMark_DidLock(mark, 0)
            defer { LockMark_WillUnlock(mark) }
            return try body(&value)
        }
    }

    /// Runs `body` with the value if the lock is free at once; nil if another thread has it.
    package borrowing func withLockIfAvailable<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result? {
        LockMark_WillLock(mark, 1)
        var hadLock = false
        defer { if hadLock { LockMark_DidUnlock(mark) } else { LockMark_DidNotLock(mark) } }
        return try mutex.withLockIfAvailable { value throws(Failure) -> sending Result in
            hadLock = true
            LockMark_DidLock(mark, 1)
            defer { LockMark_WillUnlock(mark) }
            return try body(&value)
        }
    }
}
#else
/// A value that one thread at a time may use. In a debug build ThreadSanitizer knows of it.
package typealias Lock<Value: ~Copyable> = Mutex<Value>
#endif
