// Settings.swift - answers /settings/swift with what the section system.webServer/greeting says, as it is in force there.
import ModuleKit

/// What the section says; the schema beside the module has the same names.
struct Greeting: ModuleSettings {
    static let section = "system.webServer/greeting"
    let text: String
    let times: Int
    let maxAge: Duration
}

struct Settings: HttpModule, OnExecuteRequestHandler {
    /// Named here, so that it is checked when the module is loaded.
    static let settings: [any ModuleSettings.Type] = [Greeting.self]

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        guard context.request.path == "/settings/swift" else { return .continue }
        // For the place of this request: others may have other settings, and web.config files change.
        let greeting = try context.configuration(Greeting.self)
        context.response.setStatus(200)
        context.response.headers["Content-Type"] = "text/plain; charset=utf-8"
        context.response.headers["Cache-Control"] = "max-age=\(greeting.maxAge.components.seconds)"
        context.response.write(String(repeating: greeting.text, count: greeting.times) + "\n")
        return .finishRequest
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Settings.register(version, registration, server)
}
