// Has settings that do not fit their section.
import ModuleKit

struct Listing: ModuleSettings {
    static let section = "system.webServer/directoryBrowse"
    let showFlags: Bool
}

struct Misfits: HttpModule, OnExecuteRequestHandler {
    static let settings: [any ModuleSettings.Type] = [Listing.self]

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus { .continue }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Misfits.register(version, registration, server)
}
