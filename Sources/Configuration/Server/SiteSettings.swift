// What modhost says of sites beside what IIS says of them.
extension ConfigurationTree {
    /// Whether the folders of a site may have web.config files; nil if the file does not say so.
    package func webConfig(ofSite name: String) -> Bool? {
        let sites = section("modhost/sites", at: .server)?.element.items ?? []
        guard let site = sites.first(where: { $0.key == [name.lowercased()] }), site.values["webConfig"] != nil else {
            return nil
        }
        return site.bool("webConfig")
    }
}

extension ServerFile {
    /// Where sites and what takes their place are both said, and settings of sites that are not there.
    static func besideSites(_ tree: ConfigurationTree) -> [ConfigurationMistake] {
        let sites = tree.section("system.applicationHost/sites", at: .server)?.element.items ?? []
        let settings = tree.section("modhost/sites", at: .server)?.element.items ?? []
        var mistakes = settings.filter { entry in !sites.contains { $0.key == entry.key } }.map {
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
