import CSharedPage

/// What this process inherited from whoever started it.
package enum LaunchState {
    /// Sets right what would keep the program from working: closed standard descriptors, blocked and ignored signals, small
    /// limits. What cannot be changed is left, and is told by whatever then fails.
    ///
    /// Called first in `main`, for each command and for workers alike, while there is one thread.
    package static func setRight() {
        LaunchState_OpenStandardDescriptors()
        LaunchState_ResetSignals()
        LaunchState_RaiseLimits()
    }
}
