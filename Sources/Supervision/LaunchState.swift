import CProcess
import Glibc

/// What this process inherited from the one that started it.
package enum LaunchState {
    /// What the program was started with, after its own name.
    package static var arguments: [String] {
        let count = LaunchState_ArgumentCount()
        return stride(from: 1, to: count, by: 1).compactMap { LaunchState_Argument($0).map { String(cString: $0) } }
    }

    /// The name that the program was called by.
    package static var programName: String { LaunchState_Argument(0).map { String(cString: $0) } ?? "modhost" }

    /// Sets right what would keep the program from working: closed standard descriptors, blocked and ignored signals, small
    /// limits. What cannot be changed is left, and is told by whatever then fails.
    ///
    /// Called first in `main`, for each command and for workers alike, while there is one thread.
    package static func setRight() {
        LaunchState_OpenStandardDescriptors()
        // It may come before a server catches it, from a program that rotates logs.
        IgnoredSignals.install([SIGUSR1])
        LaunchState_ResetSignals()
        LaunchState_RaiseLimits()
        // What is printed into a file that has reached its limit is lost, and the program goes on to say why it fails.
        IgnoredSignals.install([SIGXFSZ])
    }
}
