// Hello.swift - a module in Swift. It answers /swift and passes on every other request.
import ModuleKit

struct Hello: HttpModule, OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        guard context.request.path == "/swift" else { return .continue }
        context.response.setStatus(200)
        context.response.headers["Content-Type"] = "text/plain"
        context.response.write("Hello from Swift\n")
        return .finishRequest
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Hello.register(version, registration, server)
}
