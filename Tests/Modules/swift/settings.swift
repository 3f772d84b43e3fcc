// Answers with its settings.
import ModuleKit

struct Listing: ModuleSettings {
    static let section = "system.webServer/directoryBrowse"
    let enabled: Bool
    let showFlags: String
    let virtualDirectoryTimeout: UInt32
}

struct Documents: ModuleSettings {
    static let section = "system.webServer/defaultDocument"
    let enabled: Bool
    let files: [File]

    struct File: Decodable { let value: String }
}

struct Told: HttpModule, OnExecuteRequestHandler {
    static let settings: [any ModuleSettings.Type] = [Listing.self, Documents.self]

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        let listing = try context.configuration(Listing.self)
        let documents = try context.configuration(Documents.self)
        context.response.write(
            "\(listing.enabled) \(listing.showFlags) \(listing.virtualDirectoryTimeout) "
                + "\(documents.enabled) \(documents.files.count)\n")
        return .finishRequest
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Told.register(version, registration, server)
}
