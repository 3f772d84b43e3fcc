internal import Glibc

/// The place where one thread sleeps until another wakes it. Wake-ups are counted: one that comes before the sleep is
/// not lost.
///
/// Waking costs one system call if the thread sleeps and none if it does not. Each thread of the pool has a spot of
/// its own, so that the pool chooses whom it wakes. Time limits follow the monotonic clock: setting the clock of the
/// machine does not shorten or stretch a sleep.
package final class ParkingSpot: @unchecked Sendable {
    // Safety: every access to the parts happens under their mutex; the pointer never changes, and the memory lives as
    // long as this object, which the threads that wake or sleep hold meanwhile.
    private let parts: UnsafeMutablePointer<Parts>

    private struct Parts {
        var mutex = pthread_mutex_t()
        var condition = pthread_cond_t()
        var wakeUps = 0
    }

    /// Makes a spot with no wake-up pending.
    package init() {
        parts = .allocate(capacity: 1)
        parts.initialize(to: Parts())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(&parts.pointee.condition, &attributes)
        pthread_condattr_destroy(&attributes)
        pthread_mutex_init(&parts.pointee.mutex, nil)
    }

    deinit {
        pthread_cond_destroy(&parts.pointee.condition)
        pthread_mutex_destroy(&parts.pointee.mutex)
        parts.deallocate()
    }

    /// Wakes the sleeper, or lets its next sleep return at once. Called by any thread.
    package func wake() {
        pthread_mutex_lock(&parts.pointee.mutex)
        parts.pointee.wakeUps += 1
        pthread_mutex_unlock(&parts.pointee.mutex)
        pthread_cond_signal(&parts.pointee.condition)
    }

    /// Sleeps until a wake-up comes.
    package func sleep() {
        pthread_mutex_lock(&parts.pointee.mutex)
        while parts.pointee.wakeUps == 0 {
            pthread_cond_wait(&parts.pointee.condition, &parts.pointee.mutex)
        }
        parts.pointee.wakeUps -= 1
        pthread_mutex_unlock(&parts.pointee.mutex)
    }

    /// Sleeps until a wake-up comes or `limit` has passed.
    ///
    /// - Returns: true if it was woken, false if the time ran out.
    package func sleep(atMost limit: Duration) -> Bool {
        var end = Self.monotonicTime(after: limit)
        pthread_mutex_lock(&parts.pointee.mutex)
        defer { pthread_mutex_unlock(&parts.pointee.mutex) }
        while parts.pointee.wakeUps == 0 {
            let outcome = pthread_cond_timedwait(&parts.pointee.condition, &parts.pointee.mutex, &end)
            if outcome != 0 && parts.pointee.wakeUps == 0 { return false }
        }
        parts.pointee.wakeUps -= 1
        return true
    }

    private static func monotonicTime(after delay: Duration) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let (seconds, attoseconds) = max(.zero, delay).components
        // A century is as good as for ever, and cannot overflow.
        time.tv_sec += Int(min(seconds, 3_155_760_000))
        time.tv_nsec += Int(attoseconds / 1_000_000_000)
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_sec += 1
            time.tv_nsec -= 1_000_000_000
        }
        return time
    }
}
