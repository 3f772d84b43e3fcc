import Glibc

/// The number of descriptors that this process and its workers may have open.
package enum DescriptorLimit {
    /// Raises the soft limit to the hard one, and returns what is then in force.
    ///
    /// Called once by the supervisor at its start, before it opens sockets; workers inherit the limit. A failure
    /// leaves the limit as it was: the process can run with it.
    @discardableResult
    package static func raise() -> UInt64 {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 0 }
        guard limit.rlim_cur < limit.rlim_max else { return UInt64(limit.rlim_cur) }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return UInt64(before) }
        return UInt64(limit.rlim_cur)
    }
}
