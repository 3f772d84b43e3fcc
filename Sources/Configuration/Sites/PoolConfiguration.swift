/// An application pool: applications that share their workers.
package struct PoolConfiguration: Codable, Sendable, Equatable {
    package var name: String
    /// Processes that serve its applications; nil: as many as the server has.
    package var workers: Int?
    /// The user that they are to run as; empty if the pool says nothing of one.
    package var user = ""
    package var place: ConfigurationPlace

    package init(name: String, workers: Int? = nil, place: ConfigurationPlace) {
        self.name = name
        self.workers = workers
        self.place = place
    }
}

/// Workers that serve the same addresses: those of one application pool, or of several whose sites share a listener.
package struct WorkerSet: Sendable, Equatable {
    /// The names of the pools, in the order in which applications name them.
    package let pools: [String]
    /// Processes.
    package let workers: Int
    /// The numbers of its addresses in the configuration.
    package let listeners: [Int]
    /// What the workers are told.
    package let configuration: ServerConfiguration
}

/// The application pools that a configuration has, and what is wrong with those that applications name.
package struct ConfiguredPools: Sendable {
    package private(set) var pools: [PoolConfiguration] = []
    package private(set) var mistakes: [ConfigurationMistake] = []
    package private(set) var notices: [ConfigurationMistake] = []

    /// As many as the server can have.
    private static let mostWorkers = 1_024
    /// The pools that IIS does not start, by their names in small letters.
    private var stopped: [String: ConfigurationPlace] = [:]

    package init(_ section: ConfigurationElement) {
        for item in section.items {
            var pool = PoolConfiguration(name: item.string("name"), place: item.place ?? .schema)
            if !item.bool("autoStart") { stopped[pool.name.lowercased()] = item.place(of: "autoStart") }
            if let model = item.child("processModel") {
                // 0 is one for each node of memory on IIS, of which nothing is known here.
                let count = model.int("maxProcesses")
                if model.values["maxProcesses"] != nil, count > 0 { pool.workers = Int(count) }
                if count > Self.mostWorkers {
                    mistakes.append(
                        ConfigurationMistake(
                            model.place(of: "maxProcesses"),
                            "maxProcesses takes a number from 0 to \(Self.mostWorkers), not \(count)"))
                }
                pool.user = model.string("userName")
                if !pool.user.isEmpty {
                    notices.append(
                        ConfigurationMistake(
                            model.place(of: "userName"),
                            "the pool \"\(pool.name)\" runs as the user of the server, and not as \(pool.user)"))
                }
            }
            pools.append(pool)
        }
    }

    /// Looks whether each application's pool is there. Without any pool in the configuration every name will do.
    package mutating func check(
        _ sites: [SiteConfiguration], place: (_ site: String, _ application: String) -> ConfigurationPlace
    ) {
        guard !pools.isEmpty else { return }
        // That of applications that name none is there without being said.
        var names: Set<String> = []
        let known = (pools.map(\.name) + [ServerConfiguration().poolName]).filter {
            names.insert($0.lowercased()).inserted
        }
        for application in sites.flatMap(\.applications) {
            guard let place = stopped.removeValue(forKey: application.pool.lowercased()) else { continue }
            mistakes.append(
                ConfigurationMistake(
                    place,
                    "autoStart of the pool \"\(application.pool)\" is false, and its applications would be served all the same; take them out, or the attribute"
                ))
        }
        for site in sites {
            for application in site.applications where !names.contains(application.pool.lowercased()) {
                mistakes.append(
                    ConfigurationMistake(
                        place(site.name, application.path),
                        "there is no application pool \"\(application.pool)\", which \(site.name)\(application.path) names"
                            + NearestName.remedy(application.pool, among: known),
                        alike: "pool \(application.pool.lowercased())"))
            }
        }
    }
}

extension ServerConfiguration {
    /// The workers that the server is made of: pools whose sites have no listener in common have workers of their own.
    package var workerSets: [WorkerSet] {
        var sets: [SharedAddresses] = []
        for (index, site) in sites.enumerated() {
            var new = SharedAddresses(sites: [index])
            new.listeners = Set(listen.indices.filter { site.bindings.isEmpty || site.isBound(to: listen[$0]) })
            for application in site.applications { new.add(application.pool) }
            // A pool is in one set, and so is a listener.
            let shared = sets.indices.filter { sets[$0].shares(with: new) }
            for set in shared.reversed() { new = sets.remove(at: set).joined(with: new) }
            sets.append(new)
        }
        return sets.map { workerSet($0.pools, listeners: $0.listeners.sorted(), sites: $0.sites.sorted()) }
    }

    /// Pools and sites that have to be served by the same workers.
    private struct SharedAddresses {
        private(set) var pools: [String] = []
        /// The same in small letters.
        private var names: Set<String> = []
        var listeners: Set<Int> = []
        private(set) var sites: [Int]

        init(sites: [Int]) { self.sites = sites }

        mutating func add(_ pool: String) { if names.insert(pool.lowercased()).inserted { pools.append(pool) } }

        func shares(with other: Self) -> Bool {
            !listeners.isDisjoint(with: other.listeners) || !names.isDisjoint(with: other.names)
        }

        consuming func joined(with other: Self) -> Self {
            for pool in other.pools { add(pool) }
            listeners.formUnion(other.listeners)
            sites += other.sites
            return self
        }
    }

    private func workerSet(_ names: [String], listeners: [Int], sites numbers: [Int]) -> WorkerSet {
        let own = pools.filter { pool in names.contains { $0.isSame(pool.name) } }
        var configuration = self
        configuration.sites = numbers.map { sites[$0] }
        configuration.listen = listeners.map { listen[$0] }
        configuration.poolName = names.first ?? poolName
        // Of several the one that wants most; one that says nothing wants as many as the server has.
        let counts = names.map { name in own.first { $0.name.isSame(name) }?.workers ?? workers }
        configuration.workers = counts.max() ?? workers
        return WorkerSet(
            pools: names, workers: configuration.workers, listeners: listeners, configuration: configuration)
    }

    /// Names that stand in a sentence; more are counted.
    private static let mostNames = 5

    /// What is to be known of pools that run together, and what cannot be.
    package func poolReport() -> (notices: [ConfigurationMistake], mistakes: [ConfigurationMistake]) {
        var notices: [ConfigurationMistake] = []
        var mistakes: [ConfigurationMistake] = []
        for set in workerSets where set.pools.count > 1 {
            let own = pools.filter { pool in set.pools.contains { $0.isSame(pool.name) } }
            let place = own.first?.place ?? .schema
            let more = set.pools.count > Self.mostNames ? " and \(set.pools.count - Self.mostNames) more" : ""
            let names = set.pools.prefix(Self.mostNames).map { "\"\($0)\"" }.joined(separator: ", ") + more
            if Set(own.map { $0.user.lowercased() }).count > 1 {
                mistakes.append(
                    ConfigurationMistake(
                        place,
                        "the pools \(names) share an address and have different users; give their sites addresses of their own"
                    ))
            } else {
                notices.append(
                    ConfigurationMistake(place, "the pools \(names) share an address, so they share their workers"))
            }
        }
        return (notices, mistakes)
    }
}

extension SiteConfiguration {
    fileprivate func isBound(to listener: ListenAddress) -> Bool {
        bindings.contains { binding in
            guard binding.port == listener.endpoint.port else { return false }
            return binding.address == nil || binding.address?.withPort(binding.port) == listener.endpoint
        }
    }
}

extension String {
    /// Whether two names are one on IIS.
    fileprivate func isSame(_ other: String) -> Bool { lowercased() == other.lowercased() }
}
