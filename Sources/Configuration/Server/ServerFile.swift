/// The configuration file of a server, read and checked.
package struct ServerFile: Sendable {
    /// Bytes that a file may have at most.
    package static let largest = XMLReader.largestFile

    package let tree: ConfigurationTree
    /// The sites that it has; their folders from the folder of the file on.
    package let sites: ConfiguredSites
    /// What the file has that nothing here reads: a sentence each.
    package let notices: [ConfigurationMistake]
    /// What the paths in it stand for.
    package let paths: ConfiguredPaths

    /// What is wrong with the file so far; see `fill` for the rest.
    package let mistakes: [ConfigurationMistake]

    /// Takes the bytes of the file `name`, and what is said beside it. Throws what is wrong if nothing of the file can be read.
    /// `variables` is what `%NAME%` in it stands for; `read` reads the files that it names as sources of sections.
    package init(
        _ name: String, _ bytes: [UInt8], _ overrides: ConfigurationOverrides = ConfigurationOverrides(),
        variables: EnvironmentVariables = .none, read: ConfigurationFile.FileReader? = nil
    ) throws(ConfigurationMistakes) {
        let schemas = SchemaSet.builtIn
        let (file, formal) = ConfigurationFile.read(name, bytes, path: .server, schemas: schemas, read: read)
        guard let file else { throw ConfigurationMistakes(formal) }
        self.init(file, formal, overrides, schemas, variables)
    }

    /// No file, and what is said nevertheless.
    package init(_ overrides: ConfigurationOverrides) {
        let empty = SourceElement("configuration", .commandLine)
        let schemas = SchemaSet.builtIn
        self.init(ConfigurationFile(empty, path: .server, schemas: schemas), [], overrides, schemas, .none)
    }

    private init(
        _ file: ConfigurationFile, _ formal: [ConfigurationMistake], _ overrides: ConfigurationOverrides,
        _ schemas: SchemaSet, _ variables: EnvironmentVariables
    ) {
        tree = ConfigurationTree(file, schemas: schemas, overrides: overrides, variables: variables)
        paths = ConfiguredPaths(tree)
        let written = tree.written()
        let modules = ConfiguredModules(tree)
        sites = Self.sites(tree, paths)
        mistakes =
            formal + written.flatMap(\.effective.mistakes)
            + Self.unprotected(written, file.unknown, tree) + modules.mistakes + Self.unknownExceptions(file, tree)
            + sites.mistakes + Self.idleAddresses(tree, sites) + paths.mistakes
        notices =
            modules.notices + sites.notices + Self.unread(written)
            + file.unknown.map { name, element in
                ConfigurationMistake(element.place, "the section \(name) is not known here and has no effect")
            }
    }

    /// The sections that this server goes by.
    private static let read: Set = [
        "modhost/server", "modhost/listen", "modhost/site", "modhost/limits", "modhost/proxies", "modhost/log",
        "modhost/modules", "system.webServer/globalModules", "system.webServer/modules", "system.webServer/handlers",
        "system.applicationHost/sites",
    ]

    private static func unread(_ written: [ConfigurationTree.Written]) -> [ConfigurationMistake] {
        var told: Set<String> = []
        return written.filter { !read.contains($0.name) && told.insert($0.name).inserted }.map {
            ConfigurationMistake($0.place, "no module of this server reads the section \($0.name); it has no effect")
        }
    }

    private static func sites(_ tree: ConfigurationTree, _ paths: ConfiguredPaths) -> ConfiguredSites {
        let section = tree.section("system.applicationHost/sites", at: .server)?.element
        let links = tree.section("modhost/site", at: .server)?.element.choice("symlinks", SymbolicLinks.self)
        let empty = ConfigurationElement(ElementSchema(name: "sites"))
        return ConfiguredSites(section ?? empty, links: links ?? .inside) { item in
            item.place?.isYAML == false
        } path: { text, place throws(ConfigurationMistake) in
            try paths.path(text, of: "physicalPath", at: place)
        }
    }

    /// Where sites say where to listen, nothing else does; and each server listens somewhere.
    private static func idleAddresses(_ tree: ConfigurationTree, _ sites: ConfiguredSites) -> [ConfigurationMistake] {
        let section = tree.section("system.applicationHost/sites", at: .server)?.element
        guard let section, !section.items.isEmpty else { return [] }
        var mistakes: [ConfigurationMistake] = []
        if let place = tree.section("modhost/listen", at: .server)?.element.place {
            mistakes.append(
                ConfigurationMistake(
                    place, "listen is for a server without sites; here the bindings of the sites say where to listen"))
        }
        if let root = tree.section("modhost/site", at: .server)?.element.values["root"] {
            mistakes.append(
                ConfigurationMistake(
                    root.place, "root is for a server without sites; here each application has its physicalPath"))
        }
        if sites.sites.isEmpty, sites.mistakes.isEmpty, let place = section.place {
            mistakes.append(
                ConfigurationMistake(
                    place, "no site is served; give one of them a binding by http, or take all of them out"))
        }
        return mistakes
    }

    /// What protects something, and would be believed to although nothing here does it.
    private static func unprotected(
        _ written: [ConfigurationTree.Written], _ unknown: [(name: String, element: SourceElement)],
        _ tree: ConfigurationTree
    ) -> [ConfigurationMistake] {
        let accepted = tree.section("modhost/server", at: .server)?.element.child("unenforced")?.items.map {
            $0.string("section").lowercased()
        }
        let protecting =
            written.filter { Protection.isMeant(by: $0.effective.element, $0.name) }.map { ($0.name, $0.place) }
            + unknown.filter { Protection.isMeant(byUnknown: $0.element, $0.name) }.map { ($0.name, $0.element.place) }
        return protecting.filter { accepted?.contains($0.0.lowercased()) != true }.map { name, place in
            ConfigurationMistake(
                place,
                "the section \(name) protects something, and nothing here enforces it; take it out, or list it under \"unenforced\""
            )
        }
    }

    /// What is listed as not enforced and is no section: nothing would be accepted by it.
    private static func unknownExceptions(
        _ file: ConfigurationFile, _ tree: ConfigurationTree
    ) -> [ConfigurationMistake] {
        let listed = tree.section("modhost/server", at: .server)?.element.child("unenforced")?.items ?? []
        let known = tree.schemas.names + file.unknown.map(\.name)
        return listed.filter { item in !known.contains { $0.lowercased() == item.string("section").lowercased() } }.map
        {
            ConfigurationMistake($0.place(of: "section"), "unenforced: \(tree.schemas.unknown($0.string("section")))")
        }
    }
}

/// All that is wrong with a configuration.
package struct ConfigurationMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    package let all: [ConfigurationMistake]

    package init(_ mistakes: [ConfigurationMistake]) {
        var seen: Set<ConfigurationMistake> = []
        all = mistakes.filter { seen.insert($0).inserted }
            .sorted { $0.place.isBefore($1.place) }
    }

    package var description: String { all.map(\.description).joined(separator: "\n") }
}
