package import Configuration
package import Logging
import ModuleHost
package import ModuleInterfaces
public import ModuleKit
import OperatingSystem

/// A host without a network: takes modules into this process and drives them with requests.
///
/// Everything else is as in `modhost serve`: the same walk, the same interfaces, the same rules. Only what belongs to a
/// connection is missing. Requests may be made from any number of tasks at once.
///
/// A module type of the package under test:
///
///     try await TestHost.with(Hello.self) { host in
///         let response = await host.respond(to: .get("/hello"))
///         #expect(response.text == "Hello")
///     }
///
/// The same for a file, in C, C++ or Swift:
///
///     let host = try TestHost("build/hello.so")
///     let response = await host.respond(to: .get("/hello"))
///     host.unload()
///
/// Several modules run in the order of the list, files and types alike: `TestHost.with(.type(Hello.self), .file("log.so"))`.
/// `begin` makes a request whose body, response or end the test wants to decide about.
public final class TestHost: Sendable {
    private let host: ModuleHost
    private let exchanges: SharedExchanges

    /// Why a module could not be loaded: one sentence that names the file, the reason and the remedy.
    public struct LoadFailure: Error, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    /// Loads `files` in this order, calls each `RegisterModule`, and raises APPLICATION_START.
    ///
    /// A module's code stays in the process for good; a second host in the same process loads the same image again and
    /// shares its global state.
    public convenience init(_ files: String..., root: String = "/var/empty") throws(LoadFailure) {
        try self.init(modules: files.map { .file($0) }, root: root)
    }

    /// The same for modules of any kind.
    public convenience init(modules: [TestModule], root: String = "/var/empty") throws(LoadFailure) {
        var configurations: [ModuleConfiguration] = []
        var entries: [Int: EntryPoint] = [:]
        for (index, module) in modules.enumerated() {
            let (configuration, entry) = module.parts
            configurations.append(configuration)
            entries[index] = entry
        }
        try self.init(
            ServerConfiguration(modules: configurations, site: SiteConfiguration(root: root)),
            logger: Logger(label: "test host"), entries: entries)
    }

    /// Makes a host with one module type, runs `body` with it, and unloads it, also if `body` throws. Clients whose requests are
    /// under way then leave, and the host waits for the end of these.
    public static func with<Module: HttpModule, Result>(
        _ type: Module.Type, root: String = "/var/empty", isolation: isolated (any Actor)? = #isolation,
        _ body: (TestHost) async throws -> Result
    ) async throws -> Result {
        try await with(.type(type), root: root, body)
    }

    /// The same with several modules, in this order.
    public static func with<Result>(
        _ modules: TestModule..., root: String = "/var/empty", isolation: isolated (any Actor)? = #isolation,
        _ body: (TestHost) async throws -> Result
    ) async throws -> Result {
        let host = try TestHost(modules: modules, root: root)
        let result: Result
        do {
            result = try await body(host)
        } catch {
            await host.end()
            throw error
        }
        await host.end()
        return result
    }

    private func end() async {
        for carrier in exchanges.underWay {
            carrier.leave()
            _ = await carrier.finalResponse()
        }
        unload()
    }

    /// With names, execution modes and a log of the caller's choice. `entries` are those of modules without an image, by their
    /// place in the list.
    package init(
        _ configuration: ServerConfiguration, tree: ConfigurationTree = .empty, logger: Logger,
        entries: [Int: EntryPoint] = [:]
    ) throws(LoadFailure) {
        do {
            host = try ModuleHost(configuration, tree: tree, logger: logger, entries: entries)
        } catch {
            throw LoadFailure(description: "\(error)")
        }
        exchanges = SharedExchanges(host)
    }

    /// Drives one request through the modules and gives their answer when the walk is over.
    public func respond(to request: TestRequest) async -> TestResponse {
        await begin(request).response()
    }

    /// Begins a request, and leaves the rest to what the test calls on its result.
    ///
    /// - Parameters:
    ///   - request: with a body of its own, or nil if `bodyInPieces`.
    ///   - bodyInPieces: the body comes by `TestExchange.send` and `TestExchange.endBody`. It is as long as the field
    ///     Content-Length of the request says, or chunked if there is none.
    ///   - responseInPieces: a flush ends only when the test has taken what was flushed by `TestExchange.nextPiece`, as with
    ///     a client that reads slowly.
    public func begin(
        _ request: TestRequest, bodyInPieces: Bool = false, responseInPieces: Bool = false
    ) -> TestExchange {
        let carrier = TestCarrier(
            host: host, request, bodyInPieces: bodyInPieces, responseInPieces: responseInPieces,
            whenFinished: { [exchanges] in exchanges.finished($0, $1) })
        if let exchange = exchanges.take(), carrier.fill(exchange) {
            exchanges.begin(carrier)
            if request.leavesAtOnce { carrier.leave() }
            if responseInPieces { exchange.startOnPool() } else { exchange.start() }
        } else {
            carrier.giveUp()
        }
        return TestExchange(carrier)
    }

    /// What the modules subscribed to, as `modhost check` prints it.
    public var pipeline: String { PipelineReport(host.pipeline).text }

    /// Raises STOP_LISTENING and APPLICATION_STOP and calls each `Terminate`, in reverse order. Call it when no request is under
    /// way; afterwards the host answers nothing.
    public func unload() {
        host.stopListening(isGraceful: true)
        host.unload()
    }
}

/// The exchanges of a host, which any thread may take.
private final class SharedExchanges: Sendable {
    private let pool: Lock<ExchangePool>
    private let carriers = Lock<[ObjectIdentifier: TestCarrier]>([:])

    init(_ host: ModuleHost) { pool = Lock(ExchangePool(host: host)) }

    /// The carriers whose exchanges are not over.
    var underWay: [TestCarrier] { carriers.withLock { Array($0.values) } }

    /// An exchange to fill; nil when there is no room for one more.
    func take() -> Exchange? { pool.withLock { $0.take() } }

    /// An exchange is about to start.
    func begin(_ carrier: TestCarrier) { carriers.withLock { $0[ObjectIdentifier(carrier)] = carrier } }

    /// An exchange is over.
    func finished(_ carrier: TestCarrier, _ exchange: Exchange) {
        pool.withLock { $0.recycle(exchange) }
        carriers.withLock { $0[ObjectIdentifier(carrier)] = nil }
    }
}
