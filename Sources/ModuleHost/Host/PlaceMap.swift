import Configuration
import OperatingSystem

/// All sites of a worker with what is in force where, and the way from a request to its place. Made once; any thread.
final class PlaceMap: Sendable {
    let sites: [ServedSite]
    /// Those of all sites.
    let applications: [ServedApplication]
    /// That of requests of which nothing is known yet, and of all where there is but one.
    let first: Place
    private let places: [Place]
    /// The place of `/` of each site, by its number in `places`.
    private let roots: [Int]
    private let paths: PathTable
    /// By the number of the listener.
    private let hosts: [HostNameTable]

    /// `modules` has all modules of the worker.
    init(_ configuration: ServerConfiguration, _ store: ConfigurationStore, modules: Pipeline) {
        var builder = PlaceBuilder(store, modules: modules, sites: configuration.sites.count)
        for site in configuration.sites { builder.add(site) }
        sites = builder.sites
        applications = builder.applications
        places = builder.places
        roots = builder.roots
        paths = builder.paths
        first = builder.places[builder.roots[0]]
        hosts = Self.hosts(configuration)
    }

    /// The place of a request; nil if no site is for it. `host` is the value of its Host field, which may be empty.
    @inline(__always)
    func place(
        listener: Int, host: @autoclosure () -> UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) -> Unmanaged<Place>? {
        guard places.count > 1 || !hosts.isEmpty else { return Unmanaged.passUnretained(first) }
        return find(listener, host(), path)
    }

    @inline(never)
    private func find(
        _ listener: Int, _ host: UnsafeRawBufferPointer, _ path: UnsafeRawBufferPointer
    )
        -> Unmanaged<Place>?
    {
        let site = hosts.isEmpty ? 0 : hosts.indices.contains(listener) ? hosts[listener].site(for: host) : -1
        guard site >= 0 else { return nil }
        return Unmanaged.passUnretained(places[paths.number(for: path, site: site, root: roots[site])])
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
    private let modules: Pipeline
    private(set) var sites: [ServedSite] = []
    private(set) var applications: [ServedApplication] = []
    private(set) var places: [Place] = []
    private(set) var roots: [Int] = []
    private(set) var paths: PathTable
    private var rules: PlaceRules

    init(_ store: ConfigurationStore, modules: Pipeline, sites: Int) {
        self.store = store
        self.modules = modules
        paths = PathTable(sites: sites)
        rules = PlaceRules(store, modules: modules)
    }

    /// Every path of a site below which something is otherwise than above it.
    mutating func add(_ configuration: SiteConfiguration) {
        let number = sites.count
        let site = ServedSite(configuration)
        sites.append(site)
        let name = configuration.name.lowercased()
        // By their names in small letters: applications and directories begin anew what is below them.
        var found: [[String]: (application: ServedApplication, directory: ServedDirectory)] = [:]
        for application in configuration.applications {
            let served = ServedApplication(application, of: site)
            applications.append(served)
            for directory in application.directories {
                let names = Self.names(application.path) + Self.names(directory.path)
                // An application comes before a directory of another one at the same path.
                if found[names] != nil, directory.path != "/" { continue }
                let root = SiteRoot(directory.folder, links: configuration.symbolicLinks)
                let path = [application.path, directory.path].filter { $0 != "/" }.joined()
                found[names] = (
                    served, ServedDirectory(root, path: path.isEmpty ? "/" : path, depth: names.count)
                )
            }
        }
        let wanted = Set(found.keys).union(store.tree.locationPaths(in: name).map { Array($0.segments.dropFirst()) })
        for names in wanted.sorted(by: { $0.count < $1.count }) {
            let above = (0...names.count).reversed().lazy.compactMap { found[Array(names.prefix($0))] }.first
            guard let above else { continue }
            let (pipeline, handlers) = rules.rules(
                at: ConfigurationPath([name] + names), application: above.application.depth + 1)
            if names.isEmpty { roots.append(places.count) }
            paths.add(names, site: number, number: places.count)
            places.append(
                Place(
                    site: site, application: above.application, directory: above.directory, pipeline: pipeline,
                    handlers: handlers))
        }
    }

    private static func names(_ path: String) -> [String] { path.split(separator: "/").map { $0.lowercased() } }
}

/// The modules and handlers of places. Places of which nobody says anything else share them.
struct PlaceRules {
    private let store: ConfigurationStore
    private let modules: Pipeline
    private var known: [[[ConfigurationPlace]]: (Pipeline, HandlerMap?)] = [:]
    private var pipelines: [Key: Pipeline] = [:]

    private struct Key: Hashable {
        let order: [Int]
        let choosesHandler: Bool
    }

    init(_ store: ConfigurationStore, modules: Pipeline) {
        self.store = store
        self.modules = modules
    }

    /// The modules that run at a place in their order, and the handlers that are chosen from. `application` is how deep the
    /// application of the place lies.
    mutating func rules(at path: ConfigurationPath, application: Int) -> (Pipeline, HandlerMap?) {
        let sections = ["system.webServer/modules", "system.webServer/handlers"]
        let tree = store.tree
        let key = sections.map { tree.sources(of: $0, at: path, application: application) }
        if let known = known[key] { return known }
        let order = tree.section(sections[0], at: path, application: application).map { self.order($0.element) }
        let section = tree.section(sections[1], at: path, application: application)?.element
        let indices = order ?? Array(modules.modules.indices)
        let handlers = section.flatMap { HandlerMap($0, of: modules, order: indices) }
        let rules = (pipeline(indices, choosesHandler: handlers != nil), handlers)
        known[key] = rules
        return rules
    }

    /// The positions of the modules that a `modules` section names. Those that the program was given beside the file run
    /// everywhere, behind them.
    private func order(_ section: ConfigurationElement) -> [Int] {
        let all = modules.modules
        let named = section.items.compactMap { item in
            all.firstIndex { $0.name.lowercased() == item.string("name").lowercased() }
        }
        return named + all.indices.filter { !store.isConfigured(all[$0].name) }
    }

    private mutating func pipeline(_ order: [Int], choosesHandler: Bool) -> Pipeline {
        if order == Array(modules.modules.indices), !choosesHandler { return modules }
        let key = Key(order: order, choosesHandler: choosesHandler)
        if let pipeline = pipelines[key] { return pipeline }
        let pipeline = Pipeline(of: modules, order: order, execution: choosesHandler ? .chosen : .all)
        pipelines[key] = pipeline
        return pipeline
    }
}
