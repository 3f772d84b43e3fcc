import LanguageChoice
import ModuleKit

/// Answers /greet in the language that the client likes best.
struct Greeting: HttpModule, OnExecuteRequestHandler {
    private static let greetings = ["de": "Guten Tag", "en": "Good day", "fr": "Bonjour"]
    private static let choice = LanguageChoice(greetings.keys.sorted(), otherwise: "en")

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        guard context.request.path == "/greet" else { return .continue }
        let language = Self.choice.best(for: context.request.headers["Accept-Language"] ?? "")
        context.response.setStatus(200)
        context.response.headers["Content-Type"] = "text/plain; charset=utf-8"
        context.response.headers["Content-Language"] = language
        // A cache must not give one client's language to another.
        context.response.headers["Vary"] = "Accept-Language"
        context.response.write("\(Self.greetings[language] ?? "")\n")
        return .finishRequest
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Greeting.register(version, registration, server)
}
