import HostLog
import Synchronization

/// What a module says while its `RegisterModule` runs: the first error that it traces by IHttpServer::GetTraceContext
/// is its own reason, should it fail. Any thread; one for the process, since modules are loaded one after the other.
final class RegistrationAccount: Sendable {
    private struct State {
        var isOpen = false
        var reason: String?
    }

    private let state = Mutex(State())

    /// A module is about to be asked to register.
    func open() { state.withLock { $0 = State(isOpen: true) } }

    /// A line that was traced for the process, with the level of QuickTrace. Only 1 (fatal) and 2 (error) are reasons.
    func note(_ line: String, level: UInt8) {
        guard level == 1 || level == 2 else { return }
        state.withLock { state in
            if state.isOpen, state.reason == nil { state.reason = ForeignSentence.of(line) }
        }
    }

    /// The module has registered or failed. Its reason, if it gave one.
    func close() -> String? {
        state.withLock { state in
            defer { state = State() }
            return state.reason
        }
    }
}
