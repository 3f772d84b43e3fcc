// Clock.swift - a stream of events at /clock/events, one each second, and at /clock a page that listens to it.
import FoundationEssentials
import ModuleKit
import Synchronization

struct Clock: HttpModule, OnExecuteRequestHandler {
    static var globalModule: (any GlobalModule.Type)? { ClockEnd.self }

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        switch context.request.path {
        case "/clock":
            context.response.setStatus(200)
            context.response.headers["Content-Type"] = "text/html; charset=utf-8"
            context.response.write(page)
            return .finishRequest
        case "/clock/events":
            // HEAD has no body, so its stream would never end: nobody could be seen to leave.
            guard context.request.method == "GET" else { throw ModuleError(status: 405, headers: ["Allow": "GET"]) }
            context.response.setStatus(200)
            context.response.headers["Content-Type"] = "text/event-stream"
            context.response.headers["Cache-Control"] = "no-store"
            return context.pending { context in
                try await Self.send(to: context)
                return .finishRequest
            }
        default:
            return .continue
        }
    }

    /// Sends an event each second. No thread waits meanwhile, however many clients listen.
    ///
    /// When the client leaves, the task is cancelled, so the sleep throws, or the flush does. There is nothing to be
    /// caught: the kit knows that this is the way of clients, and the log has no error.
    private nonisolated(nonsending) static func send(to context: HttpContext) async throws {
        // A client that comes back says what it has seen. What it says can be anything.
        var number = Int(context.request.headers["Last-Event-ID"] ?? "") ?? 0
        while !ClockEnd.isNear {
            number = number < Int.max ? number + 1 : 1
            let time = Date.now.formatted(.iso8601)
            try await context.response.write("id: \(number)\nevent: tick\ndata: \(time)\n\n")
            try await context.response.flush()
            try await Task.sleep(for: .seconds(1))
        }
    }
}

/// Hears that the server is to end. It waits for what runs, and these streams would never be over.
struct ClockEnd: GlobalModule, OnGlobalStopListening {
    private static let flag = Atomic(false)

    static var isNear: Bool { flag.load(ordering: .relaxed) }

    func onGlobalStopListening(isGraceful: Bool) throws -> GlobalNotificationStatus {
        Self.flag.store(true, ordering: .relaxed)
        return .continue
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Clock.register(version, registration, server)
}
