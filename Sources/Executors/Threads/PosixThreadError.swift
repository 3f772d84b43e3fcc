internal import Glibc

/// The system refused to start a thread.
package struct PosixThreadError: Error, CustomStringConvertible {
    /// The name that the thread was to have.
    package let name: String
    /// The errno value that `pthread_create` returned.
    package let code: Int32

    /// One sentence for the operator: which thread, why not, and what to raise.
    package var description: String {
        let reason = String(cString: strerror(code))
        let remedy = "raise the limit of threads (ulimit -u, or pids.max of the control group) or allow fewer of them"
        return "cannot start a thread \"\(name)\": \(reason); \(remedy)"
    }
}
