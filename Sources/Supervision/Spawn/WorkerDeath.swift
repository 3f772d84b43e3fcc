import CProcess

/// How a process ended, as the system says. A value.
package enum WorkerDeath: Hashable, Sendable, CustomStringConvertible {
    /// By exit, with this code.
    case exited(code: Int32)

    /// By this signal.
    case signalled(Int32)

    /// Reads the status that waitpid gives.
    package init(waitStatus status: Int32) {
        let signal = status & 0x7F
        self = signal == 0 ? .exited(code: (status >> 8) & 0xFF) : .signalled(signal)
    }

    /// "with exit code 3", "by SIGKILL".
    package var description: String {
        switch self {
        case .exited(let code): "with exit code \(code)"
        case .signalled(let signal): "by \(Self.name(ofSignal: signal))"
        }
    }

    /// The usual name of a signal: "SIGSEGV"; "signal 40" where there is none.
    package static func name(ofSignal signal: Int32) -> String {
        ProcessCalls_SignalAbbreviation(signal).map { "SIG" + String(cString: $0) } ?? "signal \(signal)"
    }
}
