// The smallest module in Swift.
import ModuleKit

struct Nothing: HttpModule, OnBeginRequest {
    func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus { .continue }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Nothing.register(version, registration, server)
}
