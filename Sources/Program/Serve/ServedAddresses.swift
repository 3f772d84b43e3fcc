import Configuration
import Glibc
import ModuleHost
import OperatingSystem
import Supervision

/// The listening sockets of a server, and which worker gets which.
struct ServedAddresses {
    /// One after the other: the first set has the workers of the first positions.
    private let sets: [(workers: WorkerSet, sockets: [[ListeningSocket]])]

    /// Opens all sockets. Each worker has some of its own, one per event loop and address, and the system spreads connections over
    /// all of them. A socket file can have only one, which they share.
    init(_ configuration: ServerConfiguration) throws {
        sets = try configuration.workerSets.map { set in
            (set, try set.configuration.listen.map { try Self.open($0, set.configuration) })
        }
    }

    /// None for IPv6 where the machine has only IPv4 and a binding is for every address.
    private static func open(_ address: ListenAddress, _ configuration: ServerConfiguration) throws -> [ListeningSocket]
    {
        do throws(ListenError) {
            return try ListeningSocket.open(address, count: configuration.threads * configuration.workers)
        } catch {
            guard case .system(_, let code) = error, code == EAFNOSUPPORT || code == EADDRNOTAVAIL,
                address.endpoint == .ipv6(high: 0, low: 0, port: address.endpoint.port, scope: 0),
                configuration.listen.contains(ListenAddress(.ipv4(0, port: address.endpoint.port)))
            else { throw error }
            return []
        }
    }

    /// How many workers there are.
    var workers: Int { sets.reduce(0) { $0 + $1.workers.workers } }

    /// Where the server listens, with the real ports.
    var places: [ListenAddress] { sets.flatMap { $0.sockets.compactMap(\.first?.address) } }

    /// What the workers are, each with its sockets.
    func specification(_ tree: ConfigurationTree) throws -> WorkerSpecification {
        let record = TreeRecord(tree)
        var configurations: [[UInt8]] = []
        var descriptors: [[InheritedDescriptor]] = []
        var first: WorkerSpecification?
        for (set, sockets) in sets {
            var assignment = WorkerAssignment(configuration: set.configuration, tree: record)
            let own = (0..<set.workers).map { Self.descriptors(of: sockets, worker: $0, of: set.workers) }
            assignment.sockets = own[0].map(\.child)
            assignment.addresses = sockets.enumerated().flatMap { number, all in
                Array(repeating: number, count: all.count > 1 ? all.count / set.workers : all.count)
            }
            let specification = try WorkerSpecification(assignment)
            first = first ?? specification
            configurations += Array(repeating: specification.configuration, count: set.workers)
            descriptors += own
        }
        guard var specification = first else { preconditionFailure("A server has at least one site.") }
        specification.ownDescriptors = descriptors
        if sets.count > 1 { specification.ownConfigurations = configurations }
        return specification
    }

    /// What one worker inherits: its share of the sockets of each address, under numbers that are the same for all of its set.
    private static func descriptors(
        of sockets: [[ListeningSocket]], worker: Int, of workers: Int
    ) -> [InheritedDescriptor] {
        let share = sockets.flatMap { all -> ArraySlice<ListeningSocket> in
            guard all.count > 1 else { return all[...] }
            let count = all.count / workers
            return all[(worker * count)..<((worker + 1) * count)]
        }
        return share.enumerated().map {
            InheritedDescriptor(parent: $0.element.descriptor, child: ControlDescriptors.firstFree + Int32($0.offset))
        }
    }
}
