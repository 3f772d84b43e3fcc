import CProcess
import Glibc

/// Signals that must not end a process of this server, and that it has no use for.
///
/// They are not ignored, which the programs that a module starts would inherit, but have a handler that does nothing.
package enum PassedOverSignals {
    /// SIGPIPE is output to a client or reader that has gone; SIGXFSZ is output to a file that has reached its limit. The call
    /// that made the output then fails, and whoever made it deals with that.
    package static let inSupervisor = [SIGPIPE, SIGXFSZ]

    /// The same, and SIGINT, which a terminal sends to stop the supervisor.
    package static let inWorker = inSupervisor + [SIGINT]

    /// Has this process pass over `signals` from now on.
    package static func install(_ signals: [Int32]) {
        for signal in signals { SignalIgnorance_Install(signal) }
    }
}
