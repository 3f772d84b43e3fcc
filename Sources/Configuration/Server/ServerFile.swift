/// The configuration file of a server, read and checked.
package struct ServerFile: Sendable {
    /// Bytes that a file may have at most.
    package static let largest = XMLReader.largestFile

    package let tree: ConfigurationTree
    /// What the file has that nothing here reads: a sentence each.
    package let notices: [ConfigurationMistake]
    /// The folder that relative paths in the file begin at.
    private let folder: ConfigurationFolder
    private let loaded: [Module]

    /// What is wrong with the file so far; see `fill` for the rest.
    package let mistakes: [ConfigurationMistake]
    /// What of that is wrong with schemas of modules.
    package let schemaMistakes: [ConfigurationMistake]

    /// A module that is named beside the file.
    package typealias Image = (name: String, path: String)

    /// Takes the bytes of the file `name`, and what is said beside it. Throws what is wrong if nothing of the file can be read.
    ///
    /// `files` is asked for schemas of modules and whether images are there; `modules` are modules that are named beside the file.
    package init(
        _ name: String, _ bytes: [UInt8], _ overrides: ConfigurationOverrides = ConfigurationOverrides(),
        modules: [Image] = [], files: ConfigurationFiles = .none
    ) throws(ConfigurationMistakes) {
        func read(_ schemas: SchemaSet) throws(ConfigurationMistakes) -> (ConfigurationFile, [ConfigurationMistake]) {
            let (file, formal) = ConfigurationFile.read(name, bytes, path: .server, schemas: schemas)
            guard let file else { throw ConfigurationMistakes(formal) }
            return (file, formal)
        }
        // Which modules there are is known before their schemas are, by which the rest is read.
        var (file, formal) = try read(.builtIn)
        let schemas = Self.schemas(file, overrides, modules, files)
        if schemas.set.hasModules { (file, formal) = try read(schemas.set) }
        self.init(file, formal, overrides, schemas, files)
    }

    /// No file, and what is said nevertheless.
    package init(_ overrides: ConfigurationOverrides, modules: [Image] = [], files: ConfigurationFiles = .none) {
        let empty = SourceElement("configuration", .commandLine)
        let file = ConfigurationFile(empty, path: .server, schemas: .builtIn)
        self.init(file, [], overrides, Self.schemas(file, overrides, modules, files), files)
    }

    /// What is known without any module, and what modules bring along.
    private static func schemas(
        _ file: ConfigurationFile, _ overrides: ConfigurationOverrides, _ others: [Image], _ files: ConfigurationFiles
    ) -> ModuleSchemas {
        let tree = ConfigurationTree(file, schemas: .builtIn, overrides: overrides)
        let modules = ConfiguredModules(tree, ConfigurationFolder(of: file.name), files)
        var schemas = ModuleSchemas(.builtIn, files)
        for module in modules.list {
            schemas.add(module.name, image: module.path, schema: modules.schemas[module.name])
        }
        for (name, path) in others { schemas.add(name, image: path, schema: nil) }
        return schemas
    }

    private init(
        _ file: ConfigurationFile, _ formal: [ConfigurationMistake], _ overrides: ConfigurationOverrides,
        _ schemas: ModuleSchemas, _ files: ConfigurationFiles
    ) {
        tree = ConfigurationTree(file, schemas: schemas.set, overrides: overrides)
        folder = ConfigurationFolder(of: file.name)
        let written = tree.written()
        let modules = ConfiguredModules(tree, folder, files)
        loaded = modules.list
        schemaMistakes = schemas.mistakes
        mistakes =
            formal + schemas.mistakes + written.flatMap(\.effective.mistakes) + Self.unserved(written)
            + Self.unprotected(written, file.unknown, tree) + modules.mistakes + Self.unknownExceptions(file, tree)
            + Self.besideSites(tree)
        notices =
            modules.notices + Self.unread(written, tree)
            + file.unknown.map { name, element in
                ConfigurationMistake(element.place, "the section \(name) is not known here and has no effect")
            }
    }

    /// The sections that this server goes by.
    private static let read: Set = [
        "modhost/server", "modhost/listen", "modhost/site", "modhost/limits", "modhost/proxies", "modhost/log",
        "modhost/sites", "modhost/modules", "system.webServer/globalModules", "system.webServer/modules",
    ]

    private static func unread(
        _ written: [ConfigurationTree.Written], _ tree: ConfigurationTree
    ) -> [ConfigurationMistake] {
        // What a module describes it reads.
        var told = tree.schemas.sectionsOfModules
        return written.filter { !read.contains($0.name) && told.insert($0.name).inserted }.map {
            ConfigurationMistake($0.place, "no module of this server reads the section \($0.name); it has no effect")
        }
    }

    /// What would be expected to be served otherwise than it is.
    private static func unserved(_ written: [ConfigurationTree.Written]) -> [ConfigurationMistake] {
        written.compactMap { section in
            if section.name == "system.applicationHost/sites", !section.effective.element.items.isEmpty {
                return ConfigurationMistake(
                    section.place,
                    "sites are not served yet; give the one site its addresses by \"listen\" and its folder by \"root\""
                )
            }
            if section.name.hasPrefix("modhost/") || section.name == "system.webServer/modules"
                || section.name == "system.webServer/globalModules", section.path.depth > 0
            {
                return ConfigurationMistake(
                    section.place, "the section \(section.name) is for the whole server; take it out of the location")
            }
            return nil
        }
    }

    /// What protects something, and would be believed to although nothing here does it.
    private static func unprotected(
        _ written: [ConfigurationTree.Written], _ unknown: [(name: String, element: SourceElement)],
        _ tree: ConfigurationTree
    ) -> [ConfigurationMistake] {
        let accepted = tree.section("modhost/server", at: .server)?.element.child("unenforced")?.items.map {
            $0.string("section").lowercased()
        }
        // What only a module's own schema describes that module enforces.
        let claimed = tree.schemas.sectionsOfModules.subtracting(SchemaSet.builtIn.names)
        let protecting =
            written.filter { !claimed.contains($0.name) && Protection.isMeant(by: $0.effective.element, $0.name) }
            .map { ($0.name, $0.place) }
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

    /// A path of the file, from the folder of the file on.
    package func path(_ text: String) -> String { folder.path(text) }

    /// The modules in the order of the file.
    package func modules() -> [Module] { loaded }
}

/// All that is wrong with a configuration.
package struct ConfigurationMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    package let all: [ConfigurationMistake]

    package init(_ mistakes: [ConfigurationMistake]) {
        var seen: Set<ConfigurationMistake> = []
        all = mistakes.filter { seen.insert($0).inserted }
            .sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }

    package var description: String { all.map(\.description).joined(separator: "\n") }
}
