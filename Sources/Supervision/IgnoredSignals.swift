import CProcess
import Glibc

/// Signals that this server ignores, since they must not end it.
///
/// They are ignored by a handler that does nothing, and not by SIG_IGN, which the programs that a module starts would inherit.
package enum IgnoredSignals {
    /// SIGPIPE is output to a client or reader that has gone; SIGXFSZ is output to a file that has reached its limit. The call
    /// that made the output then fails, and its caller deals with that.
    package static let inSupervisor = [SIGPIPE, SIGXFSZ]

    /// The same, and SIGINT, which a terminal sends to stop the supervisor.
    package static let inWorker = inSupervisor + [SIGINT]

    /// Has this process ignore `signals` from now on.
    package static func install(_ signals: [Int32]) {
        for signal in signals { IgnoredSignal_Install(signal) }
    }
}
