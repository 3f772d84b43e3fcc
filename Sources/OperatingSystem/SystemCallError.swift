import CProcess
import Glibc

/// A call of the system that failed: what was being done, and the system's reason.
///
/// Made right after the call, on the thread that made it, because it reads errno.
package struct SystemCallError: Error, CustomStringConvertible, Hashable, Sendable {
    /// What was being done, as a phrase: "making the pipe to a worker".
    package let activity: String

    /// The errno value.
    package let code: Int32

    /// Notes that `activity` failed for the reason in errno.
    package init(_ activity: String) {
        self.init(activity, code: errno)
    }

    /// Notes that `activity` failed for the reason `code`, an errno value.
    package init(_ activity: String, code: Int32) {
        self.activity = activity
        self.code = code
    }

    /// The reason in the system's words.
    package var reason: String { Self.reason(of: code) }

    /// The sentence for a person.
    package var description: String { "\(activity) failed: \(reason)" + (remedy.map { "; \($0)" } ?? "") }

    /// What to do about it, where that is known: mostly a limit that is in the way.
    package var remedy: String? { Self.remedy(for: code) }

    /// What to do about an errno value that says that a limit is reached, or that there is no room; nil for others.
    package static func remedy(for code: Int32) -> String? {
        switch code {
        case EMFILE: "raise the limit of open files (ulimit -n)"
        case ENFILE: "raise the system's limit of open files (fs.file-max)"
        case EAGAIN: "raise the limit of processes and threads (ulimit -u, or pids.max of the control group)"
        case ENOMEM: "free some memory, or raise its limit (ulimit -v)"
        case ENOBUFS: "free some memory, which the system lacks for sockets"
        case EFBIG: "raise the limit of file sizes (ulimit -f)"
        case ENOSPC, EDQUOT: "free some space"
        default: nil
        }
    }

    /// The system's words for an errno value.
    package static func reason(of code: Int32) -> String {
        ProcessCalls_ErrorText(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
