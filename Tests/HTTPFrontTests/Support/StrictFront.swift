import BehaviourModules
import Glibc
import HTTPFront
import Logging
import ModuleHost

/// A front on a port that the kernel has chosen, with the module of these tests behind it.
final class StrictFront: Sendable {
    private let host: ModuleHost
    private let front: HTTPFront
    private let folder: ModuleFolder
    let port: UInt16

    private init(_ execution: ExecutionMode) throws {
        folder = try ModuleFolder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let module = try StrictModule.add(to: folder, execution: execution)
        host = try ModuleHost(HostConfiguration(modules: [module]), logger: logger)
        front = try HTTPFront(host: host, threads: 1, logger: logger, hooks: ThreadHooks())
        let (listener, port) = try Self.listen()
        self.port = port
        try front.listen(on: [listener])
    }

    /// Runs `body` with a front and ends it afterwards, whatever happens.
    static func with<Result>(
        _ execution: ExecutionMode = .auto, _ body: (StrictFront) throws -> Result
    ) throws -> Result {
        let running = try StrictFront(execution)
        defer { running.stop() }
        return try body(running)
    }

    /// The raw targets of all requests that have reached the module, and what else it has recorded.
    var record: [String] { folder.record.map { String($0.drop { $0 != " " }.dropFirst()) } }

    func connect() throws -> StrictClient { try StrictClient(port: port) }

    private func stop() {
        host.stopListening(isGraceful: true)
        front.drain()
        host.unload()
        front.shutdown()
    }

    private static func listen() throws -> (CInt, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
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
        guard isBound else { throw StrictClient.Failure("no port: \(String(cString: strerror(errno)))") }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}
