// Throws, in a notification and in a task. The path says what.
import ModuleKit

struct Inner: Error, CustomStringConvertible {
    let description = "password=hunter2"
}

struct Throws: HttpModule, OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        switch context.request.path {
        case "/inner": throw Inner()
        case "/task":
            return context.pending { _ in throw Inner() }
        case "/verb":
            context.response.headers["Allow"] = "GET"
            context.response.headers["Content-Type"] = "image/png"
            throw ModuleError(
                status: 405, reason: "Not That", details: "only <GET> & co", headers: ["Retry-After": "9"])
        case "/busy": throw ModuleError(status: 503, details: "the well is dry")
        default: return .continue
        }
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Throws.register(version, registration, server)
}
