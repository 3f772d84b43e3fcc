import OperatingSystem

/// The configuration of a server: its files, from that of the server down to those of folders, and what is in force where.
package struct ConfigurationTree: Sendable {
    package let schemas: SchemaSet
    let server: ConfigurationFile
    /// The paths of locations in the server's file by their first name, which is that of a site.
    private let locationPaths: [String: [ConfigurationPath]]

    /// Sections of the server that have been asked for: with thousands of sites it takes a while to put them together.
    private let known = KnownServerSections()

    /// What has the last word.
    let overrides: ConfigurationOverrides
    /// What `%NAME%` in the server's file stands for.
    let variables: EnvironmentVariables

    package init(
        _ server: ConfigurationFile, schemas: SchemaSet, overrides: ConfigurationOverrides = ConfigurationOverrides(),
        variables: EnvironmentVariables = .none
    ) {
        self.variables = variables
        self.server = server
        self.schemas = schemas
        self.overrides = overrides
        let paths = Set(server.locations.map(\.path)).filter { $0.depth > 0 }
        locationPaths = Dictionary(grouping: paths, by: { $0.segments[0] })
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
    /// the place lies: locations above it that say so do not reach it, and sections that are for whole applications may not stand
    /// below it. Nil if that is not known.
    package func section(
        _ name: String, at path: ConfigurationPath, files: [ConfigurationFile] = [], application: Int? = nil
    ) -> Effective? {
        if path.depth == 0, files.isEmpty { return known.section(name) { make(name, at: path, [], nil) } }
        return make(name, at: path, files, application)
    }

    private func make(
        _ name: String, at path: ConfigurationPath, _ files: [ConfigurationFile], _ application: Int?
    ) -> Effective? {
        guard var descent = descent(of: name, application: application) else { return nil }
        for step in steps(to: path, files, application ?? 0) { descent.take(step) }
        return descent.effective(overrides.sections[name])
    }

    func descent(of name: String, application: Int?) -> SectionDescent? {
        schemas.section(name).map { SectionDescent($0, server, variables, application: application) }
    }

    /// A section that the server's file has, at the place that it has it for.
    package struct Written: Sendable {
        package let name: String
        package let path: ConfigurationPath
        package let place: ConfigurationPlace
        /// Whether nothing is said in it.
        let isEmpty: Bool
        /// As it is in force there; of the mistakes those that the places above do not have already.
        package let effective: Effective
    }

    /// Every section of the server's file, and every one that is overridden, as it is in force at each place that the file has it for; by place in the file.
    ///
    /// Each place goes on from the one above it, so that thousands of locations cost no more than what they say.
    package func written() -> [Written] {
        var found: [Written] = []
        var descents = FileDescents(self, server)
        for layer in [server.top] + server.locations {
            for (name, source) in layer.sections {
                guard let effective = descents.effective(name, at: layer.path) else { continue }
                found.append(
                    Written(
                        name: name, path: layer.path, place: source.place, isEmpty: source.isEmpty, effective: effective
                    ))
            }
        }
        for (name, source) in overrides.sections where server.top.sections[name] == nil {
            guard let effective = section(name, at: .server) else { continue }
            found.append(
                Written(
                    name: name, path: .server, place: source.place, isEmpty: source.isEmpty, effective: effective))
        }
        return found.sorted { $0.place.isBefore($1.place) }
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
        // Below the deepest place of which anything is said there is nothing to look for, however long a URL is.
        let said = files.map { max($0.path.depth, $0.deepestLocation) }.max() ?? 0
        var walk = StepWalk(server, files, to: path, application: application)
        return (0...min(path.depth, max(server.deepestLocation, said))).flatMap { walk.go(to: $0) }
    }
}

/// Sections of a server as they are in force, each put together once. Any thread.
private final class KnownServerSections: Sendable {
    private let sections = Lock<[String: ConfigurationTree.Effective]>([:])

    func section(_ name: String, _ make: () -> ConfigurationTree.Effective?) -> ConfigurationTree.Effective? {
        if let known = sections.withLock({ $0[name] }) { return known }
        // Not with the lock: whoever asks at the same time makes it as well.
        guard let made = make() else { return nil }
        sections.withLock { $0[name] = made }
        return made
    }
}
