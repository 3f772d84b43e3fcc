// Sections that stand in a file and that nothing here reads.
extension ConfigurationTree {
    /// The sections that this server goes by.
    private static let read: Set = [
        "modhost/server", "modhost/listen", "modhost/site", "modhost/limits", "modhost/proxies", "modhost/log",
        "modhost/sites", "modhost/modules", "system.webServer/globalModules", "system.webServer/modules",
        "system.webServer/handlers", "system.applicationHost/sites", "system.applicationHost/applicationPools",
    ]

    /// What in the file of a folder has no effect: a sentence about all sections that nothing reads, one about those that nothing
    /// describes, and one about passwords that cannot be read.
    package func notices(of file: ConfigurationFile) -> [ConfigurationMistake] {
        let said = ([file.top] + file.locations).flatMap(\.sections).filter { !$0.value.isEmpty }
            .map { (name: $0.key, place: $0.value.place) }.sorted { $0.place.isBefore($1.place) }
        return [EncryptedPasswords.notice(of: file)].compactMap(\.self) + withoutEffect(said, file)
    }

    /// A sentence about those of the sections `said`, which a file has, that nothing reads, and one about those that nothing
    /// describes.
    func withoutEffect(
        _ said: [(name: String, place: ConfigurationPlace)], _ file: ConfigurationFile
    ) -> [ConfigurationMistake] {
        // What a module describes it reads.
        let ofModules = schemas.sectionsOfModules
        let unread = said.filter { !Self.read.contains($0.name) && !ofModules.contains($0.name) }
        let unknown = file.unknown.filter { !$0.element.isEmpty }.map { (name: $0.name, place: $0.element.place) }
            .sorted { $0.place.isBefore($1.place) }
        return [
            Self.sentence(unread) { names, isOne in
                "no module of this server reads \(names); \(isOne ? "it has" : "they have") no effect"
            },
            Self.sentence(unknown) { names, isOne in
                "\(names) \(isOne ? "is" : "are") not known here and \(isOne ? "has" : "have") no effect"
            },
        ].compactMap(\.self)
    }

    /// Names that one sentence has. A whole file of IIS has less, and one that is made for it cannot fill the log.
    private static let most = 60

    /// One sentence at the first place about sections, each named once.
    private static func sentence(
        _ sections: [(name: String, place: ConfigurationPlace)], _ text: (_ names: String, _ isOne: Bool) -> String
    ) -> ConfigurationMistake? {
        guard let place = sections.first?.place else { return nil }
        var told: Set<String> = []
        let names = sections.map(\.name).filter { told.insert($0).inserted }
        guard names.count > 1 else { return ConfigurationMistake(place, text("the section \(names[0])", true)) }
        let rest = names.count - most
        let last = rest > 0 ? "\(rest) more" : names[names.count - 1]
        let list = "\(names.prefix(min(most, names.count - 1)).joined(separator: ", ")) and \(last)"
        return ConfigurationMistake(place, text("the sections \(list)", false))
    }
}
