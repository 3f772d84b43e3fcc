// Has the method of a notification, and does not name its protocol.
import ModuleKit

struct Forgets: HttpModule {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus { .continue }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Forgets.register(version, registration, server)
}
