// What in a server's file has no effect: what protects and is not enforced, and what nothing reads.
extension ServerFile {
    /// What protects something, and would be believed to although nothing here does it.
    static func unprotected(
        _ written: [ConfigurationTree.Written], _ tree: ConfigurationTree
    ) -> [ConfigurationMistake] {
        let accepted = tree.unenforced
        let claimed = tree.schemas.claimed
        let unserved = unservedSites(tree)
        func isServed(_ path: ConfigurationPath) -> Bool {
            path.depth == 0 || unserved?(path.segments[0]) != true
        }
        let known = written.filter {
            isServed($0.path) && !claimed.contains($0.name) && Protection.isMeant(by: $0.effective.element, $0.name)
        }.map { Protection.Guarded(name: $0.name, place: $0.place) }
        let unknown = tree.server.unknown.filter { isServed($0.path) }.flatMap {
            Protection.guarded(byUnknown: $0.element, $0.name)
        }
        return (known + unknown).filter { !accepted.covers($0.name) }.map { Protection.mistake($0.name, $0.place) }
    }

    /// Says of the first name of a path whether no site of that name is to be served; nil if the file has no sites. One of which
    /// something is wrong is to be.
    private static func unservedSites(_ tree: ConfigurationTree) -> ((String) -> Bool)? {
        let items = tree.section("system.applicationHost/sites", at: .server)?.element.items ?? []
        guard !items.isEmpty else { return nil }
        let served = items.filter { item in
            item.bool("serverAutoStart")
                && item.child("bindings")?.items.contains {
                    ["http", "https"].contains($0.string("protocol").lowercased())
                } == true
        }
        let names = Set(served.map { $0.string("name").lowercased() })
        return { !names.contains($0) }
    }

    /// Locations for sites that are not served. Without sites somebody may take the path for one of the one site, and rely on it.
    static func strays(
        _ tree: ConfigurationTree
    ) -> (mistakes: [ConfigurationMistake], notices: [ConfigurationMistake]) {
        let only = SiteConfiguration().name
        let locations = tree.server.locations.filter { $0.path.depth > 0 }
        guard let isUnserved = unservedSites(tree) else {
            let strays = locations.filter { $0.path.segments[0] != only.lowercased() }
            return (
                strays.map {
                    let path = $0.path.segments.joined(separator: "/")
                    return ConfigurationMistake(
                        $0.place,
                        "a path begins with the name of its site, as in \(only)/\(path); there is only that one")
                }, []
            )
        }
        let items = tree.section("system.applicationHost/sites", at: .server)?.element.items ?? []
        let names = Dictionary(
            items.map { ($0.string("name").lowercased(), $0.string("name")) }, uniquingKeysWith: { first, _ in first })
        let notices = locations.filter { isUnserved($0.path.segments[0]) }.map { layer in
            let site = layer.path.segments[0]
            let name = names[site] ?? layer.text.split(separator: "/").first.map(String.init) ?? site
            let fate = names[site] == nil ? "not there" : "not served"
            return ConfigurationMistake(
                layer.place, "the location is of the site \"\(name)\", which is \(fate)", alike: site)
        }
        return ([], ConfigurationMistakes.folded(notices))
    }

    /// What sites that are served say of themselves, that whoever wrote it relies on, and that nothing here does.
    static func settingsWithoutEffect(
        _ tree: ConfigurationTree, _ sites: ConfiguredSites
    ) -> [ConfigurationMistake] {
        let served = Set(sites.sites.map(\.name))
        let items = tree.section("system.applicationHost/sites", at: .server)?.element.items ?? []
        var notices: [ConfigurationMistake] = []
        func tell(_ attribute: String, of element: ConfigurationElement, _ reason: String) {
            let text = "\(attribute) of \(element.name) has no effect, since \(reason)"
            notices.append(ConfigurationMistake(element.place(of: attribute), text, alike: attribute))
        }
        for item in items where served.contains(item.string("name")) {
            if let hsts = item.child("hsts"), hsts.bool("redirectHttpToHttps") {
                tell("redirectHttpToHttps", of: hsts, "https is not served yet; requests are answered without it")
            }
            guard let limits = item.child("limits") else { continue }
            func isSet(_ name: String) -> Bool { limits.values[name] != nil && limits.int(name) < UInt32.max }
            if isSet("maxConnections") {
                tell("maxConnections", of: limits, "connections are counted for the whole server, by modhost/limits")
            }
            if isSet("maxBandwidth") {
                tell("maxBandwidth", of: limits, "nothing here bounds what a site sends in a second")
            }
        }
        return ConfigurationMistakes(notices).all
    }
}

extension SourceElement {
    /// Whether it says nothing.
    var isEmpty: Bool { attributes.isEmpty && children.isEmpty && !hasText }
}
