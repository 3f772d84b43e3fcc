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
    /// The application pools.
    package let pools: ConfiguredPools
    private let loaded: [Module]

    /// What is wrong with the file so far; see `fill` for the rest.
    package let mistakes: [ConfigurationMistake]
    /// What of that is wrong with schemas of modules.
    package let schemaMistakes: [ConfigurationMistake]

    /// A module that is named beside the file.
    package typealias Image = (name: String, path: String)

    /// Takes the bytes of the file `name`, and what is said beside it. Throws what is wrong if nothing of the file can be read.
    ///
    /// `files` is asked for schemas of modules, for sections that are in files of their own, and whether images are there; `modules`
    /// are modules that are named beside the file, and `variables` is what `%NAME%` in it stands for.
    package init(
        _ name: String, _ bytes: [UInt8], _ overrides: ConfigurationOverrides = ConfigurationOverrides(),
        modules: [Image] = [], files: ConfigurationFiles = .none, variables: EnvironmentVariables = .none
    ) throws(ConfigurationMistakes) {
        func read(_ schemas: SchemaSet) throws(ConfigurationMistakes) -> (ConfigurationFile, [ConfigurationMistake]) {
            let (file, formal) = ConfigurationFile.read(name, bytes, path: .server, schemas: schemas, read: files.read)
            guard let file else { throw ConfigurationMistakes(formal) }
            return (file, formal)
        }
        // Which modules there are is known before their schemas are, by which the rest is read.
        var (file, formal) = try read(.builtIn)
        let schemas = Self.schemas(file, overrides, modules, files, variables)
        if schemas.set.hasModules { (file, formal) = try read(schemas.set) }
        self.init(file, formal, overrides, schemas, files, variables)
    }

    /// No file, and what is said nevertheless.
    package init(_ overrides: ConfigurationOverrides, modules: [Image] = [], files: ConfigurationFiles = .none) {
        let empty = SourceElement("configuration", .commandLine)
        let file = ConfigurationFile(empty, path: .server, schemas: .builtIn)
        self.init(file, [], overrides, Self.schemas(file, overrides, modules, files, .none), files, .none)
    }

    /// What is known without any module, and what modules bring along.
    private static func schemas(
        _ file: ConfigurationFile, _ overrides: ConfigurationOverrides, _ others: [Image], _ files: ConfigurationFiles,
        _ variables: EnvironmentVariables
    ) -> ModuleSchemas {
        let tree = ConfigurationTree(file, schemas: .builtIn, overrides: overrides, variables: variables)
        let modules = ConfiguredModules(tree, ConfiguredPaths(tree), files)
        var schemas = ModuleSchemas(.builtIn, files)
        for module in modules.list {
            schemas.add(module.name, image: module.path, schema: modules.schemas[module.name])
        }
        for (name, path) in others { schemas.add(name, image: path, schema: nil) }
        return schemas
    }

    private init(
        _ file: ConfigurationFile, _ formal: [ConfigurationMistake], _ overrides: ConfigurationOverrides,
        _ schemas: ModuleSchemas, _ files: ConfigurationFiles, _ variables: EnvironmentVariables
    ) {
        tree = ConfigurationTree(file, schemas: schemas.set, overrides: overrides, variables: variables)
        paths = ConfiguredPaths(tree)
        let written = tree.written()
        let modules = ConfiguredModules(tree, paths, files)
        loaded = modules.list
        schemaMistakes = schemas.mistakes
        sites = Self.sites(tree, paths)
        pools = Self.pools(tree, sites)
        let strays = Self.strays(tree)
        let found =
            formal + schemas.mistakes + written.flatMap(\.effective.mistakes)
            + Self.unprotected(written, tree) + modules.mistakes + sites.mistakes
            + pools.mistakes + Self.besideSites(tree) + Self.unserved(tree, sites) + paths.mistakes
        // Where something else is wrong it can be the reason.
        mistakes = found.isEmpty ? strays.mistakes : found
        notices =
            modules.notices + ConfigurationMistakes.folded(sites.notices) + files.missing(sites.folders)
            + strays.notices + pools.notices
            + tree.slipsOfUnenforced()
            + [EncryptedPasswords.notice(of: file)].compactMap(\.self) + Self.settingsWithoutEffect(tree, sites)
            + tree.withoutEffect(written.filter { !$0.isEmpty }.map { ($0.name, $0.place) }, file)
            + Self.handlersWithoutModules(tree)
    }

    private static func sites(_ tree: ConfigurationTree, _ paths: ConfiguredPaths) -> ConfiguredSites {
        let section = tree.section("system.applicationHost/sites", at: .server)?.element
        let links = tree.section("modhost/site", at: .server)?.element.choice("symlinks", SymbolicLinks.self)
        let empty = ConfigurationElement(ElementSchema(name: "sites"))
        let webConfigs = tree.webConfigs()
        return ConfiguredSites(section ?? empty, links: links ?? .inside) { item in
            // What comes from IIS has such files; who begins here says so.
            webConfigs[item.string("name").lowercased()] ?? (item.place?.isYAML == false)
        } path: { text, place throws(ConfigurationMistake) in
            try paths.path(text, of: "physicalPath", at: place)
        }
    }

    private static func pools(_ tree: ConfigurationTree, _ sites: ConfiguredSites) -> ConfiguredPools {
        let section = tree.section("system.applicationHost/applicationPools", at: .server)?.element
        var pools = ConfiguredPools(section ?? ConfigurationElement(ElementSchema(name: "applicationPools")))
        let items =
            pools.pools.isEmpty ? [] : tree.section("system.applicationHost/sites", at: .server)?.element.items ?? []
        let places = Dictionary(
            items.map { site in (site.string("name"), site.items.map { (ConfiguredSites.path($0), $0) }) },
            uniquingKeysWith: { first, _ in first })
        pools.check(sites.sites) { site, path in
            let application = places[site]?.first { $0.0 == path }?.1
            return application?.values["applicationPool"]?.place ?? application?.place ?? .schema
        }
        return pools
    }

    /// A server listens somewhere.
    private static func unserved(_ tree: ConfigurationTree, _ sites: ConfiguredSites) -> [ConfigurationMistake] {
        let section = tree.section("system.applicationHost/sites", at: .server)?.element
        guard let section, !section.items.isEmpty, sites.sites.isEmpty, sites.mistakes.isEmpty,
            let place = section.place
        else { return [] }
        return [
            ConfigurationMistake(
                place, "no site is served; give one of them a binding by http, or take all of them out")
        ]
    }

    /// The modules in the order of the file.
    package func modules() -> [Module] { loaded }
}
