import Configuration
import HTTPFront
import Logging
import ModuleHost
import ModuleTesting
import TestSupport
import Testing

/// Modules that a test has loaded, and the way to them. `stop` it when the test is done.
final class RunningModules: Sendable {
    private enum Way: Sendable {
        case direct(TestHost)
        case socket(ModuleHost, HTTPFront, Address)
    }

    private let way: Way
    let log = CapturedLog()

    init(
        _ transport: Transport, _ modules: [ModuleConfiguration], tree: ConfigurationTree = .empty
    ) throws {
        let configuration = ServerConfiguration(modules: modules, site: SiteConfiguration(root: "/srv/www"))
        switch transport {
        case .direct: way = .direct(try TestHost(configuration, tree: tree, logger: log.logger))
        case .socket:
            let host = try ModuleHost(configuration, tree: tree, logger: log.logger)
            ignoreBrokenPipes()
            let front = try HTTPFront(
                host: host, threads: 1, logger: log.logger, hooks: ThreadHooks(), faults: SeededFaults.ofEnvironment)
            let (listener, address) = try Address.ipv4(port: 0).listen()
            try front.listen(on: [listener])
            way = .socket(host, front, address)
        }
    }

    /// Runs `body` with the modules loaded and ends them afterwards, whatever happens.
    static func with<Result>(
        _ transport: Transport, _ modules: [ModuleConfiguration], tree: ConfigurationTree = .empty,
        _ body: (RunningModules) async throws -> Result
    ) async throws -> Result {
        let running = try RunningModules(transport, modules, tree: tree)
        defer { running.stop() }
        return try await body(running)
    }

    /// The answer, once the exchange is over and the modules' objects are gone.
    func respond(to request: TestRequest) async throws -> Answer {
        switch way {
        case .direct(let host): return Answer(await host.respond(to: request))
        case .socket(_, _, let address):
            var request = request
            request.headers.append(("Connection", "close"))
            let client = try Client(address)
            let answer = try client.respond(to: request)
            // The front ends the connection after the exchange.
            try client.receiveEnd()
            return answer
        }
    }

    /// A connection of its own; only over a socket.
    func connect() throws -> Client {
        guard case .socket(_, _, let address) = way else { throw TestFailure("there is no socket") }
        return try Client(address)
    }

    func stop() {
        switch way {
        case .direct(let host): host.unload()
        case .socket(let host, let front, _):
            host.stopListening(isGraceful: true)
            front.drain()
            host.unload()
            front.shutdown()
        }
    }
}

/// The two ways on which requests reach the modules: the tests of the walk run on both.
enum Transport: String, CaseIterable, CustomTestStringConvertible {
    /// Straight into the walk, by ModuleTesting.
    case direct
    /// Over a connection to the front.
    case socket

    var testDescription: String { rawValue }
}
