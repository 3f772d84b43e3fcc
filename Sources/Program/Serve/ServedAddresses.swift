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
        let overlapping = configuration.listen.filter { Self.overlaps($0, configuration.listen) }
        for address in overlapping {
            _ = try Self.unlessAbsent(address, configuration) { address throws(ListenError) in
                try ListeningSocket.checkIsFree(address)
            }
        }
        sets = try configuration.workerSets.map { set in
            let all = try set.configuration.listen.map { address in
                try Self.unlessAbsent(address, configuration) { address throws(ListenError) in
                    try ListeningSocket.open(
                        address, count: set.configuration.threads * set.workers,
                        isChecked: overlapping.contains(address))
                } ?? []
            }
            return (set, all)
        }
    }

    /// Whether an address is one of those that another one of the server stands for, or the other way round.
    private static func overlaps(_ address: ListenAddress, _ all: [ListenAddress]) -> Bool {
        let endpoint = address.endpoint
        return endpoint.port != 0
            && all.contains { other in
                other != address && other.endpoint.port == endpoint.port && other.endpoint.family == endpoint.family
                    && (other.endpoint.isOfAllAddresses || endpoint.isOfAllAddresses)
            }
    }

    /// Nil for IPv6 where the machine has only IPv4 and a binding is for every address.
    private static func unlessAbsent<Result>(
        _ address: ListenAddress, _ configuration: ServerConfiguration,
        _ body: (ListenAddress) throws(ListenError) -> Result
    ) throws(ListenError) -> Result? {
        do throws(ListenError) {
            return try body(address)
        } catch {
            guard case .system(_, let code) = error, code == EAFNOSUPPORT || code == EADDRNOTAVAIL,
                case .ipv6 = address.endpoint, address.endpoint.isOfAllAddresses,
                configuration.listen.contains(ListenAddress(.ipv4(0, port: address.endpoint.port)))
            else { throw error }
            return nil
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

extension EndpointAddress {
    /// Whether it stands for every address of the machine.
    fileprivate var isOfAllAddresses: Bool {
        self == .ipv4(0, port: port) || self == .ipv6(high: 0, low: 0, port: port, scope: 0)
    }
}
