// Hello.swift - answers as bench.c does, in Swift.
import ModuleKit

struct Hello: HttpModule, OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        context.response.setStatus(200)
        context.response.headers["Content-Type"] = "text/plain"
        context.response.write("Hello, World\n")
        return .finishRequest
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Hello.register(version, registration, server)
}
