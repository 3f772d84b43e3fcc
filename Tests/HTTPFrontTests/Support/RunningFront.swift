import Configuration
import EventLoop
import Executors
import FoundationEssentials
import Glibc
import HTTPFront
import Logging
import ModuleHost
import OperatingSystem
import TestSupport

/// A front on a port that the kernel has chosen, or on a unix socket, with the module `by_path` behind it.
final class RunningFront: Sendable {
    private let host: ModuleHost
    private let front: HTTPFront
    private let folder: ModuleFolder
    private let address: Address
    private let captured = CapturedLog()

    private init(
        _ execution: ExecutionMode, _ limits: ClientLimits, _ proxies: ProxyPolicy, _ pool: ThreadPoolConfiguration,
        isUnix: Bool, _ faults: (any SocketFaults)?
    ) throws {
        folder = try ModuleFolder()
        var module = try folder.add("by_path.c", as: "by_path")
        module.execution = execution
        let logger = captured.logger
        host = try ModuleHost(ServerConfiguration(modules: [module], threadPool: pool), logger: logger)
        ignoreBrokenPipes()
        front = try HTTPFront(
            host: host, threads: 1, logger: logger, hooks: ThreadHooks(), limits: limits, proxies: proxies,
            faults: faults ?? SeededFaults.ofEnvironment)
        let (listener, address) = try (isUnix ? Address.unix(path: folder.file("socket")) : .ipv4(port: 0)).listen()
        self.address = address
        try front.listen(on: [listener])
    }

    /// Runs `body` with a front and ends it afterwards, whatever happens.
    static func with<Result>(
        _ execution: ExecutionMode = .auto, limits: ClientLimits = ClientLimits(), proxies: ProxyPolicy = ProxyPolicy(),
        pool: ThreadPoolConfiguration = ThreadPoolConfiguration(), isUnix: Bool = false,
        faults: (any SocketFaults)? = nil,
        _ body: (RunningFront) throws -> Result
    ) throws -> Result {
        let running = try RunningFront(execution, limits, proxies, pool, isUnix: isUnix, faults)
        defer { running.stop() }
        return try body(running)
    }

    /// The raw targets of all requests that have reached the module, and what else it has recorded.
    var record: [String] { folder.record.map { String($0.drop { $0 != " " }.dropFirst()) } }

    /// What the log of the program says so far.
    var log: [String] { captured.lines }

    /// 0 on a unix socket.
    var port: UInt16 { address.port }

    /// A file beside the module.
    func file(_ name: String) -> String { folder.file(name) }

    /// Whether the module has recorded that line, or does so soon.
    func hasSoon(_ line: String) -> Bool { folder.hasSoon("by_path \(line)") }

    /// Makes such a file with that many bytes.
    func create(_ name: String, size: Int = 0) throws {
        try folder.write([UInt8](repeating: 0x66, count: size), to: name)
    }

    func connect(receiveBuffer: CInt? = nil) throws -> Client {
        try Client(address, receiveBuffer: receiveBuffer)
    }

    /// Whether the server has none of its clients' sockets open, nor a file beside the module, or soon has not. For a front
    /// on a port, when its clients are gone.
    func hasNothingOpenSoon() -> Bool {
        for _ in 0..<(Int(RunningProcess.limit) * 1_000) {
            if openDescriptors == 0 { return true }
            usleep(1_000)
        }
        return false
    }

    /// Descriptors of this process that are connections to the port, or files beside the module.
    private var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))!
            .compactMap { CInt($0) }.count { isOfConnection($0) || isOfFile($0) }
    }

    private func isOfConnection(_ descriptor: CInt) -> Bool {
        var isListening: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        return EndpointAddress(boundTo: descriptor)?.port == port
            && getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0 && isListening == 0
    }

    private func isOfFile(_ descriptor: CInt) -> Bool {
        var path = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &path, path.count)
        return String(decoding: path.prefix(max(count, 0)), as: UTF8.self).hasPrefix(file("served"))
    }

    /// Begins to drain on a thread of its own, runs `body` meanwhile, and waits for the end of the drain.
    func drainWhile(_ body: () throws -> Void) throws {
        let drain = try PosixThread.start(named: "drain") { [self] in drainOnce() }
        defer { drain.join() }
        try body()
    }

    private let hasDrained = Lock(false)

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
}
