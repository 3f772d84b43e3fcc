/// Passwords that only the server which wrote a file can read, and that nothing here asks for.
enum EncryptedPasswords {
    /// How an encrypted value begins.
    static let prefix = "[enc:"

    /// The sections whose passwords are of users that nothing here runs as.
    private static let sections: Set = [
        "system.applicationHost/applicationPools", "system.applicationHost/sites",
        "system.webServer/security/authentication/anonymousAuthentication",
    ]

    /// Whether an attribute of a section need not be read.
    static func arePassedOver(_ attribute: String, in section: String) -> Bool {
        attribute == "password" && sections.contains(section)
    }

    /// One sentence about all that a file has.
    static func notice(of file: ConfigurationFile) -> ConfigurationMistake? {
        let found = ([file.top] + file.locations).flatMap(\.sections).filter { sections.contains($0.key) }
            .flatMap { places(in: $0.value) }.sorted { $0.isBefore($1) }
        guard let place = found.first else { return nil }
        let text =
            found.count == 1
            ? "this password is encrypted and cannot be read here; it has no effect"
            : "this and \(found.count - 1) more passwords are encrypted and cannot be read here; they have no effect"
        return ConfigurationMistake(place, text)
    }

    private static func places(in element: SourceElement) -> [ConfigurationPlace] {
        element.attributes.filter { $0.name == "password" && $0.value.hasPrefix(prefix) }.map(\.place)
            + element.children.flatMap(places)
    }
}
