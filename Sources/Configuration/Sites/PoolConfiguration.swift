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

    package init(_ section: ConfigurationElement) {
        for item in section.items {
            var pool = PoolConfiguration(name: item.string("name"), place: item.place ?? .schema)
            if let model = item.child("processModel") {
                if model.values["maxProcesses"] != nil { pool.workers = Int(model.int("maxProcesses")) }
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
    package mutating func check(_ sites: [SiteConfiguration], place: (String) -> ConfigurationPlace) {
        guard !pools.isEmpty else { return }
        // That of applications that name none is there without being said.
        let known = pools.map(\.name) + [ServerConfiguration().poolName]
        for site in sites {
            for application in site.applications where !known.contains(where: { $0.isSame(application.pool) }) {
                mistakes.append(
                    ConfigurationMistake(
                        place(site.name),
                        "there is no application pool \"\(application.pool)\", which \(site.name)\(application.path) names"
                            + NearestName.remedy(application.pool, among: known)))
            }
        }
    }
}

extension ServerConfiguration {
    /// The workers that the server is made of: pools whose sites have no listener in common have workers of their own.
    package var workerSets: [WorkerSet] {
        var sets: [(pools: [String], listeners: Set<Int>, sites: [Int])] = []
        for (index, site) in sites.enumerated() {
            let pools = site.applications.map(\.pool)
            let own = Set(listen.indices.filter { site.bindings.isEmpty || site.isBound(to: listen[$0]) })
            // A pool is in one set, and so is a listener.
            let shared = sets.indices.filter { set in
                !sets[set].listeners.isDisjoint(with: own)
                    || sets[set].pools.contains { pool in pools.contains { $0.isSame(pool) } }
            }
            var new = (pools: pools, listeners: own, sites: [index])
            for set in shared.reversed() {
                let old = sets.remove(at: set)
                new = (old.pools + new.pools, old.listeners.union(new.listeners), old.sites + new.sites)
            }
            sets.append(new)
        }
        return sets.map { set in
            workerSet(set.pools, listeners: set.listeners.sorted(), sites: set.sites.sorted())
        }
    }

    private func workerSet(_ names: [String], listeners: [Int], sites numbers: [Int]) -> WorkerSet {
        var seen: Set<String> = []
        let names = names.filter { seen.insert($0.lowercased()).inserted }
        let own = pools.filter { pool in names.contains { $0.isSame(pool.name) } }
        var configuration = self
        configuration.sites = numbers.map { sites[$0] }
        configuration.listen = listeners.map { listen[$0] }
        configuration.poolName = names.first ?? poolName
        configuration.workers = own.compactMap(\.workers).max() ?? workers
        return WorkerSet(
            pools: names, workers: configuration.workers, listeners: listeners, configuration: configuration)
    }

    /// What is to be known of pools that run together, and what cannot be.
    package func poolReport() -> (notices: [ConfigurationMistake], mistakes: [ConfigurationMistake]) {
        var notices: [ConfigurationMistake] = []
        var mistakes: [ConfigurationMistake] = []
        for set in workerSets where set.pools.count > 1 {
            let own = pools.filter { pool in set.pools.contains { $0.isSame(pool.name) } }
            let place = own.first?.place ?? .schema
            let names = set.pools.map { "\"\($0)\"" }.joined(separator: ", ")
            if Set(own.map { $0.user.lowercased() }).count > 1 {
                mistakes.append(
                    ConfigurationMistake(
                        place, "the pools \(names) share an address and have different users; give their sites addresses of their own"))
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
