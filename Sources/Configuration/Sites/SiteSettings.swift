// What modhost says of sites beside what IIS says of them.
extension ConfigurationTree {
    /// Whether the folders of sites may have web.config files, by the names of the sites in small letters; sites of which the file
    /// does not say so are not there.
    package func webConfigs() -> [String: Bool] {
        let sites = section("modhost/sites", at: .server)?.element.items ?? []
        let said = sites.filter { $0.values["webConfig"] != nil }
        return Dictionary(
            said.map { ($0.string("name").lowercased(), $0.bool("webConfig")) }, uniquingKeysWith: { first, _ in first }
        )
    }
}

extension ServerFile {
    /// Where sites and what takes their place are both said, and settings of sites that are not there.
    static func besideSites(_ tree: ConfigurationTree) -> [ConfigurationMistake] {
        let sites = tree.section("system.applicationHost/sites", at: .server)?.element.items ?? []
        let settings = tree.section("modhost/sites", at: .server)?.element.items ?? []
        let known = Set(sites.map(\.key))
        var mistakes = settings.filter { !known.contains($0.key) }.map {
            ConfigurationMistake(
                $0.place(of: "name"), "the site \"\($0.string("name"))\" is not among the sites; take its settings out")
        }
        guard !sites.isEmpty else { return mistakes }
        if let place = tree.section("modhost/listen", at: .server)?.element.place {
            mistakes.append(
                ConfigurationMistake(place, "listen is only where there are no sites; give each site its bindings"))
        }
        if let root = tree.section("modhost/site", at: .server)?.element.values["root"] {
            mistakes.append(
                ConfigurationMistake(
                    root.place, "root is only where there are no sites; give each site its physicalPath"))
        }
        return mistakes
    }
}
