package import Configuration
import OperatingSystem

/// All sites of a worker with what is in force where, and the way from a request to its place. Made once; any thread.
package final class PlaceMap: Sendable {
    let servedSites: [ServedSite]
    /// Those of all sites.
    let servedApplications: [ServedApplication]
    /// That of requests of which nothing is known yet, and of all where there is but one.
    let first: Place
    private let places: [Place]
    /// The place of `/` of each site, by its number in `places`.
    private let roots: [Int]
    private let paths: PathTable
    /// By the number of the listener.
    private let hosts: [HostNameTable]
    /// Whether one place is that of all requests.
    let isSingle: Bool
    private let store: ConfigurationStore
    private let rules: Lock<PlaceRules>

    /// `modules` has all modules of the worker.
    init(_ configuration: ServerConfiguration, _ store: ConfigurationStore, modules: Pipeline) {
        var builder = PlaceBuilder(store, modules: modules)
        for (number, site) in configuration.sites.enumerated() { builder.add(site, number: number) }
        servedSites = builder.servedSites
        servedApplications = builder.servedApplications
        places = builder.places
        roots = builder.roots
        paths = builder.paths
        first = builder.places[builder.roots[0]]
        hosts = Self.hosts(configuration)
        isSingle = builder.places.count == 1 && hosts.isEmpty && store.folders == nil
        self.store = store
        rules = Lock(builder.rules)
    }

    /// What looking for the place of a request comes to.
    enum Found {
        /// One that lives as long as the host.
        case place(Unmanaged<Place>)
        /// One that is retained for the caller.
        case retained(Unmanaged<Place>)
        /// No site is for the request.
        case noSite
        /// It asks for what says how the site is served, which nobody is shown: 404.8.
        case hidden(Unmanaged<Place>)
        /// The files on the way have to be read first, by `read`, where a thread may wait. The number is for that; the place is what
        /// is known of it so far.
        case unread(Int, Unmanaged<Place>)
    }

    /// The place of a request. `host` is the value of its Host field, which may be empty.
    @inline(__always)
    func find(listener: Int, host: @autoclosure () -> UnsafeRawBufferPointer, path: UnsafeRawBufferPointer) -> Found {
        isSingle && !Self.mayBeHidden(path) ? .place(.passUnretained(first)) : search(listener, host(), path)
    }

    /// Whether the last name of the path can be that of a file that is never served.
    @inline(__always)
    static func mayBeHidden(_ path: UnsafeRawBufferPointer) -> Bool {
        path.count > 10 && NameHash.small(path[path.count - 1]) == UInt8(ascii: "g")
    }

    @inline(never)
    private func search(_ listener: Int, _ host: UnsafeRawBufferPointer, _ path: UnsafeRawBufferPointer) -> Found {
        let site = hosts.isEmpty ? 0 : hosts.indices.contains(listener) ? hosts[listener].site(for: host) : -1
        guard site >= 0 else { return .noSite }
        if Self.isHidden(path) { return .hidden(.passUnretained(places[roots[site]])) }
        let number = paths.number(for: path, site: site, root: roots[site])
        guard let folders = store.folders, places[number].directory.readsOwn else {
            return .place(.passUnretained(places[number]))
        }
        let directory = places[number].directory
        switch folders.find(directory.number, path, skipping: directory.names.count, place: number) {
        case .nothing: return .place(.passUnretained(places[number]))
        case .place(let place): return .retained(place)
        case .unread: return .unread(number, .passUnretained(places[number]))
        }
    }

    /// Whether some name of the path is web.config, in any case.
    private static func isHidden(_ path: UnsafeRawBufferPointer) -> Bool {
        let hidden: StaticString = "web.config"
        var start = 0
        for position in 0...path.count where position == path.count || path[position] == UInt8(ascii: "/") {
            if position - start == hidden.utf8CodeUnitCount,
                (start..<position).allSatisfy({ NameHash.small(path[$0]) == hidden.utf8Start[$0 - start] })
            {
                return true
            }
            start = position + 1
        }
        return false
    }

    /// The place of a request whose folders are not known yet, retained for the caller. Reads from disk.
    func read(_ number: Int, path: String) -> Unmanaged<Place> {
        let place = places[number]
        guard let folders = store.folders else { return .passRetained(place) }
        let names = path.pathNames.map { $0.lowercased() }
        let node = folders.node(names, site: place.directory.site)
        if node.files.isEmpty, node.mistakes.isEmpty { return .passRetained(place) }
        // A location of the server can lie deeper than any folder.
        let deepest = node.path.depth > place.path.depth ? node.path : place.path
        let key = PlaceRules.Where(
            path: deepest, application: place.directory.applicationDepth + 1, pool: place.application.pool)
        let epoch = folders.epoch
        let found = rules.withLock { $0.rules(key, files: node.files, epoch: epoch) }
        let new = Place(
            site: place.site, application: place.application, directory: place.directory, path: deepest, rules: found,
            files: node.files, mistakes: place.mistakes + node.mistakes)
        if !node.isPassing { folders.keep(new, for: node, number: number) }
        return .passRetained(new)
    }

    /// The number of the site that a request is for by its listener and its Host field; nil if none is.
    package static func site(for host: String, listener: Int, in configuration: ServerConfiguration) -> Int? {
        let hosts = hosts(configuration)
        guard !hosts.isEmpty else { return 0 }
        guard hosts.indices.contains(listener) else { return nil }
        var host = host
        let site = host.withUTF8 { hosts[listener].site(for: UnsafeRawBufferPointer($0)) }
        return site < 0 ? nil : site
    }

    /// For each address that the server listens at the sites that are there; none where everything is for the one site.
    private static func hosts(_ configuration: ServerConfiguration) -> [HostNameTable] {
        guard configuration.sites.contains(where: { !$0.bindings.isEmpty }) else { return [] }
        return configuration.listen.map { listener in
            var table = HostNameTable()
            let bindings = configuration.sites.enumerated().flatMap { site in
                site.element.bindings.filter { $0.isServed(at: listener.endpoint) }.map { ($0, site.offset) }
            }
            // For one name the site with the address of its own comes before those with any.
            for (binding, site) in bindings where binding.address != nil { table.add(host: binding.host, site: site) }
            for (binding, site) in bindings where binding.address == nil { table.add(host: binding.host, site: site) }
            return table
        }
    }
}

extension SiteBinding {
    /// Whether requests that come in at a listener can be for it.
    fileprivate func isServed(at listener: EndpointAddress) -> Bool {
        if case .unix = listener { return false }
        guard listener.port == port else { return false }
        return address == nil || address?.withPort(port) == listener
    }
}

/// Puts the places of sites together, and shares what is the same in several of them.
private struct PlaceBuilder {
    private let store: ConfigurationStore
    private(set) var servedSites: [ServedSite] = []
    private(set) var servedApplications: [ServedApplication] = []
    private(set) var places: [Place] = []
    private(set) var roots: [Int] = []
    private(set) var paths: PathTable
    private(set) var rules: PlaceRules

    init(_ store: ConfigurationStore, modules: Pipeline) {
        self.store = store
        paths = PathTable(sites: store.mounts.siteNames.count)
        rules = PlaceRules(store, modules: modules)
    }

    /// Every path of a site below which something is otherwise than above it.
    mutating func add(_ configuration: SiteConfiguration, number: Int) {
        let site = ServedSite(configuration)
        servedSites.append(site)
        let served = configuration.applications.map { ServedApplication($0, of: site) }
        servedApplications += served
        let name = configuration.name.lowercased()
        let own = store.mounts.mounts(of: number).map { $0.names.map { $0.lowercased() } }
        let locations = store.tree.locationPaths(in: name).map { Array($0.segments.dropFirst()) }
        for names in Set(own + locations).sorted(by: { ($0.count, $0.joined()) < ($1.count, $1.joined()) }) {
            let mount = store.mounts.mount(for: names, site: number)
            let path = ConfigurationPath([name] + names)
            if names.isEmpty { roots.append(places.count) }
            paths.add(names, site: number, number: places.count)
            places.append(
                Place(
                    site: site, application: served[mount.application], directory: mount, path: path,
                    rules: rules.rules(
                        PlaceRules.Where(
                            path: path, application: mount.applicationDepth + 1, pool: served[mount.application].pool)))
            )
        }
    }
}

/// The modules and handlers of places. Places of which nobody says anything else share them.
struct PlaceRules {
    /// What is in force at a place, as far as every request needs it.
    struct Rules {
        let pipeline: Pipeline
        let handlers: HandlerMap?
        /// What of the sections is refused, so that it cannot be told what is in force.
        let mistakes: [ConfigurationMistake]
    }

    /// What the rules of a place depend on, beside what is said on the way to it.
    struct Where {
        let path: ConfigurationPath
        /// How deep the application lies.
        let application: Int
        /// The name of its pool.
        let pool: String
    }

    private struct Sources: Hashable {
        let sections: [[ConfigurationTree.SectionSource]]
        let application: Int
        let pool: String
    }

    private let store: ConfigurationStore
    private let modules: Pipeline
    private var known: [Sources: Rules] = [:]
    private var epoch = 0
    private var pipelines: [Key: Pipeline] = [:]

    private struct Key: Hashable {
        let order: [Int]
        let execution: Pipeline.Execution
    }

    init(_ store: ConfigurationStore, modules: Pipeline) {
        self.store = store
        self.modules = modules
    }

    /// The modules that run at a place in their order, and the handlers that are chosen from. `files` are those of the folders on
    /// the way; what was known before a later `epoch` is forgotten.
    mutating func rules(_ place: Where, files: [ConfigurationFile] = [], epoch: Int = 0) -> Rules {
        if epoch != self.epoch {
            known = [:]
            pipelines = [:]
            self.epoch = epoch
        }
        let names = ["system.webServer/modules", "system.webServer/handlers"]
        let tree = store.tree
        let key = Sources(
            sections: names.map { tree.sources(of: $0, at: place.path, files: files, application: place.application) },
            application: place.application, pool: place.pool.lowercased())
        if let known = known[key] { return known }
        let sections = names.map { tree.section($0, at: place.path, files: files, application: place.application) }
        let indices = sections[0].map { order($0.element, pool: place.pool) } ?? Array(modules.modules.indices)
        let handlers = sections[1].flatMap { section in
            HandlerMap(section.element, of: modules.modules, order: indices, pool: place.pool) {
                pipeline(indices, $0)
            }
        }
        let rules = Rules(
            pipeline: pipeline(indices, handlers == nil ? .all : .chosen), handlers: handlers,
            mistakes: sections.flatMap { $0?.mistakes ?? [] })
        known[key] = rules
        return rules
    }

    /// The positions of the modules that a `modules` section names and whose conditions hold. Those that the program was given
    /// beside the file run everywhere, behind them.
    private func order(_ section: ConfigurationElement, pool: String) -> [Int] {
        let all = modules.modules
        let named = section.items.filter { $0.conditionsHold(pool: pool) }.compactMap { item in
            all.firstIndex { $0.name.lowercased() == item.string("name").lowercased() && $0.isFor(pool: pool) }
        }
        return named + all.indices.filter { !store.isConfigured(all[$0].name) }
    }

    /// Places and handlers with the same modules in the same order have one pipeline.
    private mutating func pipeline(_ order: [Int], _ execution: Pipeline.Execution) -> Pipeline {
        if order == Array(modules.modules.indices), execution == .all { return modules }
        let key = Key(order: order, execution: execution)
        if let pipeline = pipelines[key] { return pipeline }
        let pipeline = Pipeline(of: modules, order: order, execution: execution)
        pipelines[key] = pipeline
        return pipeline
    }
}
