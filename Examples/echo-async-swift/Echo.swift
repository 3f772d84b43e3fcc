// Echo.swift - answers POST /echo/swift with the body of the request, piece by piece as it comes.
import ModuleKit

struct Echo: HttpModule, OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        guard context.request.path == "/echo/swift", context.request.method == "POST" else { return .continue }
        context.response.setStatus(200)
        context.response.headers["Content-Type"] = "application/octet-stream"
        // The work runs when this notification has returned. Each `await` in it gives the thread to others.
        return context.pending { context in
            for try await piece in context.request.pieces() {
                try await context.response.write(piece)
                try await context.response.flush()
            }
            return .finishRequest
        }
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Echo.register(version, registration, server)
}
