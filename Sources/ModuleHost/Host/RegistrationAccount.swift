import HostLog
import OperatingSystem

/// What a module says while its `RegisterModule` runs: the first error that it traces by IHttpServer::GetTraceContext
/// is its own reason, should it fail. Any thread; one for the process, since modules are loaded one after the other.
final class RegistrationAccount: Sendable {
    private struct Content {
        var isOpen = false
        var reason: String?
    }

    private let content = Lock(Content())

    /// A module is about to be asked to register.
    func open() { content.withLock { $0 = Content(isOpen: true) } }

    /// A line that was traced for the process, with the level of QuickTrace. Only what is critical or an error is a reason.
    func note(_ line: String, level: TraceLevel) {
        guard level == .critical || level == .error else { return }
        content.withLock { content in
            if content.isOpen, content.reason == nil { content.reason = ForeignSentence.of(line) }
        }
    }

    /// The module has registered or failed. Its reason, if it gave one.
    func close() -> String? {
        content.withLock { content in
            defer { content = Content() }
            return content.reason
        }
    }
}
