// Visits.swift - answers /visits/swift with a count: what is kept with a request, and what with a worker.
import Glibc
import ModuleKit
import Synchronization

/// A class, of which each request has an instance of its own: its properties are the request's.
final class Visits: HttpModule, OnExecuteRequestHandler, OnEndRequest {
    /// Kept with the worker: one for all requests, used by many threads at once.
    private static let count = Mutex(0)

    /// Kept with the request; nil unless it is ours.
    private var start: ContinuousClock.Instant?

    /// The last at the end, so that the work of the other modules is in the time.
    static let priorities = [NotificationPriority(.endRequest, .last)]

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        guard context.request.path == "/visits/swift" else { return .continue }
        start = .now
        let number = Self.count.withLock { count in
            count += 1
            return count
        }
        context.response.setStatus(200)
        context.response.headers["Content-Type"] = "text/plain"
        context.response.write("request \(number) of worker \(getpid())\n")
        return .finishRequest
    }

    /// Comes for every request, on another thread perhaps, to the same instance.
    func onEndRequest(_ context: HttpContext) throws -> NotificationStatus {
        if let start {
            let time = Int((ContinuousClock.now - start) / .microseconds(1))
            context.log("A visit took \(time) microseconds.")
        }
        return .continue
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Visits.register(version, registration, server)
}
