// Shout.swift - answers /shout/swift: GET with its query, POST with its body, in capitals.
import ModuleKit

struct Shout: HttpModule, OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        let (request, response) = (context.request, context.response)
        guard request.path == "/shout/swift" else { return .continue }
        let text: String
        switch request.method {
        case "GET", "HEAD":
            // As it was sent: what stands behind the question mark, nothing in it decoded.
            text = (request.query ?? "") + "\n"
        case "POST":
            guard let type = request.headers["Content-Type"], type.hasPrefix("text/plain") else {
                throw ModuleError(status: 415)
            }
            // Waits for the client on this thread. More than the limit is thrown as 413.
            text = String(decoding: try request.body(limit: 64 << 10), as: UTF8.self)
        default:
            throw ModuleError(status: 405, headers: ["Allow": "GET, HEAD, POST"])
        }
        response.setStatus(200)
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
        response.write(text.uppercased())
        return .finishRequest
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Shout.register(version, registration, server)
}
