package import Configuration
import OperatingSystem

/// What is in force where: the configuration of the server and of folders. Any thread.
package final class ConfigurationStore: Sendable {
    let tree: ConfigurationTree
    /// The virtual directories of all sites.
    let mounts: Mounts
    /// The folders of sites that read web.config; nil if there are none.
    let folders: FolderTree?
    private let watch: FolderWatch?
    private let change = FolderChange()
    private let known = Lock(KnownElements())
    /// The modules that it names, in small letters.
    private let modules: Set<String>

    /// - Parameters:
    ///   - report: called with what is wrong with the file of a folder, each time that it has been read.
    ///   - notice: called with what in it has no effect, likewise.
    ///   - complain: called with why folders are not watched.
    package init(
        _ tree: ConfigurationTree, sites: [SiteConfiguration] = [],
        report: @escaping @Sendable ([ConfigurationMistake]) -> Void = { _ in },
        notice: @escaping @Sendable (ConfigurationMistake) -> Void = { _ in },
        complain: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.tree = tree
        mounts = Mounts(sites)
        let images = tree.section("system.webServer/globalModules", at: .server)?.element.items ?? []
        modules = Set(images.map { $0.string("name").lowercased() })
        guard sites.contains(where: \.readsWebConfig) else {
            (folders, watch) = (nil, nil)
            return
        }
        let watch = FolderWatch(
            noticed: { [change] in change.began() }, changed: { [change] in change.happened($0.paths) },
            complain: complain)
        let folders = FolderTree(mounts, tree, watch: watch, report: report, notice: notice)
        change.folders.withLock { $0 = folders }
        (self.folders, self.watch) = (folders, watch)
    }

    package var schemas: SchemaSet { tree.schemas }

    /// A section as it is in force at a place; nil if no schema describes it. Throws what is wrong there. Reads from disk what it
    /// does not know yet of the folders on the way.
    package func section(
        _ name: String, at path: ConfigurationPath
    ) throws(ConfigurationMistakes) -> ConfigurationElement? {
        let found = try files(at: path)
        return try section(name, at: path, found.files, application: found.application)
    }

    /// A section as it is in force for the URLs of a place, whatever happens to the files meanwhile. Reads nothing.
    func section(_ name: String, for place: Place) throws(ConfigurationMistakes) -> ConfigurationElement? {
        guard place.mistakes.isEmpty else { throw ConfigurationMistakes(place.mistakes) }
        return try section(name, at: place.path, place.files, application: place.directory.applicationDepth + 1)
    }

    private func section(
        _ name: String, at path: ConfigurationPath, _ files: [ConfigurationFile], application: Int
    ) throws(ConfigurationMistakes) -> ConfigurationElement? {
        let key = SectionKey(
            name: name, application: application,
            sources: tree.sources(of: name, at: path, files: files, application: application))
        let epoch = folders?.epoch ?? 0
        if let known = known.withLock({ $0.section(key, epoch) }) { return known }
        let effective = tree.section(name, at: path, files: files, application: application)
        guard let effective else { return nil }
        guard effective.mistakes.isEmpty else { throw ConfigurationMistakes(effective.mistakes) }
        var section = effective.element
        section.keepFingerprint()
        // What is given up is taken apart behind the lock.
        let old = known.withLock { $0.keep(section, key, epoch) }
        _ = old
        return section
    }

    /// The files of the folders on the way to a place, and how deep its application lies.
    private func files(
        at path: ConfigurationPath
    ) throws(ConfigurationMistakes) -> (files: [ConfigurationFile], application: Int) {
        guard let site = path.segments.first.flatMap({ mounts.site(named: $0) }) else { return ([], 0) }
        let names = Array(path.segments.dropFirst())
        let depth = mounts.mount(for: names, site: site).applicationDepth + 1
        guard let node = folders?.node(names, site: site) else { return ([], depth) }
        guard node.mistakes.isEmpty else { throw ConfigurationMistakes(node.mistakes) }
        return (node.files, depth)
    }

    /// Whether a module is one of the configuration, and not one that the program was given beside it.
    func isConfigured(_ module: String) -> Bool { modules.contains(module.lowercased()) }

    /// Tells `observer` from now on where a web.config is another one, on a thread that runs no module.
    func observe(_ observer: @escaping @Sendable (Set<String>) -> Void) { change.observer.withLock { $0 = observer } }

    /// Watches no more. Called once, last.
    package func end() {
        watch?.end()
        change.folders.withLock { $0 = nil }
        change.observer.withLock { $0 = nil }
    }
}

/// What a section is at a place: the same where the same is said on the way, whatever the URL.
private struct SectionKey: Hashable {
    let name: String
    let application: Int
    let sources: [ConfigurationTree.SectionSource]
}

/// Sections that have been asked for, as long as no folder changes: modules ask for the same with each request.
private struct KnownElements {
    private static let most = 4_096

    private var sections: [SectionKey: ConfigurationElement] = [:]
    private var epoch = 0

    func section(_ key: SectionKey, _ epoch: Int) -> ConfigurationElement? {
        epoch == self.epoch ? sections[key] : nil
    }

    /// Keeps what was made when `epoch` had begun. Answers what it gives up for that.
    mutating func keep(
        _ section: ConfigurationElement, _ key: SectionKey, _ epoch: Int
    ) -> [SectionKey: ConfigurationElement] {
        guard epoch >= self.epoch else { return [:] }
        var old: [SectionKey: ConfigurationElement] = [:]
        if epoch > self.epoch || sections.count >= Self.most { swap(&old, &sections) }
        self.epoch = epoch
        sections[key] = section
        return old
    }
}

/// What happens when a folder has changed: all that was known of folders is forgotten, and then somebody is told.
private final class FolderChange: Sendable {
    let folders = Lock<FolderTree?>(nil)
    let observer = Lock<(@Sendable (Set<String>) -> Void)?>(nil)

    func began() { folders.withLock { $0 }?.beginAnew() }

    func happened(_ paths: Set<String>) {
        began()
        observer.withLock { $0 }?(paths)
    }
}
