import BehaviourModules
import Configuration
import Glibc
import HTTPFront
import Logging
import ModuleHost
import ModuleTesting
import Testing

/// Modules that a test has loaded, and the way to them. `stop` it when the test is done.
final class RunningModules: Sendable {
    private enum Way: Sendable {
        case direct(TestHost)
        case socket(ModuleHost, HTTPFront, port: UInt16)
    }

    private let way: Way
    let log = CapturedLog()

    init(_ transport: Transport, _ modules: [ModuleConfiguration]) throws {
        let configuration = ServerConfiguration(modules: modules, site: SiteConfiguration(root: "/srv/www"))
        switch transport {
        case .direct: way = .direct(try TestHost(configuration, logger: log.logger))
        case .socket:
            let host = try ModuleHost(configuration, logger: log.logger)
            let front = try HTTPFront(host: host, threads: 1, logger: log.logger, hooks: ThreadHooks())
            let (listener, port) = try Self.listen()
            try front.listen(on: [listener])
            way = .socket(host, front, port: port)
        }
    }

    /// Runs `body` with the modules loaded and ends them afterwards, whatever happens.
    static func with<Result>(
        _ transport: Transport, _ modules: [ModuleConfiguration],
        _ body: (RunningModules) async throws -> Result
    ) async throws -> Result {
        let running = try RunningModules(transport, modules)
        defer { running.stop() }
        return try await body(running)
    }

    /// The answer, once the exchange is over and the modules' objects are gone.
    func respond(to request: TestRequest) async throws -> Answer {
        switch way {
        case .direct(let host): return Answer(await host.respond(to: request))
        case .socket(_, _, let port):
            var request = request
            request.headers.append(("Connection", "close"))
            let client = try SocketClient(port: port)
            let answer = try client.respond(to: request)
            // The front ends the connection after the exchange.
            _ = try client.readToEnd()
            return answer
        }
    }

    /// A connection of its own; only over a socket.
    func connect() throws -> SocketClient {
        guard case .socket(_, _, let port) = way else { throw SocketClient.Failure("there is no socket") }
        return try SocketClient(port: port)
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

    /// A listening socket on a port that the kernel has chosen.
    private static func listen() throws -> (CInt, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && Glibc.listen(listener, 128) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isBound else { throw SocketClient.Failure("no port: \(String(cString: strerror(errno)))") }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}
