import BehaviourModules
import Executors
import Glibc
import HTTPFront
import Logging
import ModuleHost
import Synchronization

/// A front on a port that the kernel has chosen, with the module of these tests behind it.
final class StrictFront: Sendable {
    private let host: ModuleHost
    private let front: HTTPFront
    private let folder: ModuleFolder
    let port: UInt16

    private let lines = LogLines()

    private init(
        _ execution: ExecutionMode, _ limits: FrontLimits, _ proxies: ProxyPolicy, _ pool: WorkerPoolLimits,
        isUnix: Bool
    ) throws {
        folder = try ModuleFolder()
        let module = try StrictModule.add(to: folder, execution: execution)
        let logger = lines.logger()
        host = try ModuleHost(HostConfiguration(modules: [module], pool: pool), logger: logger)
        front = try HTTPFront(
            host: host, threads: 1, logger: logger, hooks: ThreadHooks(), limits: limits, proxies: proxies)
        let (listener, port) = isUnix ? (try Self.listen(at: folder.path + "/socket"), 0) : try Self.listen()
        self.port = port
        try front.listen(on: [listener])
    }

    /// Runs `body` with a front and ends it afterwards, whatever happens.
    static func with<Result>(
        _ execution: ExecutionMode = .auto, limits: FrontLimits = FrontLimits(), proxies: ProxyPolicy = ProxyPolicy(),
        pool: WorkerPoolLimits = WorkerPoolLimits(), isUnix: Bool = false, _ body: (StrictFront) throws -> Result
    ) throws -> Result {
        let running = try StrictFront(execution, limits, proxies, pool, isUnix: isUnix)
        defer { running.stop() }
        return try body(running)
    }

    /// The raw targets of all requests that have reached the module, and what else it has recorded.
    var record: [String] { folder.record.map { String($0.drop { $0 != " " }.dropFirst()) } }

    /// What the log of the program says so far.
    var log: [String] { lines.all }

    /// A file beside the module.
    func file(_ name: String) -> String { folder.path + "/" + name }

    /// Whether the module has recorded that line, or does so soon.
    func hasSoon(_ line: String) -> Bool { folder.hasSoon("strict \(line)") }

    /// Makes such a file with that many bytes.
    func create(_ name: String, size: Int = 0) throws {
        let bytes = [UInt8](repeating: 0x66, count: size)
        let descriptor = open(file(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        guard descriptor >= 0, write(descriptor, bytes, size) == size else { throw StrictClient.Failure("no file") }
    }

    /// A client of a front that listens on a unix socket.
    func connectToSocket() throws -> StrictClient { try StrictClient(path: file("socket")) }

    func connect(receiveBuffer: CInt? = nil) throws -> StrictClient {
        try StrictClient(port: port, receiveBuffer: receiveBuffer)
    }

    /// Begins to drain on a thread of its own, runs `body` meanwhile, and waits for the end of the drain.
    func drainWhile(_ body: () throws -> Void) throws {
        let drain = try PosixThread.start(named: "drain") { [self] in drainOnce() }
        defer { drain.join() }
        try body()
    }

    private let hasDrained = Mutex(false)

    private func drainOnce() {
        hasDrained.withLock { hasDrained in
            guard !hasDrained else { return }
            hasDrained = true
            host.stopListening(isGraceful: true)
            front.drain()
        }
    }

    private func stop() {
        drainOnce()
        host.unload()
        front.shutdown()
    }

    /// A unix socket.
    private static func listen(at path: String) throws -> CInt {
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let isBound = StrictClient.withAddress(of: path) {
            bind(listener, $0, $1) == 0 && Glibc.listen(listener, 8) == 0
        }
        guard isBound else { throw StrictClient.Failure("no socket: \(String(cString: strerror(errno)))") }
        return listener
    }

    /// A socket on a port that the kernel has chosen.
    static func listen() throws -> (CInt, UInt16) {
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
