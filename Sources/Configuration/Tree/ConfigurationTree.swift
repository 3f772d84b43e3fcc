/// The configuration of a server: its files, from that of the server down to those of folders, and what is in force where.
package struct ConfigurationTree: Sendable {
    package let schemas: SchemaSet
    let server: ConfigurationFile
    /// The locations of the server's file by their path, so that thousands of them cost nothing.
    private let locations: [ConfigurationPath: [ConfigurationFile.Layer]]
    /// The paths of these by their first name, which is that of a site.
    private let locationPaths: [String: [ConfigurationPath]]

    /// What has the last word.
    let overrides: ConfigurationOverrides

    package init(
        _ server: ConfigurationFile, schemas: SchemaSet, overrides: ConfigurationOverrides = ConfigurationOverrides()
    ) {
        self.server = server
        self.schemas = schemas
        self.overrides = overrides
        locations = Dictionary(grouping: server.locations, by: \.path)
        locationPaths = Dictionary(grouping: locations.keys.filter { $0.depth > 0 }, by: { $0.segments[0] })
    }

    /// Nothing but what the schemas say.
    package static let empty = ConfigurationTree(
        ConfigurationFile(SourceElement("configuration", .schema), path: .server, schemas: .builtIn),
        schemas: .builtIn)

    /// The paths of locations in the server's file that lie in a site, whose name is in small letters.
    package func locationPaths(in site: String) -> [ConfigurationPath] { locationPaths[site] ?? [] }

    /// What says something of a section on the way to a place: where that is the same, the section is.
    package func sources(
        of name: String, at path: ConfigurationPath, files: [ConfigurationFile] = [], application: Int = 0
    ) -> [SectionSource] {
        steps(to: path, files, application).compactMap { step in
            step.layer.sections[name].map { SectionSource(version: step.layer.version, place: $0.place) }
        }
    }

    /// Where something is said of a section, in one version of a file.
    package struct SectionSource: Hashable, Sendable {
        fileprivate let version: Int
        fileprivate let place: ConfigurationPlace
    }

    /// A section as it is in force, and what is wrong with it.
    package struct Effective: Sendable {
        package let element: ConfigurationElement
        package let mistakes: [ConfigurationMistake]
    }

    /// A section at a place.
    ///
    /// `files` are the files of the folders on the way there, the highest first. `application` is how deep the application of
    /// the place lies: locations above it that say so do not reach it.
    package func section(
        _ name: String, at path: ConfigurationPath, files: [ConfigurationFile] = [], application: Int = 0
    ) -> Effective? {
        guard let schema = schemas.section(name) else { return nil }
        var merge = SectionMerge(schema)
        var lock = SectionLock(name, server)
        for step in steps(to: path, files, application) {
            if let source = step.layer.sections[name] {
                if let mistake = lock.objection(to: source, by: step) {
                    // What it may not say it cannot unlock either.
                    merge.refuse(mistake)
                    continue
                }
                merge.add(source)
            }
            lock.note(step)
        }
        if let source = overrides.sections[name] { merge.addOverride(source) }
        merge.finish()
        return Effective(element: merge.root, mistakes: merge.mistakes)
    }

    /// A section that the server's file has, at the place that it has it for.
    package struct Written: Sendable {
        package let name: String
        package let path: ConfigurationPath
        package let place: ConfigurationPlace
        package let effective: Effective
    }

    /// Every section of the server's file, and every one that is overridden, as it is in force at each place that the file has it for; by place in the file.
    package func written() -> [Written] {
        var found: [Written] = []
        for layer in [server.top] + server.locations {
            for (name, source) in layer.sections {
                guard let effective = section(name, at: layer.path) else { continue }
                found.append(Written(name: name, path: layer.path, place: source.place, effective: effective))
            }
        }
        for (name, source) in overrides.sections where server.top.sections[name] == nil {
            guard let effective = section(name, at: .server) else { continue }
            found.append(Written(name: name, path: .server, place: source.place, effective: effective))
        }
        return found.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }

    /// A layer on the way to a place.
    struct Step {
        let layer: ConfigurationFile.Layer
        /// How deep the folder of its file lies; 0 for the server's file.
        let fileDepth: Int
        let isLocation: Bool
    }

    /// The layers that reach a place: for each name on the way what higher files say of it, and then its own file.
    func steps(to path: ConfigurationPath, _ files: [ConfigurationFile] = [], _ application: Int = 0) -> [Step] {
        var steps = [Step(layer: server.top, fileDepth: 0, isLocation: false)]
        for depth in 0...path.depth {
            let node = path.prefix(depth)
            func add(_ layers: [ConfigurationFile.Layer], _ fileDepth: Int) {
                for layer in layers where layer.isInheritedByApplications || depth >= application {
                    steps.append(Step(layer: layer, fileDepth: fileDepth, isLocation: true))
                }
            }
            add(locations[node] ?? [], 0)
            for file in files where file.path.depth < depth {
                add(file.locations.filter { $0.path == node }, file.path.depth)
            }
            for file in files where file.path == node {
                steps.append(Step(layer: file.top, fileDepth: depth, isLocation: false))
                add(file.locations.filter { $0.path == node }, depth)
            }
        }
        return steps
    }
}

/// Whether a section may be changed on the way down: `overrideModeDefault` and the `overrideMode` of locations.
private struct SectionLock {
    private let name: String
    /// Who forbids it; nil if nobody does.
    private var locker: ConfigurationPlace?
    /// Whether only files below the server's are meant, as by the declaration of the section.
    private var sparesServerFile = true

    init(_ name: String, _ server: ConfigurationFile) {
        self.name = name
        if let declaration = server.declarations[name], declaration.mode == .deny { locker = declaration.place }
    }

    func objection(to source: SourceElement, by step: ConfigurationTree.Step) -> ConfigurationMistake? {
        guard let locker, !(sparesServerFile && step.fileDepth == 0) else { return nil }
        return ConfigurationMistake(
            source.place,
            "\(source.place.element(source.name)) is locked here by \(locker); only places above may say what it is")
    }

    /// What a location says of those below it.
    mutating func note(_ step: ConfigurationTree.Step) {
        guard step.isLocation, step.layer.sections[name] != nil, step.layer.mode != .inherit else { return }
        locker = step.layer.mode == .deny ? step.layer.place : nil
        sparesServerFile = false
    }
}
