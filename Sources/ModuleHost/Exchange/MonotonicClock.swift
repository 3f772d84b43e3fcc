import Glibc

/// The clock of GetRequestStartTime and GetRequestElapsedTime: milliseconds since the machine started.
enum MonotonicClock {
    /// Read from the coarse clock, which costs a few nanoseconds and is exact to some milliseconds.
    static func milliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
